import * as api from "./api.js";
import { attempt, jump, startBot } from "./actions.js";
import { avatar, button, openMenu } from "./controls.js";
import { askStartPayload } from "./dialogs.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { currentReplyKeyboard, replyKeyboard } from "./keyboard.js";
import { Pane } from "./pane.js";
import { placeKey } from "./store.js";

/** One person's private chat with the bot, seen from that person's side. */
export class CustomerPane extends Pane {
  constructor(app, slot) {
    super(app, { showsNames: false, label: t("customer.chat") });
    this.slot = slot;
    this.usedKeyboard = null;
  }

  show(user) {
    const { store, selection } = this.app;
    this.user = user;
    this.bot = selection.bot;
    const key = selection.privateKey(user);
    const chat = store.chats.get(key);
    const keyboard = currentReplyKeyboard(store.thread(key));
    const typing = store.typing.get(placeKey(key, null));
    const hidden = keyboard?.one_time_keyboard && this.usedKeyboard === keyboard.message.message_id;
    this.render({ key, chat: key, thread: undefined, me: user.id }, {
      head: { seen: [user, typing, chat?.blocked, store.canJump, this.slot], build: () => this.heading(chat, typing) },
      below: { seen: [chat?.blocked, hidden ? null : keyboard?.message], build: () => this.under(chat, hidden ? null : keyboard) },
      empty: { seen: [this.bot, user], build: () => this.welcome() },
      writable: !chat?.blocked,
    });
  }

  heading(chat, typing) {
    const { user } = this;
    const name = this.app.store.name(user.id);
    const about = [user.username ? `@${user.username}` : null, user.language_code].filter(Boolean).join(" · ");
    const state = typing ? t("typing", { name: this.bot.first_name }) : chat?.blocked ? t("customer.blocked") : about;
    return [this.slot ? null : this.backButton(), avatar(name, user.id),
      h("div", { class: "pane-title" }, h("h2", {}, h("bdi", {}, name)), h("span", { class: "hint", dir: "auto" }, state)),
      this.jumpButton(chat), this.menuButton(chat), this.slot ? this.closeButton() : null];
  }

  jumpButton(chat) {
    if (!this.app.store.canJump) return null;
    const place = { chat_id: chat?.id ?? this.user.id, user_id: this.user.id };
    return button({ name: "skip", label: t("jump"), onclick: () => jump(place) });
  }

  closeButton() {
    return button({ name: "close", label: t("close"), onclick: () => this.app.view.go({ beside: null }) });
  }

  menuButton(chat) {
    const node = button({ name: "more", label: t("customer.menu"), "aria-haspopup": "menu", "aria-expanded": "false", "data-focus": "pane-menu",
      onclick: () => openMenu(node, t("customer.menu"), this.menuItems(chat)) });
    return node;
  }

  menuItems(chat) {
    const { bot, user } = this;
    const commands = bot.commands.slice(0, 8).map((one) =>
      ({ text: `/${one.command} – ${one.description}`, icon: "commands", action: () => this.say(`/${one.command}`) }));
    const blocking = chat?.blocked
      ? { text: t("customer.unblock"), icon: "ban", action: () => this.unblock() }
      : { text: t("customer.block"), icon: "ban", danger: true, action: () => attempt(() => api.block(user.id, bot.id)) };
    return [...commands, { text: t("start.title"), icon: "link", action: () => this.startWithLink() }, chat ? blocking : null];
  }

  under(chat, keyboard) {
    if (chat?.blocked)
      return h("div", { class: "stopped" }, h("span", {}, t("customer.blocked")),
        h("button", { type: "button", class: "primary", onclick: () => this.unblock() }, t("customer.unblock")));
    return keyboard ? replyKeyboard(keyboard, (key) => this.pressReply(key, keyboard)) : [];
  }

  welcome() {
    if (!this.bot) return h("div", { class: "welcome" }, h("p", {}, t("bot.none")));
    return h("div", { class: "welcome" }, h("div", { class: "welcome-icon" }, icon("send")),
      h("h3", { dir: "auto" }, this.bot.first_name), this.bot.description ? h("p", { dir: "auto" }, this.bot.description) : null,
      h("p", { class: "hint" }, t("start.invite")),
      h("button", { type: "button", class: "primary", onclick: () => startBot(this.app, this.user.id, this.bot) }, t("start")),
      h("button", { type: "button", class: "link", onclick: () => this.startWithLink() }, t("start.title")));
  }

  async startWithLink() {
    const given = await askStartPayload();
    if (given) startBot(this.app, this.user.id, this.bot, given.payload);
  }

  say(text) {
    return this.composer.deliver({ text });
  }

  pressReply(key, keyboard) {
    const { user } = this;
    this.usedKeyboard = keyboard.message.message_id;
    const phone = `+38067${String(user.id).padStart(7, "0").slice(-7)}`;
    if (key.request_contact) this.composer.deliver({ kind: "contact", phone_number: phone, first_name: user.first_name, contact_user_id: user.id });
    else if (key.request_location) this.composer.deliver({ kind: "location", latitude: 50.4501, longitude: 30.5234 });
    else this.say(key.text);
    this.app.changed();
  }

  unblock() {
    return attempt(() => api.unblock(this.user.id, this.bot.id));
  }
}

import * as api from "./api.js";
import { attempt } from "./actions.js";
import { avatar, badge, button } from "./controls.js";
import { askCustomer } from "./dialogs.js";
import { h, Keyed } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { preview } from "./preview.js";
import { short } from "./time.js";

/** Everybody who has, or could have, a private chat with the bot: customers first, then the team. */
export class People {
  constructor(app) {
    this.app = app;
    this.list = h("div", { class: "list-body" });
    this.keyed = new Keyed(this.list);
    this.element = h("nav", { class: "list people", "aria-label": t("customers") },
      h("div", { class: "list-head" }, h("h2", {}, t("customers")),
        button({ name: "plus", label: t("customer.new"), onclick: () => this.create() })),
      this.list);
  }

  render() {
    const { selection, store } = this.app;
    const newest = (user) => store.thread(selection.privateKey(user)).at(-1);
    const recent = (users) => users.map((user) => [user, newest(user)])
      .sort(([a, x], [b, y]) => (y?.date ?? 0) - (x?.date ?? 0) || (y?.message_id ?? 0) - (x?.message_id ?? 0) || a.id - b.id);
    this.keyed.sync([
      ...recent(selection.customers).map((pair) => this.item(...pair)),
      { key: "team", seen: [selection.team.length], build: () => h("h3", { class: "list-part" }, t("team")) },
      ...recent(selection.team).map((pair) => this.item(...pair)),
    ]);
  }

  item(user, last) {
    const { selection, store, unread } = this.app;
    const chat = store.chats.get(selection.privateKey(user));
    const count = unread.count(selection.privateKey(user), undefined, user.id);
    const state = { current: user === selection.customer, beside: user === selection.beside, blocked: chat?.blocked, count };
    return { key: String(user.id), seen: [user, last, ...Object.values(state)], build: () => this.build(user, last, state) };
  }

  build(user, last, { current, beside, blocked, count }) {
    const { app } = this;
    const name = app.store.name(user.id);
    const open = h("button", { type: "button", class: "entry", "aria-current": current || beside ? "true" : null, "data-focus": `person-${user.id}`,
      onclick: () => app.openCustomer(user.id) },
      avatar(name, user.id),
      h("span", { class: "entry-text" },
        h("span", { class: "entry-top" }, h("bdi", { class: "entry-name" }, name), blocked ? icon("ban") : null,
          last ? h("time", {}, short(last.date)) : h("span", { class: "hint" }, user.language_code ?? "")),
        h("span", { class: "entry-top" }, h("span", { class: "entry-last", dir: "auto" }, last ? preview(last, app.store) : t("customer.silent")),
          badge(count, t("unread", { count })))));
    const pair = button({ name: "beside", label: t("customer.beside", { name }), class: "pair",
      onclick: () => app.view.go({ beside: beside ? null : user.id }), "aria-pressed": String(beside) });
    return h("div", { class: "entry-row" }, open, current ? null : pair);
  }

  async create() {
    const given = await askCustomer();
    if (!given) return;
    const filled = Object.fromEntries(Object.entries({ ...given, username: given.username.replace("@", "") }).filter(([, text]) => text));
    const user = await attempt(() => api.createUser(filled));
    if (user) this.app.openCustomer(user.id);
  }
}

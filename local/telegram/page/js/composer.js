import * as api from "./api.js";
import { attempt } from "./actions.js";
import { attachItems } from "./attach-menu.js";
import { Attachments } from "./attachments.js";
import { button, openMenu } from "./controls.js";
import { h, memo } from "./dom.js";
import { t } from "./i18n.js";
import { preview } from "./preview.js";
import { canRecord } from "./recorder.js";
import { VoiceBar } from "./voice-bar.js";

const TALLEST_PX = 180;
const LONGEST_TEXT = 4096;

/** What Telegram's own clients do with a text that is too long for one message: several, cut where a line or a word ends. */
function pieces(text) {
  if (text.length <= LONGEST_TEXT) return [text];
  const head = text.slice(0, LONGEST_TEXT);
  const end = Math.max(head.lastIndexOf("\n"), head.lastIndexOf(" "));
  const cut = end > LONGEST_TEXT / 2 ? end : LONGEST_TEXT;
  return [text.slice(0, cut), ...pieces(text.slice(cut).trim())];
}

/** Where a person writes. What was begun in one thread waits there while another is looked at. */
export class Composer {
  constructor(app) {
    this.app = app;
    this.drafts = app.drafts;
    this.queue = Promise.resolve();
    this.banner = h("div", { class: "banner", hidden: true });
    this.attachments = new Attachments(() => this.refresh());
    this.voice = new VoiceBar((file, seconds) => this.deliver({ kind: "voice", duration: seconds }, [file]), () => this.refresh());
    this.input = h("textarea", { rows: "1", dir: "auto", placeholder: t("composer.placeholder"), "aria-label": t("composer.placeholder"),
      oninput: () => this.typed(), onkeydown: (event) => this.key(event), onpaste: (event) => this.paste(event) });
    this.element = h("form", { class: "composer", onsubmit: (event) => this.submit(event) },
      this.banner, this.attachments.element, h("div", { class: "line" }, this.buttonsBefore(), this.input, this.buttonsAfter()));
  }

  buttonsBefore() {
    const attach = button({ name: "attach", label: t("attach.open"), "aria-haspopup": "menu", "aria-expanded": "false",
      onclick: () => openMenu(attach, t("attach.open"), attachItems(this)) });
    return attach;
  }

  buttonsAfter() {
    this.record = canRecord() ? button({ name: "mic", label: t("voice.record"), onclick: () => this.voice.start() }) : null;
    this.sendButton = button({ name: "send", label: t("composer.send"), class: "send", type: "submit" });
    return [this.voice.element, this.record, this.sendButton];
  }

  /** Says in the empty field who is writing, where that is not plain. */
  name(text) {
    if (text) this.input.placeholder = text;
  }

  /** @param place {key, chat, thread, me}: where the words go, and whose they are */
  render(place) {
    if (this.place?.key !== place.key) this.enter(place);
    this.place = place;
    this.refresh();
  }

  enter(place) {
    if (this.place) this.keep();
    const draft = this.drafts.get(place.key) ?? {};
    Object.assign(this, { target: draft.target ?? null, editing: draft.editing ?? null, seenForce: draft.seenForce });
    this.input.value = draft.text ?? "";
    this.grow();
  }

  keep() {
    const { target, editing, seenForce } = this;
    this.drafts.set(this.place.key, { text: this.input.value, target, editing, seenForce });
  }

  refresh() {
    const about = this.editing ?? this.target;
    this.banner.hidden = !about;
    memo(this.banner, [this.editing, this.target], () => about && this.bannerFor(about));
    const something = this.input.value.trim() || this.attachments.files.length;
    this.sendButton.hidden = this.voice.active || Boolean(this.record && !something && !this.editing);
    if (this.record) this.record.hidden = this.voice.active || !this.sendButton.hidden;
    this.input.hidden = this.voice.active;
  }

  bannerFor(message) {
    const what = this.editing ? t("composer.editing") : t("composer.replying", { name: this.app.store.name(message.from_id) });
    return [h("span", { class: "banner-text" }, h("b", {}, what), h("span", { class: "reply-text", dir: "auto" }, preview(message, this.app.store))),
      button({ name: "close", label: t("cancel"), onclick: () => this.leave() })];
  }

  replyTo(message) {
    Object.assign(this, { target: message, editing: null });
    this.refresh();
    this.input.focus();
  }

  edit(message) {
    Object.assign(this, { editing: message, target: null });
    this.input.value = message.content.text ?? message.content.caption;
    this.typed();
    this.input.focus();
  }

  leave() {
    if (this.editing) this.input.value = "";
    Object.assign(this, { editing: null, target: null });
    this.typed();
    this.input.focus();
  }

  insert(text) {
    this.fill(`${text} `);
  }

  fill(text) {
    this.input.value = text;
    this.typed();
    this.input.focus();
  }

  typed() {
    this.grow();
    this.refresh();
    this.keep();
  }

  grow() {
    this.input.style.setProperty("height", "auto");
    this.input.style.setProperty("height", `${Math.min(this.input.scrollHeight, TALLEST_PX)}px`);
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) this.submit(event);
    else if (event.key === "Escape") this.leave();
    else if (event.key === "ArrowUp" && !this.input.value) this.editLast(event);
  }

  editLast(event) {
    const { chat, thread, me } = this.place;
    const mine = this.app.store.thread(chat, thread).filter((message) => message.from_id === me && message.content.text);
    if (!mine.length) return;
    event.preventDefault();
    this.edit(mine.at(-1));
  }

  paste(event) {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    this.attachments.add(files);
  }

  submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (this.editing) this.change(this.editing, text);
    else if (text || this.attachments.files.length) this.post(text);
  }

  async change(message, text) {
    const { me } = this.place;
    if (await attempt(() => api.editMessage(message, me, text))) this.leave();
  }

  post(text) {
    const { batches, spoiler } = this.attachments.take();
    const parts = batches.length
      ? batches.map(({ files, kind }, at) => [{ text: at ? null : text, kind, spoiler: spoiler || null }, files])
      : pieces(text).map((piece) => [{ text: piece }]);
    for (const part of parts) {
      this.deliver(...part);
      this.target = null;
    }
    this.input.value = "";
    this.typed();
  }

  /** One after the other, so that what was sent first arrives first. A refused text comes back to be changed. */
  deliver(message, files = []) {
    const { chat, thread, me, key } = this.place;
    const whole = { user_id: me, chat, thread_id: thread, reply_to: this.target?.message_id, ...message };
    this.queue = this.queue.then(async () => {
      const sent = await attempt(() => api.send(whole, files));
      if (!sent && message.text && this.place.key === key && !this.input.value) this.fill(message.text);
    });
    return this.queue;
  }
}

import { messageContext } from "./actions.js";
import { button } from "./controls.js";
import { Composer } from "./composer.js";
import { h, memo } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { preview } from "./preview.js";
import { Thread } from "./thread.js";

/** One conversation on the screen: head, pinned message, messages, what stands below, composer. */
export class Pane {
  constructor(app, { showsNames, label }) {
    Object.assign(this, { app, showsNames });
    this.head = h("header", { class: "pane-head" });
    this.pinned = h("div", { class: "pinned-bar", hidden: true });
    this.thread = new Thread(() => this.read());
    this.below = h("div", { class: "below" });
    this.composer = new Composer(app);
    this.element = h("section", { class: "pane", "aria-label": label, ondragover: (event) => this.dragged(event, true),
      ondragleave: (event) => this.dragged(event, false), ondrop: (event) => this.dropped(event) },
      this.head, this.pinned, this.thread.element, this.below, this.composer.element);
  }

  /**
   * @param place {key, chat, thread, me}
   * @param parts {head, below, empty}: each {seen, build}; `writable`: whether the composer shows
   */
  render(place, { head, below, empty, writable }) {
    this.place = place;
    const { store } = this.app;
    const messages = store.thread(place.chat, place.thread);
    const pinned = this.pinnedHere(messages);
    memo(this.head, head.seen, head.build);
    memo(this.pinned, [pinned], () => this.pinnedBar(pinned));
    memo(this.below, below.seen, below.build);
    this.pinned.hidden = !pinned;
    this.composer.element.hidden = !writable;
    this.composer.render(place);
    const all = store.chats.get(place.chat)?.pinned ?? [];
    const context = messageContext(this.app, { me: place.me, showsNames: this.showsNames, pinned: all, composer: this.composer,
      onShow: (message) => this.app.showMessage(message.chat, message.message_id) });
    this.thread.render(place.key, messages, context, empty);
    this.obeyForceReply(messages.at(-1));
  }

  pinnedHere(messages) {
    const ids = this.app.store.chats.get(this.place.chat)?.pinned ?? [];
    return messages.filter((message) => ids.includes(message.message_id)).at(-1);
  }

  pinnedBar(message) {
    if (!message) return [];
    return h("button", { type: "button", onclick: () => this.thread.show(message) }, icon("pin"),
      h("span", { class: "pinned-title" }, t("message.pinned")), h("span", { class: "reply-text", dir: "auto" }, preview(message, this.app.store)));
  }

  obeyForceReply(message) {
    const fresh = message?.reply_markup?.force_reply && this.composer.seenForce !== message.message_id;
    if (!fresh || message.from_id === this.place.me) return;
    this.composer.seenForce = message.message_id;
    this.composer.replyTo(message);
  }

  read() {
    const shown = this.element.offsetParent !== null && document.visibilityState === "visible";
    if (this.place && shown && this.app.unread.mark(this.place.chat, this.place.thread)) this.app.changed();
  }

  backButton() {
    return button({ name: "back", label: t("back"), class: "back", onclick: () => this.app.view.go({ open: null }) });
  }

  dragged(event, over) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.element.classList.toggle("drop-here", over);
    this.element.dataset.drop = t("attach.drop");
  }

  dropped(event) {
    this.dragged(event, false);
    this.composer.attachments.add([...event.dataTransfer.files]);
  }
}

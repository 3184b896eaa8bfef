import { CustomerPane } from "./customer-pane.js";
import { h, memo } from "./dom.js";
import { GroupPane } from "./group-pane.js";
import { Header } from "./header.js";
import { t, useLanguage } from "./i18n.js";
import { People } from "./people.js";
import { heardAnswer } from "./presses.js";
import { preview } from "./preview.js";
import { Selection } from "./selection.js";
import { Topics } from "./topics.js";
import { announce } from "./toasts.js";
import { Unread } from "./unread.js";

/** The whole screen. Any news leads to one pass over all parts; each part touches only what has changed. */
export class App {
  constructor(root, store, view) {
    Object.assign(this, { root, store, view, status: "connecting", drafts: new Map() });
    this.unread = new Unread(store);
    this.selection = new Selection(store, view);
    store.onEvent((event) => this.heard(event));
    view.onChange(() => this.changed());
  }

  mount() {
    this.header = new Header(this);
    this.people = new People(this);
    this.topics = new Topics(this);
    this.customer = new CustomerPane(this, 0);
    this.beside = new CustomerPane(this, 1);
    this.group = new GroupPane(this);
    this.nobody = h("div", { class: "nobody" });
    this.main = h("main", {},
      h("div", { class: "half customers" }, this.people.element, this.customer.element, this.beside.element, this.nobody),
      h("div", { class: "half agents" }, this.topics.element, this.group.element));
    this.tabs = h("nav", { class: "tabs", "aria-label": t("tabs") });
    this.root.replaceChildren(this.header.element, this.main, this.tabs);
    this.render();
  }

  async changeLanguage(code) {
    await useLanguage(code);
    this.mount();
  }

  heard(event) {
    if (event.type === "loaded") this.unread.settle();
    if (event.type === "callback_answered") heardAnswer(event);
    if (event.type === "message") this.tell(event.message);
    this.changed();
  }

  /** For screen readers: what came in where one is looking. */
  tell(message) {
    const { customer, group, topic } = this.selection;
    const inCustomer = customer && message.chat === this.selection.privateKey(customer) && message.from_id !== customer.id;
    const inTopic = message.chat === group?.key && message.thread_id === (topic?.id ?? null);
    if (inCustomer || inTopic) announce(`${this.store.name(message.from_id)}: ${preview(message, this.store)}`);
  }

  setStatus(status) {
    this.status = status;
    this.changed();
  }

  changed() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.render();
    });
  }

  render() {
    const { selection, view } = this;
    this.header.render(this.status);
    if (this.status === "connecting") return;
    this.root.dataset.side = view.get("side") ?? "customers";
    this.root.dataset.open = view.get("open") ?? "";
    this.people.render();
    this.topics.render();
    this.renderPane(this.customer, selection.customer);
    this.renderPane(this.beside, selection.beside);
    this.group.element.hidden = !selection.group;
    if (selection.group) this.group.show();
    memo(this.nobody, [Boolean(selection.customer)], () => selection.customer ? [] : h("p", {}, t("customer.none")));
    this.showWanted();
    memo(this.tabs, [this.root.dataset.side], () => this.tabButtons());
  }

  /** A message asked for can be scrolled to once its thread has been drawn. */
  showWanted() {
    if (this.wanted && [this.customer, this.beside, this.group].some((pane) => pane.thread.show(this.wanted))) this.wanted = null;
  }

  renderPane(pane, user) {
    pane.element.hidden = !user;
    if (user) pane.show(user);
  }

  tabButtons() {
    return ["customers", "agents"].map((side) => h("button", { type: "button", "aria-current": this.root.dataset.side === side ? "page" : null,
      onclick: () => this.view.go({ side, open: null }) }, t(`tab.${side}`)));
  }

  openCustomer(id) {
    const beside = this.view.get("beside") === id ? this.view.get("customer") : this.view.get("beside");
    this.view.go({ customer: id, beside, side: "customers", open: "1" });
  }

  openTopic(id) {
    this.view.go({ topic: id ?? "general", side: "agents", open: "1" });
  }

  /** Goes to a message wherever it is; `thread` is needed only when the message itself is not known any more. */
  showMessage(chat, id, thread) {
    const message = this.store.message(chat, id);
    const target = message?.thread_id ?? thread ?? null;
    if (this.store.chats.get(chat)?.type !== "private") this.view.go({ group: chat, topic: target ?? "general", side: "agents", open: "1" });
    this.wanted = message;
    this.changed();
  }
}

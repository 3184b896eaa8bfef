import { h, Keyed } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { messageRow, rowId } from "./message.js";
import { day, dayKey } from "./time.js";

const NEAR_END_PX = 90;
const SAME_BREATH_S = 300;

/** The scrolling list of one thread's messages. */
export class Thread {
  constructor(onRead) {
    this.onRead = onRead;
    this.rows = h("div", { class: "rows" });
    this.scroller = h("div", { class: "scroller", role: "log", "aria-live": "off", tabindex: "0", onscroll: () => this.scrolled() }, this.rows);
    this.downButton = h("button", { type: "button", class: "to-end", hidden: true, onclick: () => this.toEnd(true) }, icon("down"), h("span", {}));
    this.element = h("div", { class: "thread" }, this.scroller, this.downButton);
    this.keyed = new Keyed(this.rows);
    const resized = new ResizeObserver(() => this.stuck && this.toEnd());
    for (const part of [this.scroller, this.rows]) resized.observe(part);
    this.stuck = true;
  }

  /** @param place  names the thread: another place starts at its end */
  render(place, messages, context, empty) {
    const news = this.place === place ? messages.length - this.count : 0;
    if (this.place !== place) this.stuck = true;
    Object.assign(this, { place, count: messages.length });
    this.scroller.setAttribute("aria-label", t("thread.messages"));
    this.keyed.sync(messages.length ? items(messages, context) : [{ key: "empty", seen: [place, ...empty.seen], build: empty.build }]);
    this.rows.classList.toggle("empty", !messages.length);
    if (this.stuck || messages.at(-1)?.from_id === context.me && news > 0) this.toEnd();
    else if (news > 0) this.missed = (this.missed ?? 0) + news;
    this.showDown();
  }

  get nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  scrolled() {
    this.stuck = this.nearEnd;
    if (this.stuck) this.reachedEnd();
    this.showDown();
  }

  toEnd(smooth = false) {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.stuck = true;
    this.reachedEnd();
  }

  reachedEnd() {
    this.missed = 0;
    this.onRead();
  }

  showDown() {
    this.downButton.hidden = this.stuck || this.nearEnd;
    this.downButton.setAttribute("aria-label", t("thread.to_end"));
    this.downButton.lastChild.textContent = this.missed ? t("thread.new", { count: this.missed }) : "";
  }

  /** Scroll to a message and let it light up; false when it is not in this thread. */
  show(message) {
    const row = document.getElementById(rowId(message));
    if (!row || !this.element.contains(row)) return false;
    this.stuck = false;
    row.scrollIntoView({ block: "center" });
    row.classList.remove("flash");
    requestAnimationFrame(() => row.classList.add("flash"));
    return true;
  }
}

function items(messages, context) {
  const list = [];
  let last = null;
  for (const pack of packs(messages)) {
    const [message] = pack;
    if (!last || dayKey(last.date) !== dayKey(message.date)) list.push(daySeparator(message));
    list.push(item(pack, startsGroup(last, message), context));
    last = message;
  }
  return list;
}

/** Neighbours of one album become one pack. */
function packs(messages) {
  const result = [];
  for (const message of messages) {
    const before = result.at(-1)?.[0];
    const together = before && message.media_group_id && before.media_group_id === message.media_group_id;
    if (together) result.at(-1).push(message);
    else result.push([message]);
  }
  return result;
}

const startsGroup = (last, message) =>
  !last || last.service || last.from_id !== message.from_id || message.date - last.date > SAME_BREATH_S;

function daySeparator(message) {
  const key = `day-${dayKey(message.date)}`;
  return { key, seen: [], build: () => h("div", { class: "day" }, day(message.date)) };
}

function item(pack, first, context) {
  const [message] = pack;
  const { store, me, pinned } = context;
  const other = store.message(message.chat, message.reply_to ?? message.content.pinned_message);
  const flags = [first, me, other, store.name(message.from_id), pack.map((one) => pinned.includes(one.message_id)).join()];
  return { key: String(message.message_id), seen: [...pack, ...flags], build: () => messageRow(pack, { first, context }) };
}

import { placeKey } from "./store.js";

const KEPT_AS = "nightdesk.read";

/** The newest message seen per thread. What was there before the first look counts as read. */
export class Unread {
  constructor(store) {
    this.store = store;
    this.read = new Map(JSON.parse(localStorage.getItem(KEPT_AS) ?? "[]"));
  }

  /** After a snapshot: unknown threads are read, and marks of a world that was wiped since are taken back. */
  settle() {
    const newest = new Map();
    for (const [chat, messages] of this.store.messages)
      for (const { thread_id: thread, message_id: id } of messages.values()) {
        const key = placeKey(chat, thread);
        newest.set(key, Math.max(id, newest.get(key) ?? 0));
      }
    for (const [key, id] of newest) this.read.set(key, Math.min(this.read.get(key) ?? id, id));
    this.keep();
  }

  mark(chat, thread) {
    const newest = this.store.thread(chat, thread).at(-1)?.message_id ?? 0;
    const key = placeKey(chat, thread);
    if (newest <= (this.read.get(key) ?? 0)) return false;
    this.read.set(key, newest);
    this.keep();
    return true;
  }

  count(chat, thread, me) {
    const read = this.read.get(placeKey(chat, thread)) ?? 0;
    const fresh = (message) => message.message_id > read && message.from_id !== me && !message.service;
    return this.store.thread(chat, thread).filter(fresh).length;
  }

  keep() {
    localStorage.setItem(KEPT_AS, JSON.stringify([...this.read]));
  }
}

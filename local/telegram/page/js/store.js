import { setServerNow } from "./time.js";

const TYPING_LASTS_MS = 5000;
const ALL = "all";
const GONE = new Set(["left", "kicked"]);

/** What the server knows, as this page has heard it. Objects are replaced, never changed, so identity tells news. */
export class Store {
  constructor() {
    this.listeners = new Set();
    this.clear();
  }

  clear() {
    this.seq = 0;
    this.canJump = false;
    this.users = new Map();
    this.bots = new Map();
    this.chats = new Map();
    this.messages = new Map();
    this.typing = new Map();
    this.threads = new Map();
  }

  onEvent(listener) {
    this.listeners.add(listener);
  }

  tell(event) {
    for (const listener of this.listeners) listener(event);
  }

  load(state) {
    this.clear();
    setServerNow(state.now, state.pace);
    this.seq = state.seq;
    this.canJump = state.can_jump;
    for (const user of state.users) this.users.set(user.id, user);
    for (const bot of state.bots) this.bots.set(bot.id, bot);
    for (const chat of state.chats) this.chats.set(chat.key, chat);
    for (const message of state.messages) this.put(message);
    this.tell({ type: "loaded" });
  }

  apply(event) {
    this.seq = event.seq;
    if (event.message) this.put(event.message);
    if (event.user) this.users.set(event.user.id, event.user);
    if (event.bot) this.bots.set(event.bot.id, event.bot);
    if (event.type === "chat") this.chats.set(event.chat.key, event.chat);
    if (event.type === "topic") this.putTopic(event.chat, event.topic);
    if (event.type === "message_deleted") this.remove(event.chat, event.message_id);
    if (event.type === "message_pinned") this.putPin(event);
    if (event.type === "chat_action") this.putTyping(event);
    this.tell(event);
  }

  put(message) {
    if (!this.messages.has(message.chat)) this.messages.set(message.chat, new Map());
    this.messages.get(message.chat).set(message.message_id, message);
    this.forgetThreads(message.chat, message.thread_id);
    if (!message.edit_date) this.typing.delete(placeKey(message.chat, message.thread_id));
  }

  remove(chat, id) {
    const message = this.message(chat, id);
    if (!message) return;
    this.messages.get(chat).delete(id);
    this.forgetThreads(chat, message.thread_id);
  }

  forgetThreads(chat, thread) {
    this.threads.delete(placeKey(chat, thread));
    this.threads.delete(placeKey(chat, ALL));
  }

  putTopic(key, topic) {
    const chat = this.chats.get(key);
    if (!chat) return;
    const others = chat.topics.filter((one) => one.id !== topic.id);
    this.chats.set(key, { ...chat, topics: [...others, topic] });
  }

  putPin({ chat: key, message_id: id, pinned }) {
    const chat = this.chats.get(key);
    if (!chat) return;
    const others = chat.pinned.filter((one) => one !== id);
    this.chats.set(key, { ...chat, pinned: pinned ? [id, ...others] : others });
  }

  putTyping(event) {
    const key = placeKey(event.chat, event.thread_id);
    const end = { botId: event.bot_id, action: event.action };
    this.typing.set(key, end);
    setTimeout(() => {
      if (this.typing.get(key) !== end) return;
      this.typing.delete(key);
      this.tell({ type: "chat_action_over" });
    }, TYPING_LASTS_MS);
  }

  message(chat, id) {
    return this.messages.get(chat)?.get(id);
  }

  /** Oldest first. `thread`: a topic's id, null for General, undefined for the whole chat. */
  thread(chat, thread) {
    const key = placeKey(chat, thread === undefined ? ALL : thread);
    if (!this.threads.has(key)) this.threads.set(key, this.sorted(chat, thread));
    return this.threads.get(key);
  }

  sorted(chat, thread) {
    const all = [...(this.messages.get(chat)?.values() ?? [])];
    const here = thread === undefined ? all : all.filter((message) => (message.thread_id ?? null) === thread);
    return here.sort((a, b) => a.message_id - b.message_id);
  }

  groups() {
    return [...this.chats.values()].filter((chat) => chat.type !== "private" && !chat.migrated_to);
  }

  person(id) {
    return this.users.get(id) ?? this.bots.get(id);
  }

  name(id) {
    const person = this.person(id);
    return person ? [person.first_name, person.last_name].filter(Boolean).join(" ") : String(id);
  }

  /** People (not bots) who are in the group now. */
  members(group) {
    const present = group?.members.filter((member) => !GONE.has(member.status)) ?? [];
    return present.filter((member) => this.users.has(member.user_id));
  }
}

export const placeKey = (chat, thread) => `${chat}/${thread ?? "general"}`;

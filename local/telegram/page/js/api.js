/** A group is one chat however many topics it has: this is the memory of all of them. */
const MOST_PER_CHAT = 5000;

export class Refused extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

async function call(method, path, body) {
  const form = body instanceof FormData;
  const response = await fetch(`local/${path}`, {
    method,
    headers: form || body === undefined ? {} : { "Content-Type": "application/json" },
    body: form || body === undefined ? body : JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer.error ?? response.statusText);
  return answer;
}

const post = (path, body) => call("POST", path, body);
const messagePath = (message, action) => `messages/${message.chat}/${message.message_id}/${action}`;

export const fileUrl = (fileId) => `local/files/${encodeURIComponent(fileId)}`;
export const eventsUrl = (after) => `local/events?after=${after}`;

export const readState = () => call("GET", `state?messages=${MOST_PER_CHAT}`);
export const readLinks = () => call("GET", "links");
export const createUser = (user) => post("users", user);
export const editMessage = (message, userId, text) => post(messagePath(message, "edit"), { user_id: userId, text });
export const deleteMessage = (message, userId) => post(messagePath(message, "delete"), { user_id: userId });
export const react = (message, userId, emoji) => post(messagePath(message, "reaction"), { user_id: userId, emoji });
export const pin = (message, userId, pinned) => post(messagePath(message, "pin"), { user_id: userId, pinned });
export const press = (message, userId, row, column) =>
  post("press", { user_id: userId, chat: message.chat, message_id: message.message_id, row, column, wait: 0 });
export const block = (userId, botId) => post("block", { user_id: userId, bot_id: botId });
export const unblock = (userId, botId) => post("unblock", { user_id: userId, bot_id: botId });
export const jump = (place) => post("jump", place);
export const createTopic = (chat, userId, name) => post(`chats/${chat}/topics`, { user_id: userId, name });
export const changeTopic = (chat, id, userId, action, name) =>
  post(`chats/${chat}/topics/${id}`, { user_id: userId, action, ...(name ? { name } : {}) });

/** @param {object} message  user_id, chat, thread_id, text, reply_to, kind and what the kind needs */
export function send(message, files = []) {
  const given = Object.entries(message).filter(([, value]) => value !== null && value !== undefined && value !== "");
  if (!files.length) return post("messages", Object.fromEntries(given));
  const form = new FormData();
  for (const [name, value] of given) form.append(name, value);
  for (const file of files) form.append("files", file, file.name);
  return post("messages", form);
}

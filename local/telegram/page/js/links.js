const LOCAL = /^https?:\/\/(?:t|telegram)\.me\/([^?]+)(?:\?(.*))?$/i;

/** What a link means inside this Telegram: a bot to start, a message to show, a person, or nothing (null). */
export function localMeaning(href, store) {
  const url = href.replace(/^tg:\/\/resolve\?domain=(\w+)&?/i, "https://t.me/$1?");
  const person = /^tg:\/\/user\?id=(\d+)/i.exec(url);
  if (person) return { person: Number(person[1]) };
  const match = LOCAL.exec(url);
  if (!match) return null;
  const [first, ...rest] = match[1].split("/").filter(Boolean);
  if (first === "c") return messageOf(rest);
  const bot = [...store.bots.values()].find((one) => one.username?.toLowerCase() === first.toLowerCase());
  const query = new URLSearchParams(match[2] ?? "");
  return bot && !query.has("startapp") && !rest.length ? { bot, payload: query.get("start") ?? "" } : null;
}

function messageOf(parts) {
  const numbers = parts.map(Number);
  if (numbers.length < 2 || numbers.some(Number.isNaN)) return null;
  return { chat: `-100${parts[0]}`, thread: numbers.length > 2 ? numbers[1] : undefined, message: numbers.at(-1) };
}

import { hasText, t } from "./i18n.js";

const CONTENT_KINDS = new Set(["text", "photo", "document", "video", "audio", "voice", "video_note", "animation", "sticker",
  "location", "venue", "contact", "poll", "dice"]);

const LONGEST = 120;
const LONGEST_PINNED = 50;

function oneLine(text, longest = LONGEST) {
  const line = text.replace(/\s+/g, " ");
  return line.length > longest ? `${line.slice(0, longest).trimEnd()}…` : line;
}

/** What a service message says. */
export function serviceText(message, store) {
  const what = message.content[message.kind] ?? {};
  const names = [what].flat().map((one) => one?.first_name ?? "").join(", ");
  const key = `service.${message.kind}`;
  if (message.kind === "pinned_message") return t(key, { what: pinnedPreview(message, store) });
  if (message.kind === "forum_topic_edited" && !what.name) return t("service.forum_topic_icon");
  if (!hasText(key)) return message.kind;
  return t(key, { name: what.name ?? names, title: typeof what === "string" ? what : "" });
}

function pinnedPreview(message, store) {
  const pinned = store.message(message.chat, message.content.pinned_message);
  return pinned ? oneLine(preview(pinned, store), LONGEST_PINNED) : t("message.gone");
}

/** One line standing for a message in lists, replies and pins. */
export function preview(message, store) {
  if (message.service) return serviceText(message, store);
  const words = oneLine(message.content.text ?? message.content.caption ?? "");
  if (message.kind === "text") return words;
  const kind = t(CONTENT_KINDS.has(message.kind) ? `kind.${message.kind}` : "kind.other");
  return words ? `${kind}: ${words}` : kind;
}

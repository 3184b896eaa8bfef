import { hue, openMenu } from "./controls.js";
import { media, words } from "./content.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { inlineKeyboard } from "./keyboard.js";
import { preview, serviceText } from "./preview.js";
import { clock, fullTime } from "./time.js";

export const EMOJI = ["👍", "❤", "🔥", "👏", "🎉", "😁", "🤔", "😢", "🙏", "👌", "👀", "👎"];

/** `pack`: one message, or the messages of one album. */
export function messageRow(pack, { first, context }) {
  const [message] = pack;
  if (message.service) return serviceRow(message, context);
  const mine = message.from_id === context.me;
  const sender = first && context.showsNames && !mine ? senderName(message, context) : null;
  const bubble = h("div", { class: "bubble", ondblclick: () => context.onReply(message) },
    sender, forwardedFrom(message, context), replyBar(message, context), body(pack, context), foot(pack, context));
  const classes = ["row", mine ? "mine" : "theirs", first ? "first" : "", bare(message) ? "bare" : ""].filter(Boolean).join(" ");
  return h("article", { class: classes, id: rowId(message), "aria-label": spoken(message, context) },
    h("div", { class: "stack" }, h("div", { class: "bubble-line" }, bubble, menuButton(pack, context)),
      pack.map((one) => inlineKeyboard(one, context)), reactions(message, context)));
}

export const rowId = (message) => `m-${message.chat}-${message.message_id}`;

const bare = (message) => ["sticker", "dice", "video_note"].includes(message.kind) && !message.reply_to;

const spoken = (message, { store }) => `${store.name(message.from_id)}, ${clock(message.date)}: ${preview(message, store)}`;

function serviceRow(message, { store, onShow }) {
  const text = serviceText(message, store);
  const target = message.kind === "pinned_message" ? store.message(message.chat, message.content.pinned_message) : null;
  const what = target ? h("button", { type: "button", class: "plain", onclick: () => onShow(target) }, text) : h("bdi", {}, text);
  return h("div", { class: "service", id: rowId(message), title: fullTime(message.date) },
    what, h("span", { class: "hint" }, ` ${store.name(message.from_id)}, ${clock(message.date)}`));
}

function senderName(message, { store }) {
  const tag = store.bots.has(message.from_id) ? h("span", { class: "tag" }, t("bot")) : null;
  return h("div", { class: "sender", "data-hue": hue(message.from_id) }, h("bdi", {}, store.name(message.from_id)), tag);
}

function forwardedFrom({ forward_origin: origin }, { store }) {
  if (!origin) return null;
  const user = origin.sender_user;
  const name = user ? store.name(user.id) : origin.sender_user_name ?? origin.sender_chat?.title ?? origin.chat?.title ?? "";
  return h("div", { class: "hint forwarded" }, t("message.forwarded", { name }));
}

function replyBar(message, { store, onShow }) {
  if (!message.reply_to) return null;
  const target = store.message(message.chat, message.reply_to);
  if (!target) return h("div", { class: "reply-bar gone" }, t("message.gone"));
  return h("button", { type: "button", class: "reply-bar", "data-hue": hue(target.from_id), onclick: () => onShow(target),
    "aria-label": t("message.in_reply", { name: store.name(target.from_id), text: preview(target, store) }) },
    h("bdi", { class: "reply-name" }, store.name(target.from_id)),
    h("span", { class: "reply-text", dir: "auto" }, message.quote?.text ?? preview(target, store)));
}

function body(pack, context) {
  if (pack.length === 1) return [media(pack[0]), words(pack[0], context)];
  const visual = pack.every((one) => ["photo", "video"].includes(one.kind));
  const album = h("div", { class: visual ? "album" : "pile", "data-count": String(pack.length) }, pack.map((one) =>
    h("div", { id: one === pack[0] ? null : rowId(one) }, media(one), visual ? null : words(one, context))));
  return [album, visual ? pack.map((one) => words(one, context)) : null];
}

function foot(pack, context) {
  const [message] = pack;
  const pinned = pack.some((one) => context.pinned.includes(one.message_id));
  return h("div", { class: "foot" },
    pinned ? h("span", { title: t("message.pinned") }, icon("pin")) : null,
    message.silent ? h("span", { title: t("message.silent") }, icon("silent")) : null,
    pack.some((one) => one.edit_date) ? h("span", {}, t("message.edited")) : null,
    h("time", { datetime: new Date(message.date * 1000).toISOString(), title: fullTime(message.date) }, clock(message.date)));
}

function reactions(message, { me, store, onReact }) {
  if (!message.reactions.length) return null;
  const who = grouped(message.reactions);
  return h("div", { class: "reactions" }, [...who].map(([emoji, given]) => {
    const mine = given.some((one) => one.user_id === me);
    const names = given.map((one) => store.name(one.user_id)).join(", ");
    return h("button", { type: "button", class: "reaction", "aria-pressed": String(mine), title: names,
      "aria-label": t("message.reaction", { emoji, names }), onclick: () => onReact(message, mine ? null : emoji) },
      emoji, given.length > 1 ? ` ${given.length}` : "");
  }));
}

function grouped(given) {
  const groups = new Map();
  for (const one of given) groups.set(one.emoji, [...(groups.get(one.emoji) ?? []), one]);
  return groups;
}

function menuButton(pack, context) {
  const node = h("button", { type: "button", class: "icon-button row-menu", "aria-label": t("message.actions"),
    "aria-haspopup": "menu", "aria-expanded": "false", "data-focus": `menu-${pack[0].message_id}`,
    onclick: () => openMenu(node, t("message.actions"), actions(pack, context)) }, icon("more"));
  return node;
}

function actions(pack, context) {
  const [message] = pack;
  const mine = message.from_id === context.me;
  const editable = mine && (message.content.text ?? message.content.caption) !== undefined;
  const pinned = context.pinned.includes(message.message_id);
  return [
    { node: (choose) => emojiRow(message, context, choose) },
    { text: t("message.reply"), icon: "reply", action: () => context.onReply(message) },
    editable && { text: t("message.edit"), icon: "edit", action: () => context.onEdit(message) },
    { text: t(pinned ? "message.unpin" : "message.pin"), icon: "pin", action: () => context.onPin(message, !pinned) },
    message.content.text && { text: t("message.copy"), icon: "copy", action: () => context.onCopy(message.content.text) },
    mine && { text: t("message.delete"), icon: "trash", danger: true, action: () => pack.forEach(context.onDelete) },
  ];
}

function emojiRow(message, { me, onReact }, choose) {
  const given = message.reactions.find((one) => one.user_id === me)?.emoji;
  return h("div", { class: "emoji-row", role: "group", "aria-label": t("message.react") }, EMOJI.map((emoji) =>
    h("button", { type: "button", role: "menuitem", "aria-pressed": String(given === emoji),
      onclick: choose(() => onReact(message, given === emoji ? null : emoji)) }, emoji)));
}

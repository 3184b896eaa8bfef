import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";

const STYLES = new Set(["danger", "success", "primary"]);

/** Buttons under a message. A press shows it is waiting until the bot has answered. */
export function inlineKeyboard(message, context) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return h("div", { class: "inline-keyboard", role: "group", "aria-label": t("keyboard.inline") },
    rows.map((row, line) => h("div", { class: "keys" }, row.map((key, column) => inlineKey(key, line, column, message, context)))));
}

function inlineKey(key, row, column, message, context) {
  const classes = ["key", STYLES.has(key.style) ? key.style : null, key.disabled ? "off" : null].filter(Boolean).join(" ");
  const common = { class: classes, "data-focus": `key-${message.message_id}-${row}-${column}` };
  if (key.url) {
    const open = (event) => context.onLink(event, key.url);
    return h("a", { ...common, href: key.url, target: "_blank", rel: "noreferrer", onclick: open }, label(key.text), icon("link"));
  }
  const mark = key.copy_text ? icon("copy") : key.web_app ? icon("beside") : null;
  const onclick = (event) => pressKey(event.currentTarget, key, row, column, message, context);
  return h("button", { ...common, type: "button", disabled: Boolean(key.disabled), onclick }, label(key.text), mark);
}

const label = (text) => h("span", { dir: "auto" }, text);

async function pressKey(node, key, row, column, message, context) {
  if (node.getAttribute("aria-busy") === "true") return;
  if (key.copy_text) {
    await context.onCopy(key.copy_text.text);
    return;
  }
  node.setAttribute("aria-busy", "true");
  await context.onPress(message, row, column);
  node.removeAttribute("aria-busy");
}

/** The keyboard that stands in for typing: that of the newest message that set or removed one. */
export function currentReplyKeyboard(messages) {
  for (const message of [...messages].reverse()) {
    const markup = message.reply_markup;
    if (markup?.remove_keyboard) return null;
    if (markup?.keyboard) return { message, ...markup };
  }
  return null;
}

export function replyKeyboard(markup, onKey) {
  return h("div", { class: "reply-keyboard", role: "group", "aria-label": t("keyboard.reply") },
    markup.keyboard.map((row) => h("div", { class: "keys" }, row.map((key) => {
      const value = typeof key === "string" ? { text: key } : key;
      return h("button", { type: "button", class: "key", onclick: () => onKey(value) }, label(value.text));
    }))));
}

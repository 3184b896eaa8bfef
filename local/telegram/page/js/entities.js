import { h } from "./dom.js";
import { t } from "./i18n.js";
import { dateEntity, fullTime } from "./time.js";

const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const SAFE_LINK = /^(https?|tg|mailto|tel):/i;

/** Text with its entities as nodes. Offsets are UTF-16 units, which is what JavaScript strings count. */
export function richText(text, entities = [], context) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nest(text, 0, text.length, sorted, context);
}

function nest(text, from, to, entities, context) {
  const nodes = [];
  let at = from;
  let rest = entities.filter((entity) => entity.offset < to && entity.offset >= from);
  while (rest.length) {
    const [entity, ...others] = rest;
    const end = Math.min(entity.offset + entity.length, to);
    const within = others.filter((other) => other.offset < end);
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    nodes.push(render(entity, text.slice(entity.offset, end), nest(text, entity.offset, end, within, context), context));
    at = end;
    rest = others.filter((other) => other.offset >= end);
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function render(entity, text, children, context) {
  if (PLAIN[entity.type]) return h(PLAIN[entity.type], {}, children);
  return (RENDERERS[entity.type] ?? highlighted)(entity, text, children, context);
}

const highlighted = (entity, text, children) => h("span", { class: `entity ${entity.type}` }, children);

function link(url, children, context) {
  const href = SAFE_LINK.test(url) ? url : `https://${url}`;
  return h("a", { href, target: "_blank", rel: "noreferrer", onclick: (event) => context.onLink(event, href) }, children);
}

function spoiler(entity, text, children) {
  const reveal = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  const props = { class: "spoiler", role: "button", tabindex: "0", "aria-label": t("message.spoiler") };
  const node = h("span", { ...props, onclick: reveal, onkeydown: reveal }, h("span", {}, children));
  return node;
}

function expandable(entity, text, children) {
  const quote = h("blockquote", { class: "collapsed" }, children);
  const toggle = h("button", { type: "button", class: "quote-toggle", "aria-expanded": "false", onclick: flip }, t("message.expand"));
  function flip() {
    const open = !quote.classList.toggle("collapsed");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = t(open ? "message.collapse" : "message.expand");
  }
  const fits = () => {
    toggle.hidden = quote.classList.contains("collapsed") && quote.scrollHeight <= quote.clientHeight;
  };
  new ResizeObserver(fits).observe(quote);
  return h("div", { class: "expandable" }, quote, toggle);
}

function date({ unix_time: unix, date_time_format: pattern }, text) {
  const props = { class: "date", datetime: new Date(unix * 1000).toISOString(), title: fullTime(unix) };
  if (pattern === "r") props["data-relative"] = unix;
  return h("time", props, pattern ? dateEntity(unix, pattern) : text);
}

const RENDERERS = {
  spoiler,
  date_time: date,
  expandable_blockquote: expandable,
  blockquote: (entity, text, children) => h("blockquote", {}, children),
  pre: (entity, text, children) => h("pre", { "data-language": entity.language }, h("code", {}, children)),
  url: (entity, text, children, context) => link(text, children, context),
  text_link: (entity, text, children, context) => link(entity.url, children, context),
  email: (entity, text, children, context) => link(`mailto:${text}`, children, context),
  phone_number: (entity, text, children, context) => link(`tel:${text}`, children, context),
  bot_command: (entity, text, children, context) =>
    h("button", { type: "button", class: "command", onclick: () => context.onCommand(text) }, text),
  custom_emoji: (entity, text) => text,
};

import { h } from "./dom.js";
import { icon } from "./icons.js";

/** A button that shows an icon and is called by its label. */
export function button({ name, label, onclick, ...props }) {
  const classes = ["icon-button", props.class].filter(Boolean).join(" ");
  return h("button", { type: "button", title: label, "aria-label": label, onclick, ...props, class: classes }, icon(name));
}

const HUES = 8;

/** The same person has the same colour everywhere. */
export const hue = (id) => String(Math.abs(Number(id)) % HUES);

export function avatar(name, id) {
  const initials = name.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => [...word][0]).join("");
  return h("span", { class: "avatar", "data-hue": hue(id), "aria-hidden": "true" }, initials.toLocaleUpperCase());
}

export function badge(count, label) {
  if (!count) return null;
  return h("span", { class: "badge", "aria-label": label }, count > 99 ? "99+" : String(count));
}

/** A small menu beside its button: closes on a choice, on Escape, and on a click elsewhere. */
export function openMenu(opener, label, items) {
  const close = () => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("keydown", key, true);
    opener.setAttribute("aria-expanded", "false");
  };
  const outside = (event) => menu.contains(event.target) || close();
  const key = (event) => menuKey(event, menu, () => { close(); opener.focus(); });
  const choose = (action) => () => { close(); action(); };
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label }, items.filter(Boolean).map((item) => item.node
    ? item.node(choose)
    : h("button", { type: "button", role: "menuitem", class: item.danger ? "danger" : null, onclick: choose(item.action) },
      item.icon ? icon(item.icon) : null, item.text)));
  opener.setAttribute("aria-expanded", "true");
  document.body.append(menu);
  place(menu, opener);
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("keydown", key, true);
  menu.querySelector("button").focus();
}

function menuKey(event, menu, close) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (["Escape", "Tab"].includes(event.key)) close();
  else if (step) {
    const buttons = [...menu.querySelectorAll("button")];
    const next = buttons.indexOf(document.activeElement) + step;
    buttons.at(next % buttons.length).focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function place(menu, opener) {
  const by = opener.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.min(Math.max(8, by.right - width), innerWidth - width - 8);
  const below = by.bottom + 4 + height <= innerHeight - 8;
  menu.style.setProperty("--left", `${left}px`);
  menu.style.setProperty("--top", `${Math.max(8, below ? by.bottom + 4 : by.top - height - 4)}px`);
}

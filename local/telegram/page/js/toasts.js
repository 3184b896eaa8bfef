import { h } from "./dom.js";

const SHORTEST_MS = 4000;
const MS_PER_LETTER = 60;

/** Stays as long as reading it takes; a click takes it away. */
export function toast(text, kind = "info") {
  const node = h("div", { class: `toast ${kind}`, dir: "auto", onclick: () => node.remove() }, text);
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), SHORTEST_MS + text.length * MS_PER_LETTER);
}

export function announce(text) {
  document.getElementById("announcer").textContent = text;
}

/** Build an element. Text comes in as text nodes only: data can never become markup. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  append(node, children);
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "vars") for (const [key, text] of Object.entries(value)) node.style.setProperty(key, text);
  else node.setAttribute(name, value === true ? "" : value);
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child);
  }
}

const same = (a, b) => a.length === b.length && a.every((value, index) => value === b[index]);

/** Rebuild the children only when what they show has changed, so that focus and playing sound survive. */
export function memo(node, seen, build) {
  if (node.seen && same(node.seen, seen)) return;
  node.seen = seen;
  const focus = focusMark(node);
  node.replaceChildren(...[build()].flat(Infinity).filter(Boolean));
  restoreFocus(node, focus);
}

/** A list of children by key: an unchanged child keeps its node and its place in the document. */
export class Keyed {
  constructor(parent) {
    this.parent = parent;
    this.cache = new Map();
  }

  /** @param {{key: string, seen: unknown[], build: () => HTMLElement}[]} items */
  sync(items) {
    const next = new Map();
    for (const item of items) next.set(item.key, this.entry(item));
    for (const [key, entry] of this.cache) if (!next.has(key)) entry.node.remove();
    this.cache = next;
    this.place([...next.values()].map((entry) => entry.node));
  }

  entry({ key, seen, build }) {
    const old = this.cache.get(key);
    if (old && same(old.seen, seen)) return old;
    const node = build();
    node.dataset.key = key;
    if (old) {
      const focus = focusMark(old.node);
      old.node.replaceWith(node);
      restoreFocus(node, focus);
    }
    return { node, seen };
  }

  place(nodes) {
    let at = this.parent.firstChild;
    for (const node of nodes) {
      if (node === at) at = at.nextSibling;
      else this.parent.insertBefore(node, at);
    }
  }
}

function focusMark(node) {
  const active = document.activeElement;
  return active && active !== node && node.contains(active) ? active.dataset.focus : undefined;
}

function restoreFocus(node, mark) {
  if (mark) node.querySelector(`[data-focus="${CSS.escape(mark)}"]`)?.focus({ preventScroll: true });
}

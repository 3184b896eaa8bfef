import { button } from "./controls.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";

const ALBUM_MOST = 10;

/** Files chosen but not sent yet. */
export class Attachments {
  constructor(onChange) {
    this.files = [];
    this.asFiles = false;
    this.spoiler = false;
    this.onChange = onChange;
    this.element = h("div", { class: "tray", hidden: true });
  }

  add(files, { asFiles = false } = {}) {
    this.files.push(...files);
    this.asFiles ||= asFiles;
    this.render();
  }

  take() {
    const taken = { batches: batches(this.files, this.asFiles), spoiler: this.spoiler };
    Object.assign(this, { files: [], asFiles: false, spoiler: false });
    this.render();
    return taken;
  }

  render() {
    this.element.hidden = !this.files.length;
    for (const image of this.element.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    const pictures = this.files.some(isVisual);
    this.element.replaceChildren(h("ul", { "aria-label": t("attach.chosen") }, this.files.map((file, at) => this.chip(file, at))),
      pictures ? this.option("asFiles", t("attach.as_files")) : "", pictures ? this.option("spoiler", t("attach.spoiler")) : "");
    this.onChange();
  }

  chip(file, at) {
    const remove = () => {
      this.files.splice(at, 1);
      this.render();
    };
    const shown = file.type.startsWith("image/") ? h("img", { src: URL.createObjectURL(file), alt: "" }) : icon("file");
    return h("li", {}, shown, h("bdi", { class: "file-name" }, file.name),
      button({ name: "close", label: t("attach.remove", { name: file.name }), onclick: remove }));
  }

  option(name, label) {
    const change = (event) => {
      this[name] = event.target.checked;
    };
    return h("label", { class: "option" }, h("input", { type: "checkbox", checked: this[name], onchange: change }), label);
  }
}

const isVisual = (file) => /^(image|video)\//.test(file.type);

/** Albums hold at most ten, and only pictures and films mix: the rest goes beside them. */
function batches(files, asFiles) {
  const groups = new Map();
  for (const file of files) {
    const group = asFiles ? "document" : albumKind(file);
    groups.set(group, [...(groups.get(group) ?? []), file]);
  }
  const cut = (list) => Array.from({ length: Math.ceil(list.length / ALBUM_MOST) }, (_, at) => list.slice(at * ALBUM_MOST, (at + 1) * ALBUM_MOST));
  return [...groups].flatMap(([group, list]) =>
    cut(list).map((some) => ({ files: some, kind: group === "visual" ? null : group.split(":")[0] })));
}

function albumKind(file) {
  if (file.type === "image/gif") return `animation:${file.name}`;
  if (isVisual(file)) return "visual";
  return file.type.startsWith("audio/") ? "audio" : "document";
}

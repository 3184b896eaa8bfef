import { button } from "./controls.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";

export function openPhoto(url, label) {
  const close = () => dialog.close();
  const dialog = h("dialog", { class: "lightbox", "aria-label": label, onclick: close, onclose: () => dialog.remove() },
    h("img", { src: url, alt: label }), button({ name: "close", label: t("close"), onclick: close }));
  document.body.append(dialog);
  dialog.showModal();
}

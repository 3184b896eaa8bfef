import { h } from "./dom.js";
import { currentLanguage, LANGUAGES, t } from "./i18n.js";

function open(dialog) {
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** A bot's alert: stays until it is answered. */
export function alertDialog(text) {
  const dialog = h("dialog", { class: "dialog", role: "alertdialog", "aria-label": t("dialog.alert") },
    h("p", { class: "alert-text", dir: "auto" }, text),
    h("form", { method: "dialog" }, h("div", { class: "dialog-buttons" }, h("button", { class: "primary", autofocus: true }, t("ok")))));
  open(dialog);
}

/** Asks for some fields; resolves with their values, or with null when it is left. */
function ask(title, fields, action) {
  return new Promise((resolve) => {
    let answer = null;
    const submit = (event) => {
      event.preventDefault();
      answer = Object.fromEntries(new FormData(form));
      dialog.close();
    };
    const form = h("form", { onsubmit: submit }, h("h2", {}, title), fields, h("div", { class: "dialog-buttons" },
      h("button", { type: "button", onclick: () => dialog.close() }, t("cancel")),
      h("button", { type: "submit", class: "primary" }, action)));
    const dialog = h("dialog", { class: "dialog", "aria-label": title, onclose: () => resolve(answer) }, form);
    open(dialog);
  });
}

const field = (name, label, props = {}) =>
  h("label", { class: "field" }, h("span", {}, label), h("input", { name, autocomplete: "off", maxlength: "64", ...props }));

export const askCustomer = () =>
  ask(t("customer.new"), [
    field("first_name", t("customer.first_name"), { required: true, autofocus: true }),
    field("last_name", t("customer.last_name")),
    field("username", t("customer.username"), { pattern: "@?[A-Za-z][A-Za-z0-9_]{3,31}", title: t("customer.username_hint") }),
    h("label", { class: "field" }, h("span", {}, t("customer.language")), h("select", { name: "language_code" },
      LANGUAGES.map((code) => h("option", { value: code, selected: code === currentLanguage() }, t(`language.${code}`))),
      h("option", { value: "pl" }, t("language.other")))),
  ], t("create"));

export const askStartPayload = () =>
  ask(t("start.title"), [
    h("p", { class: "hint" }, t("start.hint")),
    field("payload", t("start.payload"), { autofocus: true, pattern: "[A-Za-z0-9_\\-]*", title: t("start.allowed") }),
  ], t("start.send"));

export const askTopicName = (name = "") =>
  ask(t(name ? "topic.rename" : "topic.new"), [
    field("name", t("topic.name"), { required: true, autofocus: true, maxlength: "128", value: name }),
  ], t(name ? "save" : "create"));

export const confirmTopicDeletion = (name) =>
  ask(t("topic.delete"), [h("p", { dir: "auto" }, t("topic.delete_sure", { name }))], t("topic.delete"));

import { readLinks } from "./api.js";
import { h } from "./dom.js";
import { currentLanguage, LANGUAGES, t } from "./i18n.js";

/** Name of the page, what state the connection is in, where else to look, and the language. */
export class Header {
  constructor(app) {
    this.app = app;
    this.links = h("nav", { class: "links", "aria-label": t("header.links") });
    this.status = h("span", { class: "connection", role: "status" });
    this.element = h("header", { class: "top" },
      h("h1", {}, h("img", { src: "icon.svg", alt: "", width: "26", height: "26" }), "Nightdesk", h("span", { class: "sub" }, t("header.sub"))),
      this.status, this.links, this.languages());
    this.showLinks();
  }

  languages() {
    return h("div", { class: "languages", role: "group", "aria-label": t("header.language") }, LANGUAGES.map((code) =>
      h("button", { type: "button", lang: code, "aria-pressed": String(code === currentLanguage()), "aria-label": t(`language.${code}`),
        onclick: () => this.app.changeLanguage(code) }, code.toUpperCase())));
  }

  render(status) {
    this.status.dataset.status = status;
    const text = t(`connection.${status}`);
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  /** Links are a luxury: a server without them is no error. */
  async showLinks() {
    const links = await readLinks().catch(() => []);
    this.links.replaceChildren(...links.map(({ name, url }) => h("a", { href: url, target: "_blank", rel: "noreferrer" }, t(`link.${name}`))));
  }
}

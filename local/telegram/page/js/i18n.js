export const LANGUAGES = ["uk", "en"];
const KEPT_AS = "nightdesk.language";

let language = LANGUAGES[0];
let texts = {};

export const currentLanguage = () => language;

export function rememberedLanguage() {
  const kept = localStorage.getItem(KEPT_AS);
  return LANGUAGES.includes(kept) ? kept : LANGUAGES[0];
}

export async function useLanguage(code) {
  const response = await fetch(`locale/${code}.json`);
  texts = await response.json();
  language = code;
  localStorage.setItem(KEPT_AS, code);
  document.documentElement.lang = code;
}

/** The text of a key, with `{name}` places filled; a text that depends on `count` is an object of plural forms. */
export function t(key, values = {}) {
  const text = texts[key];
  if (text === undefined) throw new Error(`no text for ${key} in ${language}`);
  const form = typeof text === "string" ? text : text[new Intl.PluralRules(language).select(values.count)];
  return form.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export const hasText = (key) => key in texts;

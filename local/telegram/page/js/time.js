import { currentLanguage } from "./i18n.js";

/** Dates in English as in Europe: 24 hours, the day first. */
const locale = () => (currentLanguage() === "en" ? "en-GB" : currentLanguage());

let serverAhead = 0;
let pace = { speed: 1, since: 0 };

/** The server's clock can be moved by tests, and a demo's runs faster: relative times follow it, not the browser's. */
export function setServerNow(seconds, running) {
  serverAhead = seconds - Date.now() / 1000;
  pace = running;
}

/** What the times in messages are told by. */
const toldNow = () => pace.since + (now() - pace.since) * pace.speed;

export const now = () => Date.now() / 1000 + serverAhead;

const format = (unix, options) => new Intl.DateTimeFormat(locale(), options).format(unix * 1000);

export const clock = (unix) => format(unix, { hour: "2-digit", minute: "2-digit" });
export const fullTime = (unix) => format(unix, { dateStyle: "long", timeStyle: "medium" });
export const dayKey = (unix) => new Date(unix * 1000).toDateString();

export function day(unix) {
  const thisYear = new Date(unix * 1000).getFullYear() === new Date(now() * 1000).getFullYear();
  return format(unix, { day: "numeric", month: "long", ...(thisYear ? {} : { year: "numeric" }) });
}

/** Time for a list: the clock today, the date before. */
export const short = (unix) =>
  dayKey(unix) === dayKey(now()) ? clock(unix) : format(unix, { day: "2-digit", month: "2-digit" });

export const duration = (seconds) => {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

/** A length of time in its two largest units. */
export function span(seconds) {
  const parts = [];
  let left = seconds;
  for (const [unit, size] of STEPS) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count || (unit === "second" && !parts.length)) parts.push(new Intl.NumberFormat(locale(), { style: "unit", unit }).format(count));
  }
  return parts.slice(0, 2).join(" ");
}

const STEPS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

function relative(unix) {
  const left = unix - toldNow();
  const [unit, size] = STEPS.find(([, seconds]) => Math.abs(left) >= seconds) ?? STEPS[3];
  return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.trunc(left / size), unit);
}

/** Bot API date-time entity format: `r` alone, or weekday `w`, date `d`/`D`, time `t`/`T` in this order. */
export function dateEntity(unix, pattern) {
  if (pattern === "r") return relative(unix);
  const options = {};
  if (pattern.includes("w")) options.weekday = "long";
  if (pattern.includes("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "2-digit" });
  if (pattern.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (/[tT]/.test(pattern)) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (pattern.includes("T")) options.second = "2-digit";
  return format(unix, options);
}

/** Relative dates in messages count on while nothing else on the page changes. */
export function keepRelativeDatesFresh() {
  setInterval(() => {
    for (const node of document.querySelectorAll("time[data-relative]")) {
      const text = relative(Number(node.dataset.relative));
      if (node.textContent !== text) node.textContent = text;
    }
  }, 1000);
}

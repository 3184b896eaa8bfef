import * as api from "./api.js";
import { alertDialog } from "./dialogs.js";
import { hasText, t } from "./i18n.js";
import { localMeaning } from "./links.js";
import { pressButton } from "./presses.js";
import { span } from "./time.js";
import { toast } from "./toasts.js";

/** Runs what a person asked for; a refusal is told in words and answered with undefined. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(error instanceof api.Refused ? t("error.refused", { text: error.message }) : t("error.unreachable"), "error");
    if (!(error instanceof api.Refused) && !(error instanceof TypeError)) throw error;
    return undefined;
  }
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("copied", { text }));
  } catch {
    toast(t("copy_failed", { text }), "error");
  }
}

/** Resolves when the press has had its answer, or has waited long enough; a late answer is still shown. */
export async function press(message, me, row, column, onLink) {
  const pressed = await attempt(() => pressButton(message, me, row, column));
  if (!pressed) return;
  if (pressed.kind === "web_app") window.open(pressed.url, "_blank", "noopener");
  if (pressed.kind !== "callback") return;
  pressed.answered.then((answer) => showAnswer(answer, onLink));
  if (!(await pressed.inTime)) toast(t("press.no_answer"), "error");
}

function showAnswer({ text, show_alert: alert, url }, onLink) {
  if (text && alert) alertDialog(text);
  else if (text) toast(text);
  if (url) onLink(null, url);
}

/** Links that lead to a place in this Telegram are followed here; the rest is the browser's. */
export function followLink(app, me, event, href) {
  const meaning = localMeaning(href, app.store);
  if (!meaning) {
    if (!event) window.open(href, "_blank", "noopener");
    return;
  }
  event?.preventDefault();
  if (meaning.bot) startBot(app, me, meaning.bot, meaning.payload);
  else if (meaning.person) app.openCustomer(meaning.person);
  else app.showMessage(meaning.chat, meaning.message, meaning.thread);
}

export function startBot(app, userId, bot, payload = "") {
  app.openCustomer(userId);
  return attempt(() => api.send({ user_id: userId, chat: `${bot.id}:${userId}`, text: `/start ${payload}`.trim() }));
}

/** The server's hook names the deadline it went to and how far that was; a hook of another kind just did something. */
export async function jump(place) {
  const { deadline, by_seconds: seconds } = (await attempt(() => api.jump(place))) ?? {};
  if (deadline === undefined) return;
  const what = hasText(`jump.${deadline}`) ? t(`jump.${deadline}`) : deadline;
  toast(deadline ? t("jump.done", { what, time: span(seconds ?? 0) }) : t("jump.nothing"));
}

/** What a message in a thread can ask of the page. */
export function messageContext(app, { me, showsNames, pinned, composer, onShow }) {
  const onLink = (event, href) => followLink(app, me, event, href);
  return {
    store: app.store, me, showsNames, pinned, onLink, onShow, onCopy: copy,
    onCommand: (text) => composer.insert(text),
    onReply: (message) => composer.replyTo(message),
    onEdit: (message) => composer.edit(message),
    onDelete: (message) => attempt(() => api.deleteMessage(message, me)),
    onReact: (message, emoji) => attempt(() => api.react(message, me, emoji)),
    onPin: (message, on) => attempt(() => api.pin(message, me, on)),
    onPress: (message, row, column) => press(message, me, row, column, onLink),
  };
}

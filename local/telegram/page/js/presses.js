import * as api from "./api.js";

const PATIENCE_MS = 10_000;
const REMEMBERED = 50;

/** A bot's answers to presses come as events, before or after the press itself has been told its number. */
const answers = new Map();
const waiting = new Map();

export function heardAnswer(event) {
  const told = waiting.get(event.query_id);
  if (told) {
    waiting.delete(event.query_id);
    told(event);
    return;
  }
  answers.set(event.query_id, event);
  if (answers.size > REMEMBERED) answers.delete(answers.keys().next().value);
}

/**
 * Presses a button. `answered` resolves with the bot's answer whenever it comes, `inTime` with it or, after ten
 * seconds, with nothing. No request is held open: a browser has only six, and a bot may be down.
 */
export async function pressButton(message, me, row, column) {
  const pressed = await api.press(message, me, row, column);
  if (pressed.kind !== "callback") return { kind: pressed.kind, url: pressed.url };
  const answered = answerOf(pressed.query_id);
  const inTime = Promise.race([answered, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  return { kind: pressed.kind, answered, inTime };
}

function answerOf(queryId) {
  const early = answers.get(queryId);
  if (early) {
    answers.delete(queryId);
    return Promise.resolve(early);
  }
  return new Promise((resolve) => waiting.set(queryId, resolve));
}

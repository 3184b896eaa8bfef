from typing import Any

from aiogram.methods import AnswerCallbackQuery

from local.telegram.calls import Call
from local.telegram.errors import Refusal
from local.telegram.methods.registry import serves

MAX_TEXT = 200


@serves(AnswerCallbackQuery)
def answer_callback_query(call: Call[AnswerCallbackQuery]) -> bool:
    tg, params = call.tg, call.params
    query = tg.queries.get(params.callback_query_id)
    if query is None or query.bot_id != call.bot.id or query.answered:
        raise Refusal.QUERY_TOO_OLD.error()
    if tg.clock() - query.at > tg.settings.callback_answer_life:
        raise Refusal.QUERY_TOO_OLD.error()
    if len(params.text or "") > MAX_TEXT:
        raise Refusal.CALLBACK_TEXT_TOO_LONG.error()
    tg.save_query(query.model_copy(update={"answered": True}))
    answer: dict[str, Any] = {"text": params.text, "show_alert": bool(params.show_alert), "url": params.url}
    tg.events.publish(
        "callback_answered",
        query_id=query.id,
        chat=query.chat,
        message_id=query.message_id,
        user_id=query.user_id,
        **answer,
    )
    waiting = tg.presses.pop(query.id, None)
    if waiting is not None and not waiting.done():
        waiting.set_result(answer)
    return True

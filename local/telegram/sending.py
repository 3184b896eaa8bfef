"""The way of every message of a bot: chat, thread, rights, reply, keyboard, limits, post."""

from dataclasses import dataclass
from typing import Any

from local.telegram import access, keyboards, posting, presented
from local.telegram.calls import Call, given
from local.telegram.entities import formatted
from local.telegram.errors import Refusal
from local.telegram.html_parser import utf16_length
from local.telegram.world import Chat, Message, Quote

MAX_TEXT = 4096
MAX_CAPTION = 1024


@dataclass(frozen=True)
class Target:
    chat: Chat
    thread_id: int | None
    reply: Message | None
    quote: Quote | None

    @property
    def place(self) -> dict[str, Any]:
        reply_to = self.reply.message_id if self.reply else None
        return {"thread_id": self.thread_id, "reply_to": reply_to, "quote": self.quote}


def target(call: Call[Any], what: str, permission: str) -> Target:
    chat = access.writable_chat(call.tg, call.bot, call.params.chat_id)
    thread_id = access.thread_for_sending(chat, call.bot, call.given("message_thread_id"))
    access.may_send(chat, call.bot, what, permission)
    reply = _replied(call, chat)
    quote = _quote(call, reply)
    if reply is not None and thread_id is None and chat.is_forum and reply.thread_id is not None:
        # A reply without a thread lands in the topic of the message it answers.
        thread_id = access.thread_for_sending(chat, call.bot, reply.thread_id)
    return Target(chat, thread_id, reply, quote)


def _replied(call: Call[Any], chat: Chat) -> Message | None:
    asked = call.given("reply_parameters")
    message_id = asked.message_id if asked else call.given("reply_to_message_id")
    if not message_id:
        return None
    if asked and asked.chat_id is not None and str(asked.chat_id) != str(chat.id):
        raise Refusal.UNSUPPORTED_PARAMETER.error(name="reply_parameters.chat_id")
    found = call.tg.message(chat.key, message_id)
    optional = given(asked, "allow_sending_without_reply") if asked else None
    if found is None and not (optional or call.given("allow_sending_without_reply")):
        raise Refusal.MESSAGE_NOT_FOUND.error(what="message to be replied")
    return found


def _quote(call: Call[Any], reply: Message | None) -> Quote | None:
    asked = call.given("reply_parameters")
    if reply is None or asked is None or not asked.quote:
        return None
    explicit = [entity.model_dump(exclude_none=True) for entity in asked.quote_entities or []]
    value = formatted(asked.quote, given(asked, "quote_parse_mode"), explicit)
    if value.text not in reply.text:
        raise Refusal.QUOTE_INVALID.error()
    position = asked.quote_position or utf16_length(reply.text[: reply.text.index(value.text)])
    return Quote(text=value.text, position=position, entities=value.entities)


def text_content(call: Call[Any]) -> dict[str, Any]:
    source = call.given("text")
    if not source:
        raise Refusal.MESSAGE_EMPTY.error()
    value = formatted(source, call.given("parse_mode"), dumped(call.given("entities")))
    if not value.text:
        raise Refusal.TEXT_EMPTY.error()
    if utf16_length(value.text) > MAX_TEXT:
        raise Refusal.MESSAGE_TOO_LONG.error()
    return {"text": value.text, **({"entities": value.entities} if value.entities else {})}


def caption_content(source: Any) -> dict[str, Any]:
    """Of a call, or of one item of an album."""
    caption = given(source, "caption")
    if not caption:
        return {}
    value = formatted(caption, given(source, "parse_mode"), dumped(given(source, "caption_entities")))
    if utf16_length(value.text) > MAX_CAPTION:
        raise Refusal.CAPTION_TOO_LONG.error()
    if not value.text:
        return {}
    above = {"show_caption_above_media": True} if given(source, "show_caption_above_media") else {}
    return {"caption": value.text, **({"caption_entities": value.entities} if value.entities else {}), **above}


def dumped(entities: Any) -> list[dict[str, Any]] | None:
    return [entity.model_dump(exclude_none=True) for entity in entities] if entities else None


def send(call: Call[Any], to: Target, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    return presented.message(call.tg, sent(call, to, kind, content))


def sent(call: Call[Any], to: Target, kind: str, content: dict[str, Any], **extra: Any) -> Message:
    markup = keyboards.stored(call.given("reply_markup"), to.chat)
    call.tg.limits.spend(call.bot.id, to.chat)
    return posting.post(
        call.tg, to.chat, call.bot.id, kind, content, reply_markup=markup, **to.place, **manners(call), **extra
    )


def manners(call: Call[Any]) -> dict[str, bool]:
    return {"protected": bool(call.given("protect_content")), "silent": bool(call.given("disable_notification"))}

"""Messages as wholes: our texts, people's words, and how both share Telegram's limits."""

from aiogram.types import InlineKeyboardMarkup

from activities.rendering.entities import first_and_rest, joined, of_person, split_entities
from activities.rendering.values import MessageView, Part, Rendered
from domain.text import CAPTION_LIMIT, TEXT_LIMIT, utf16_length
from domain.ticket import ContentKind

CAPTIONED = frozenset(
    {
        ContentKind.PHOTO,
        ContentKind.VIDEO,
        ContentKind.ANIMATION,
        ContentKind.DOCUMENT,
        ContentKind.AUDIO,
        ContentKind.VOICE,
    }
)


def spoken(message: MessageView | None) -> Part:
    return of_person(message.text, message.entities) if message else Part()


def sent(text: Part, *, keyboard: InlineKeyboardMarkup | None = None, more: tuple[Part, ...] = ()) -> Rendered:
    return Rendered(text.text, text.entities, more=more, keyboard=keyboard)


def around(head: Part | None, words: Part, tail: Part | None) -> tuple[Part, tuple[Part, ...]]:
    """Head, a person's words and tail in one message; what does not fit of the words goes to further ones."""
    whole = joined([head, words, tail])
    if utf16_length(whole.text) <= TEXT_LIMIT:
        return whole, ()
    fixed = utf16_length(joined([head, Part("."), tail]).text) - 1
    first, rest = first_and_rest(words, TEXT_LIMIT - fixed)
    return joined([head, first, tail]), tuple(split_entities(rest))


def relayed(head: Part | None, message: MessageView | None) -> Rendered:
    """A person's message as it was: text, or a file with its caption, or a kind that can only be copied."""
    if message is None:
        return sent(head or Part())
    text = joined([head, spoken(message)], gap="\n")
    if message.kind is ContentKind.TEXT:
        return _in_parts(text, ContentKind.TEXT, None, TEXT_LIMIT)
    if message.kind in CAPTIONED and message.file_id:
        return _in_parts(text, message.kind, message.file_id, CAPTION_LIMIT)
    return Rendered(content_kind=message.kind, copy_of=message.source)


def _in_parts(text: Part, kind: ContentKind, file_id: str | None, limit: int) -> Rendered:
    first, rest = first_and_rest(text, limit)
    more = tuple(split_entities(rest)) if rest.text.strip() else ()
    return Rendered(first.text, first.entities, content_kind=kind, file_id=file_id, more=more)

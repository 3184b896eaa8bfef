"""Formatting as entities: from the HTML of our texts and from what people sent. Offsets are UTF-16 units."""

from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from aiogram.types import MessageEntity, User
from pydantic import ValidationError

from activities.rendering.values import Part
from domain.errors import DeskError
from domain.text import TEXT_LIMIT, split, utf16_length

_TAGS = {
    "b": "bold",
    "i": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-time": "date_time",
}
_MENTION = "tg://user?id="
_QUOTES = {"blockquote", "expandable_blockquote"}


def from_html(html: str) -> Part:
    """Our own texts; a tag that Telegram does not know is a mistake in the texts."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    if parser.open:
        raise DeskError("bad_markup", tag=parser.open[-1][0])
    return Part(parser.text, sorted(parser.entities, key=lambda entity: (entity.offset, -entity.length)))


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.entities: list[MessageEntity] = []
        self.open: list[tuple[str, int, dict[str, str | None]]] = []

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            raise DeskError("bad_markup", tag=tag)
        self.open.append((tag, utf16_length(self.text), dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            raise DeskError("bad_markup", tag=tag)
        _, offset, attrs = self.open.pop()
        length = utf16_length(self.text) - offset
        if length:
            self.entities.append(MessageEntity(offset=offset, length=length, **_kind(tag, attrs)))


def _kind(tag: str, attrs: dict[str, str | None]) -> dict[str, Any]:
    if tag == "blockquote" and "expandable" in attrs:
        return {"type": "expandable_blockquote"}
    if tag == "tg-time":
        unix_time = int(attrs.get("unix") or 0)
        return {"type": "date_time", "unix_time": unix_time, "date_time_format": attrs.get("format")}
    if tag == "a" and (attrs.get("href") or "").startswith(_MENTION):
        person = User(id=int((attrs["href"] or "").removeprefix(_MENTION)), is_bot=False, first_name="")
        return {"type": "text_mention", "user": person}
    return {"type": _TAGS[tag], **({"url": attrs.get("href")} if tag == "a" else {})}


def of_person(text: str, entities: Iterable[dict[str, Any]]) -> Part:
    """What a person wrote, with the formatting that Telegram gave us; what it no longer knows is left out."""
    whole = utf16_length(text)
    known = []
    for raw in entities:
        try:
            entity = MessageEntity.model_validate(raw)
        except ValidationError:
            continue
        if entity.offset >= 0 and entity.length > 0 and entity.offset + entity.length <= whole:
            known.append(entity)
    return Part(text, known)


def joined(parts: Iterable[Part | None], gap: str = "\n\n") -> Part:
    """The parts that have text, one after the other with `gap` between."""
    text, entities = "", []
    for part in parts:
        if part is None or not part.text:
            continue
        text += gap if text else ""
        entities += shifted(part.entities, utf16_length(text))
        text += part.text
    return Part(text, entities)


def shifted(entities: Iterable[MessageEntity], by: int) -> list[MessageEntity]:
    return [entity.model_copy(update={"offset": entity.offset + by}) for entity in entities]


def quoted(part: Part, *, expandable: bool) -> Part:
    """The whole as a quote; quotes inside are taken out, for Telegram does not nest them."""
    if not part.text:
        return part
    kind = "expandable_blockquote" if expandable else "blockquote"
    quote = MessageEntity(type=kind, offset=0, length=utf16_length(part.text))
    return Part(part.text, [quote, *(entity for entity in part.entities if entity.type not in _QUOTES)])


def split_entities(part: Part, limit: int = TEXT_LIMIT) -> list[Part]:
    """Parts of at most `limit` units, each with its share of the formatting; blank parts are left out."""
    parts, start = [], 0
    for text in split(part.text, limit):
        length = utf16_length(text)
        if text.strip():
            parts.append(Part(text, _cut(part.entities, start, start + length)))
        start += length
    return parts or [Part()]


def first_and_rest(part: Part, room: int) -> tuple[Part, Part]:
    """What fits into `room` units, and what does not; room for no sign gives an empty first part."""
    first = split(part.text, room)[0] if room > 1 else ""
    cut, whole = utf16_length(first), utf16_length(part.text)
    rest = Part(part.text[len(first) :], _cut(part.entities, cut, whole))
    return Part(first, _cut(part.entities, 0, cut)), rest


def _cut(entities: Iterable[MessageEntity], start: int, end: int) -> list[MessageEntity]:
    cut = []
    for entity in entities:
        first, last = max(entity.offset, start), min(entity.offset + entity.length, end)
        if first < last:
            cut.append(entity.model_copy(update={"offset": first - start, "length": last - first}))
    return cut

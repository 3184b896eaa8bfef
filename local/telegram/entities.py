"""Formatted text: HTML to entities, explicit entities checked, plain links found. Offsets are UTF-16 units."""

import re
from typing import Any

from local.telegram.errors import Refusal
from local.telegram.html_parser import Formatted, HtmlParser, utf16_length

MAX_ENTITIES = 100  # more are dropped, not refused
KINDS = {
    *("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic"),
    *("underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre"),
    *("text_link", "text_mention", "custom_emoji", "date_time"),
}
OPAQUE = {"code", "pre", "text_link", "text_mention", "url", "email", "mention", "bot_command", "hashtag"}
FOUND = re.compile(
    r"(?P<url>\b(?:https?://|www\.)[^\s<>\"']+[^\s<>\"'.,;:!?)\]]|\b(?:[a-z0-9-]+\.)+(?:com|org|net|ua|io|me|app)\b(?:/[^\s<>\"']*)?)"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<mention>(?<![\w@])@[a-zA-Z]\w{3,31})"
    r"|(?P<bot_command>(?<![\w/])/[a-zA-Z0-9_]{1,64}(?:@\w+)?\b)"
    r"|(?P<hashtag>(?<![\w#])\#\w*[^\W\d]\w*)",
    re.IGNORECASE,
)


def formatted(text: str, parse_mode: str | None, explicit: list[dict[str, Any]] | None) -> Formatted:
    """What Telegram stores for a text that somebody sends."""
    if parse_mode:
        if parse_mode.lower() != "html":
            raise Refusal.UNSUPPORTED_PARSE_MODE.error()
        parsed = HtmlParser(text).parse()
    else:
        parsed = Formatted(text, checked(text, explicit or []))
    return with_links(trimmed(parsed))


def checked(text: str, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    length = utf16_length(text)
    middles = _middles(text)
    kept = []
    for entity in entities:
        _check(entity, length, middles)
        if entity["length"] > 0:
            kept.append({key: value for key, value in entity.items() if value is not None})
    return kept


def _check(entity: dict[str, Any], length: int, middles: set[int]) -> None:
    offset, size = entity["offset"], entity["length"]
    if entity["type"] not in KINDS:
        raise Refusal.CANT_PARSE.error(reason=f'unsupported entity type "{entity["type"]}"')
    if offset < 0:
        raise Refusal.ENTITY_INVALID.error(reason=f"receive an entity with incorrect offset {offset}")
    if size < 0:
        raise Refusal.ENTITY_INVALID.error(reason=f"receive an entity with incorrect length {size}")
    if offset > length:
        reason = f"entity begins after the end of the text at UTF-16 offset {offset}"
        raise Refusal.ENTITY_INVALID.error(reason=reason)
    if offset + size > length:
        reason = (
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {length}"
        )
        raise Refusal.ENTITY_INVALID.error(reason=reason)
    if offset in middles or offset + size in middles:
        reason = f"entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol"
        raise Refusal.ENTITY_INVALID.error(reason=reason)


def _middles(text: str) -> set[int]:
    """Offsets inside surrogate pairs."""
    position, middles = 0, set()
    for char in text:
        if ord(char) > 0xFFFF:
            middles.add(position + 1)
            position += 1
        position += 1
    return middles


def trimmed(value: Formatted) -> Formatted:
    text = value.text.rstrip()
    start = len(text) - len(text.lstrip())
    text = text[start:]
    shift, length = utf16_length(value.text[:start]), utf16_length(text)
    entities = []
    for entity in value.entities:
        begin = max(0, entity["offset"] - shift)
        end = min(length, entity["offset"] + entity["length"] - shift)
        if end > begin:
            entities.append({**entity, "offset": begin, "length": end - begin})
    entities.sort(key=lambda e: (e["offset"], -e["length"]))
    return Formatted(text, entities[:MAX_ENTITIES])


def with_links(value: Formatted) -> Formatted:
    taken = [(e["offset"], e["offset"] + e["length"]) for e in value.entities if e["type"] in OPAQUE]
    found = []
    for match in FOUND.finditer(value.text):
        begin = utf16_length(value.text[: match.start()])
        end = begin + utf16_length(match.group())
        if all(end <= left or begin >= right for left, right in taken):
            found.append({"type": str(match.lastgroup), "offset": begin, "length": end - begin})
    entities = sorted([*value.entities, *found], key=lambda e: (e["offset"], -e["length"]))
    return Formatted(value.text, entities[:MAX_ENTITIES])

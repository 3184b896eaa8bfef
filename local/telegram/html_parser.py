import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

from local.telegram.errors import Refusal

KIND_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "blockquote": "blockquote",
}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot));")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TAG_NAME = re.compile(r"</?([^\s>]*)")
ATTRIBUTE = re.compile(
    r"""([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]+)))?""",
)
TIME_FORMAT = re.compile(r"[rR]|[wWdDtT]*")
USER_LINK = re.compile(r"tg://user\?id=(\d+)$")


@dataclass(frozen=True)
class Formatted:
    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    char: int


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _decoded(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    legal = 0 < code < 0x110000 and not 0xD800 <= code <= 0xDFFF
    return chr(code) if legal else match.group()


class HtmlParser:
    """The Bot API's HTML: few tags, strictly nested, with its own words for each mistake."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._position = 0
        self._text = ""
        self._offset = 0
        self._open: list[_Open] = []
        self._entities: list[dict[str, Any]] = []

    def parse(self) -> Formatted:
        while self._position < len(self._source):
            if self._source.startswith("</", self._position):
                self._end_tag()
            elif self._source[self._position] == "<":
                self._start_tag()
            else:
                self._characters()
        if self._open:
            self._fail(f'can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return Formatted(self._text, self._entities)

    def _characters(self) -> None:
        end = self._source.find("<", self._position)
        end = len(self._source) if end < 0 else end
        plain = REFERENCE.sub(_decoded, self._source[self._position : end])
        self._text += plain
        self._offset += utf16_length(plain)
        self._position = end

    def _start_tag(self) -> None:
        begin = self._position
        tag = self._name()
        if self._position >= len(self._source):
            self._fail(f"unclosed start tag at byte offset {self._bytes(begin)}")
        if tag not in KIND_OF_TAG:
            self._fail(f'unsupported start tag "{tag}" at byte offset {self._bytes(begin)}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            self._fail(f'tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        self._open.append(_Open(tag, attributes, self._offset, len(self._text)))

    def _name(self) -> str:
        match = TAG_NAME.match(self._source, self._position)
        if match is None:
            raise AssertionError("called at a tag")
        self._position = match.end()
        return match.group(1).lower()

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._skip_spaces()
            if self._position >= len(self._source):
                self._fail(f"unclosed start tag at byte offset {self._bytes(begin)}")
            if self._source[self._position] == ">":
                self._position += 1
                return found
            match = ATTRIBUTE.match(self._source, self._position)
            if match is None:
                self._fail(f'empty attribute name in the tag "{tag}" at byte offset {self._bytes(begin)}')
            name, *values = match.groups()
            found[name] = REFERENCE.sub(_decoded, next((v for v in values if v is not None), ""))
            self._position = match.end()

    def _end_tag(self) -> None:
        begin = self._position
        if not self._open:
            self._fail(f"unexpected end tag at byte offset {self._bytes(begin)}")
        tag = self._name()
        self._skip_spaces()
        if not self._source.startswith(">", self._position):
            self._fail(f"unclosed end tag at byte offset {self._bytes(begin)}")
        self._position += 1
        opened = self._open.pop()
        if tag and tag != opened.tag:
            where = self._bytes(begin)
            self._fail(f'unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{tag}>"')
        if self._offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: dict[str, Any] | None = {
            "type": KIND_OF_TAG[opened.tag],
            "offset": opened.offset,
            "length": self._offset - opened.offset,
        }
        special = {
            "a": self._link,
            "pre": self._pre,
            "code": self._code,
            "tg-emoji": self._emoji,
            "tg-time": self._time,
            "blockquote": self._blockquote,
        }.get(opened.tag)
        if special and entity:
            entity = special(entity, opened)
        if entity:
            self._entities.append(entity)

    def _link(self, entity: dict[str, Any], opened: _Open) -> dict[str, Any] | None:
        url = opened.attributes.get("href") or self._text[opened.char :]
        person = USER_LINK.match(url)
        if person:
            user = {"id": int(person.group(1)), "is_bot": False, "first_name": ""}
            return {**entity, "type": "text_mention", "user": user}
        if "://" not in url:
            url = f"http://{url}"
        return {**entity, "url": url} if re.match(r"(?:https?|tg|ton)://[^\s/]+", url) else None

    def _pre(self, entity: dict[str, Any], _opened: _Open) -> dict[str, Any]:
        inner = self._entities[-1] if self._entities else {}
        same = all(inner.get(key) == entity[key] for key in ("offset", "length"))
        if inner.get("type") == "code" and same:
            self._entities.pop()
            language = inner.get("language")
            return {**entity, "language": language} if language else entity
        return entity

    def _code(self, entity: dict[str, Any], opened: _Open) -> dict[str, Any]:
        language = opened.attributes.get("class", "").removeprefix("language-")
        inside_pre = bool(self._open) and self._open[-1].tag == "pre"
        return {**entity, "language": language} if language and inside_pre else entity

    def _emoji(self, entity: dict[str, Any], opened: _Open) -> dict[str, Any]:
        emoji_id = opened.attributes.get("emoji-id", "")
        if not emoji_id.isdigit() or int(emoji_id) == 0:
            self._fail("invalid custom emoji identifier specified")
        return {**entity, "custom_emoji_id": emoji_id}

    def _time(self, entity: dict[str, Any], opened: _Open) -> dict[str, Any] | None:
        unix, shape = opened.attributes.get("unix", ""), opened.attributes.get("format", "")
        if not TIME_FORMAT.fullmatch(shape):
            self._fail("invalid date format used")
        if not unix.isdigit() or int(unix) == 0:
            return None
        return {**entity, "unix_time": int(unix), **({"date_time_format": shape} if shape else {})}

    def _blockquote(self, entity: dict[str, Any], opened: _Open) -> dict[str, Any]:
        expandable = "expandable" in opened.attributes
        return {**entity, "type": "expandable_blockquote"} if expandable else entity

    def _skip_spaces(self) -> None:
        while self._position < len(self._source) and self._source[self._position].isspace():
            self._position += 1

    def _bytes(self, position: int) -> int:
        return len(self._source[:position].encode())

    def _fail(self, reason: str) -> NoReturn:
        raise Refusal.CANT_PARSE.error(reason=reason[0].upper() + reason[1:])

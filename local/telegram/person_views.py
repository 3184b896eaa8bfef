from collections.abc import Callable
from typing import Any, Protocol


class Seen:
    """A message as a person sees it."""

    def __init__(self, body: dict[str, Any]) -> None:
        self.body = body

    def __repr__(self) -> str:
        return f"<message {self.id} in {self.chat} from {self.from_id}: {self.text!r} {self.buttons}>"

    @property
    def id(self) -> int:
        return int(self.body["message_id"])

    @property
    def chat(self) -> str:
        return str(self.body["chat"])

    @property
    def from_id(self) -> int:
        return int(self.body.get("from_id") or 0)

    @property
    def thread_id(self) -> int | None:
        value: int | None = self.body.get("thread_id")
        return value

    @property
    def kind(self) -> str:
        return str(self.body.get("kind", ""))

    @property
    def content(self) -> dict[str, Any]:
        value: dict[str, Any] = self.body.get("content", {})
        return value

    @property
    def text(self) -> str:
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def is_service(self) -> bool:
        return bool(self.body.get("service"))

    @property
    def is_pinned(self) -> bool:
        return bool(self.body.get("pinned"))

    @property
    def reply_to(self) -> int | None:
        value: int | None = self.body.get("reply_to")
        return value

    @property
    def rows(self) -> list[list[dict[str, Any]]]:
        """The buttons under the message (inline keyboard), row by row."""
        markup = self.body.get("reply_markup") or {}
        value: list[list[dict[str, Any]]] = markup.get("inline_keyboard", [])
        return value

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for row in self.rows for button in row]

    @property
    def reactions(self) -> list[str]:
        return [reaction["emoji"] for reaction in self.body.get("reactions", [])]


class Reader(Protocol):
    key: str
    thread_id: int | None

    @property
    def person(self) -> Any: ...


def button_place(message: Seen, text: str) -> tuple[int, int]:
    """Row and column of the button with that text; a part of the text will do when no button has all of it."""
    places = [(r, c, b["text"]) for r, row in enumerate(message.rows) for c, b in enumerate(row)]
    fitting = [p for p in places if p[2] == text] or [p for p in places if text in p[2]]
    if not fitting:
        raise LookupError(f"{message!r} has no button {text!r}")
    return fitting[0][0], fitting[0][1]


def matcher(reader: Reader, text: str | None, where: Callable[[Seen], bool] | None) -> Callable[[Seen], bool]:
    def fits(message: Seen) -> bool:
        mine = message.chat == reader.key and reader.thread_id in {None, message.thread_id}
        if not mine or message.from_id == reader.person.id:
            return False
        return (text is None or text in message.text) and (where is None or where(message))

    return fits

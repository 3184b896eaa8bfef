"""Button values and their 64-byte form (Telegram's limit for callback_data, in bytes)."""

import re
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

VERSION = "a"  # change it when the layout changes: old buttons are then "out of date", never misread
LIMIT_BYTES = 64
_FORM = re.compile(rf"{VERSION}\.([a-z]{{1,12}})\.([0-9a-z]{{1,13}})\.([a-z0-9_-]{{0,32}})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Action(StrEnum):
    # customer's
    LANGUAGE = "lang"  # value: uk | en
    CONSENT = "consent"  # value: yes | no
    TOPIC = "topic"  # value: topic key
    ANSWER = "answer"  # value: <question>-<option>
    SUBMIT = "submit"
    OPERATOR = "operator"
    STATUS = "status"
    ADD = "add"
    NOTIFY = "notify"  # value: a Notify
    RATE = "rate"  # value: <resolution>-<stars>
    HELPED = "helped"  # value: <resolution>-yes | <resolution>-no
    NPS = "nps"  # value: <survey>-<score>
    ZONE = "zone"  # value: a zone's key (domain/zones.py), or "more"
    FOCUS = "focus"
    NEW = "new"
    # agents'
    CLAIM = "claim"
    FIRST = "first"  # value: send | later
    ASK = "ask"  # value: "" opens the choice, a detail key asks for it, "back" closes the choice
    RESOLVE = "resolve"
    REOPEN = "reopen"


AGENT_ACTIONS = frozenset({Action.CLAIM, Action.FIRST, Action.ASK, Action.RESOLVE, Action.REOPEN})


class Button(BaseModel):
    """`ticket` is the ticket's row id; rights are checked at every press: the value is not secret."""

    model_config = ConfigDict(frozen=True)

    action: Action
    ticket: int = Field(ge=0)
    value: str = Field(default="", pattern=r"^[a-z0-9_-]{0,32}$")

    def pack(self) -> str:
        packed = f"{VERSION}.{self.action}.{_base36(self.ticket)}.{self.value}"
        if len(packed.encode()) > LIMIT_BYTES:
            raise ValueError(f"callback data over {LIMIT_BYTES} bytes: {packed}")
        return packed


def unpack(data: str) -> Button | None:
    """The button, or None for anything this layout does not know: stale, foreign or forged."""
    match = _FORM.fullmatch(data)
    if match is None or match[1] not in set(Action):
        return None
    return Button(action=Action(match[1]), ticket=int(match[2], 36), value=match[3])


def _base36(number: int) -> str:
    digits = ""
    while number >= 36:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return _DIGITS[number] + digits

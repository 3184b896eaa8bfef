"""What never reaches a log: tokens, passwords, and inputs that libraries quote in their errors."""

import re
from collections.abc import Iterable

RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # A bot token, alone or in an address (/bot123:KEY/getMe, /file/bot123:KEY/photo.jpg).
    (re.compile(r"(bot\d+):[^/\s\"']+"), r"\1:***"),
    (re.compile(r"\b(\d{5,}):[A-Za-z0-9_-]{16,}"), r"\1:***"),
    (re.compile(r"(\w+://[^\s:/@]+):[^\s/@]+@"), r"\1:***@"),
    # pydantic quotes what it was given, PostgreSQL what it stumbled over: both may be people's words.
    (re.compile(r"input_value=.*?(?=, input_type=|\]|$)", re.DOTALL), "input_value=***"),
    (re.compile(r"^DETAIL: .*$", re.MULTILINE), "DETAIL: ***"),
)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    for secret in secrets:
        text = text.replace(secret, "***")
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text

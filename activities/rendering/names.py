"""Names of people, made harmless: they are anybody's free text."""

import re
import unicodedata

LONGEST = 64
_BLANK_LETTERS = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")  # letters to Unicode, nothing to the eye
_PILED_MARKS = re.compile(r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{2})[\u0300-\u036f"
                          r"\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")  # fmt: skip
_ISOLATE, _END = "\u2068", "\u2069"
_RIGHT_TO_LEFT = {"R", "AL"}


def harmless(name: str) -> str:
    """One line without invisible, direction or blank characters; a name written right to left is isolated."""
    visible = "".join(" " if sign.isspace() else sign for sign in name if _visible(sign))
    calm = _PILED_MARKS.sub(r"\1", _BLANK_LETTERS.sub(" ", visible))
    short = " ".join(calm.split())[:LONGEST]
    if any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in short):
        return f"{_ISOLATE}{short}{_END}"
    return short


def _visible(sign: str) -> bool:
    return sign.isspace() or not unicodedata.category(sign).startswith("C")

"""A bare "thank you", emoji or sticker: it asks for nothing, so it does not reopen a ticket (SPEC C10)."""

import re
import unicodedata

from domain.ticket import ContentKind
from domain.understanding import ThanksWords
from domain.words import compiled, matches, tokens

LONGEST = 12  # words; who writes more says more than thanks
_WORDLESS_KINDS = {ContentKind.STICKER, ContentKind.ANIMATION}
_WORD = re.compile(r"[^\W_][\w'’ʼ]*")
_SENTENCE_END = re.compile(r"[.!…\n]\s*$")
_SIGN_CATEGORIES = {"So", "Sk"}


def bare_thanks(text: str, kind: ContentKind, words: ThanksWords) -> bool:
    if kind in _WORDLESS_KINDS and not text.strip():
        return True
    if kind is not ContentKind.TEXT or "?" in text or any(sign in text for sign in words.unhappy):
        return False
    spoken = list(_WORD.finditer(text))
    if not spoken:
        return _friendly_signs(text)
    return len(spoken) <= LONGEST and _only_thanks(text, spoken, words)


def _only_thanks(text: str, spoken: list[re.Match[str]], words: ThanksWords) -> bool:
    unknown = [word for word in spoken if not _among(word[0], words.thanks + words.fillers)]
    thanked = any(_among(word[0], words.thanks) for word in spoken)
    return thanked and (not unknown or (len(unknown) == 1 and _is_a_name(text, unknown[0])))


def _among(word: str, phrases: tuple[str, ...]) -> bool:
    return any(matches(compiled(phrase)[0], token, typos=False) for phrase in phrases for token in tokens(word))


def _is_a_name(text: str, word: re.Match[str]) -> bool:
    """Written like the name of the person who is thanked: with a capital, and not because a sentence starts."""
    before = text[: word.start()]
    return word[0].istitle() and bool(before.strip()) and _SENTENCE_END.search(before) is None


def _friendly_signs(text: str) -> bool:
    return any(unicodedata.category(sign) in _SIGN_CATEGORIES or sign in "+)" for sign in text)

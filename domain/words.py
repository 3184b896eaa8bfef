"""Words of people as comparable forms, and phrases of a lexicon that match them.

A phrase is words in order, at most two other words between them; `pay*` stands for every ending, `a|b` for
either. Stems of six letters or more also match with one typo.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

GAP = 2  # other words allowed between two words of a phrase
TYPO_FROM = 6  # letters of a stem from which one typo is forgiven: shorter ones become other words
WORDS_READ = 120  # what a request is about stands near its start

# Latin letter -> the Cyrillic one that looks the same, small or as a capital
_DOUBLES = {
    latin: unicodedata.lookup(f"CYRILLIC SMALL LETTER {name}")
    for latin, name in {
        "a": "A",
        "b": "VE",
        "c": "ES",
        "e": "IE",
        "h": "EN",
        "i": "BYELORUSSIAN-UKRAINIAN I",
        "k": "KA",
        "m": "EM",
        "o": "O",
        "p": "ER",
        "t": "TE",
        "x": "HA",
        "y": "U",
    }.items()
}
_TO_CYRILLIC = str.maketrans(_DOUBLES)
_TO_LATIN = str.maketrans({cyrillic: latin for latin, cyrillic in _DOUBLES.items()})
_SAME_LETTER = str.maketrans(
    {
        unicodedata.lookup("CYRILLIC SMALL LETTER IO"): _DOUBLES["e"],
        unicodedata.lookup("CYRILLIC SMALL LETTER GHE WITH UPTURN"): unicodedata.lookup(
            "CYRILLIC SMALL LETTER GHE"
        ),
    }
)
_ACCENTS = re.compile("[\u0300\u0301]")  # stress marks; the signs over other letters make other letters
_DROPPED = re.compile("['’ʼ‘`´′\u00ad\u200b-\u200f\u2060\ufeff]")
_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True)
class Token:
    """The forms that one written word may stand for. First letters spare most comparisons: typos keep them."""

    forms: frozenset[str]
    initials: frozenset[str]


@dataclass(frozen=True)
class Place:
    """One place of a phrase: stems, each with whether any ending may follow."""

    stems: tuple[tuple[str, bool], ...]
    initials: frozenset[str]


def normalise(text: str) -> str:
    plain = unicodedata.normalize("NFKC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text)))
    folded = _DROPPED.sub("", plain).casefold()
    return folded.translate(_SAME_LETTER)


def tokens(text: str) -> list[Token]:
    return [_forms(word) for word in _WORD.findall(normalise(text))[:WORDS_READ]]


def _forms(word: str) -> Token:
    """The word, and what it looks like when letters of the other alphabet stand in for their doubles."""
    word = _RUN.sub(r"\1", word) if not word.isdigit() else word
    cyrillic, latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    forms = frozenset({word, *(form for form in (cyrillic, latin) if _one_alphabet(form))})
    return Token(forms, frozenset(form[0] for form in forms))


def _one_alphabet(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return all(letter.isascii() for letter in letters) or not any(letter.isascii() for letter in letters)


@lru_cache(maxsize=4096)
def compiled(phrase: str) -> tuple[Place, ...]:
    return tuple(_place(part) for part in phrase.split())


def _place(part: str) -> Place:
    stems = tuple((normalise(word.rstrip("*")), word.endswith("*")) for word in part.split("|"))
    return Place(stems, frozenset(stem[:1] for stem, _ in stems))


def found(phrase: str, text: list[Token]) -> bool:
    places = compiled(phrase)
    return any(_from(places, text, start) for start in range(len(text)))


def _from(places: tuple[Place, ...], text: list[Token], start: int) -> bool:
    if not matches(places[0], text[start]):
        return False
    rest = places[1:]
    return not rest or any(_from(rest, text, at) for at in range(start + 1, min(start + 2 + GAP, len(text))))


def matches(place: Place, token: Token, *, typos: bool = True) -> bool:
    if place.initials.isdisjoint(token.initials):
        return False
    return any(
        _alike(stem, form, prefix=prefix, typos=typos) for stem, prefix in place.stems for form in token.forms
    )


def _alike(stem: str, form: str, *, prefix: bool, typos: bool) -> bool:
    if form == stem or (prefix and form.startswith(stem)):
        return True
    if not typos or len(stem) < TYPO_FROM or len(form) < len(stem) - 1 or form[0] != stem[0]:
        return False
    ends = range(len(stem) - 1, len(stem) + 2) if prefix else (len(form),)
    return any(one_typo(stem, form[:end]) for end in ends)


def one_typo(left: str, right: str) -> bool:
    """At most one letter missing, added, wrong, or two neighbours swapped."""
    if abs(len(left) - len(right)) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), None)
    if same is None:
        return True
    a, b = left[same:], right[same:]
    swapped = a[:2] == b[1::-1] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]

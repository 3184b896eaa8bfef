"""What can be told from the page's files without a browser."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from domain.deadlines import Deadline

PAGE = Path(__file__).parents[3] / "local" / "telegram" / "page"
SCRIPTS = "\n".join(path.read_text() for path in sorted((PAGE / "js").glob("*.js")))
PLURALS = {"uk": {"one", "few", "many", "other"}, "en": {"one", "other"}}
PLACE = re.compile(r"{(\w+)}")


def texts(language: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((PAGE / "locale" / f"{language}.json").read_text())
    return loaded


def places(text: str | dict[str, str]) -> set[str]:
    forms = [text] if isinstance(text, str) else list(text.values())
    return {name for form in forms for name in PLACE.findall(form)}


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    ukrainian, english = texts("uk"), texts("en")
    assert list(ukrainian) == list(english) == sorted(ukrainian)
    assert {key: places(text) for key, text in ukrainian.items()} == {
        key: places(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", PLURALS)
def test_counted_texts_have_every_plural_form_of_their_language(language: str) -> None:
    counted = {key: set(text) for key, text in texts(language).items() if not isinstance(text, str)}
    assert counted
    assert dict.fromkeys(counted, PLURALS[language]) == counted


def test_every_text_the_scripts_ask_for_exists_and_none_is_left_over() -> None:
    written = set(texts("en"))
    asked = set(re.findall(r'"([a-z_]+(?:\.[a-zA-Z_]+)*)"', SCRIPTS)) & written
    families = set(re.findall(r"t\(`([a-z]+\.)\$", SCRIPTS)) | {"service.", "kind.", "jump."}
    assert {key for key in written - asked if not key.startswith(tuple(families))} == set()
    assert set(re.findall(r'\bt\("([^"]+)"', SCRIPTS)) <= written


def test_every_deadline_of_a_ticket_has_a_name_for_the_jump() -> None:
    assert {f"jump.{deadline}" for deadline in Deadline} <= set(texts("uk"))


@pytest.mark.parametrize("way", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("])
def test_data_has_no_way_to_become_markup_or_code(way: str) -> None:
    assert way not in SCRIPTS


def test_scripts_hold_no_words_for_people() -> None:
    """Words belong to `locale/`; a Cyrillic letter in a script is one that got lost."""
    assert re.findall(r"[А-Яа-яҐґЄєІіЇї]+", SCRIPTS) == []

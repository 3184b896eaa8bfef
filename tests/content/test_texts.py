"""Every text that a person reads: complete in both languages, used, short enough, readable by Telegram."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import ast as fluent

from activities.rendering.entities import from_html
from bot.wording import AGENT_COMMANDS, CUSTOMER_COMMANDS, command_text
from content import DIRECTORY, ids
from content.check import check
from content.files import load
from content.ftl import read_language, selects
from content.problems import ContentError
from content.texts import LANGUAGES, Markup, Texts
from domain.errors import DeskError
from domain.text import utf16_length

ROOT = DIRECTORY.parent
TEXTS = Texts(DIRECTORY)
ENTRIES = {language: read_language(DIRECTORY, language).found for language in LANGUAGES}
MESSAGES = [(language, key) for language in LANGUAGES for key in ENTRIES[language] if not key.startswith("-")]

CYRILLIC = re.compile(r"[\u0400-\u04ff]")
PLAIN = (
    *(
        "button-",
        "menu-",
        "press-",
        "refusal-",
        "topic-",
        "option-",
        "question-",
        "detail-",
        "queue-",
        "severity-",
    ),
    *("status-", "phase-", "icon-", "command-", "kind-of-content-", "language-", "forum-", "zone-", "moment-"),
    *("extras-", "agent-unnamed", "card-nameless", "card-nobody"),
)
BUTTONS = ("button-", "menu-", "option-", "topic-", "detail-")
IN_TWO_COLUMNS = (
    *("topic-", "detail-", "menu-tickets", "menu-operator", "button-consent-", "button-status", "button-add"),
    *("button-ask", "button-resolve", "button-language-"),
)
MANY_DIGITS = "1234567"
SAMPLE: dict[str, Any] = {
    **dict.fromkeys(("number", "stars"), MANY_DIGITS),
    **dict.fromkeys(("time", "quiet_from", "quiet_to"), "18:30"),
}


def said(language: str, key: str) -> str:
    """The text with arguments of a usual length."""
    args = {name: SAMPLE.get(name, "Олександра К.") for name in ENTRIES[language][key].variables}
    if any(name == "count" for name in args):
        args["count"] = 5
    return TEXTS.plain(language, key, **args)


def test_the_content_that_comes_with_the_desk_has_no_mistakes() -> None:
    """Same ids and variables in both languages, plural forms, no junk, no text without a key."""
    assert check(DIRECTORY) == []


@pytest.mark.parametrize(("language", "key"), MESSAGES)
def test_each_text_is_what_telegram_can_show(language: str, key: str) -> None:
    args = {name: SAMPLE.get(name, "<b>&") for name in ENTRIES[language][key].variables}
    args |= {"count": 5} if "count" in args else {}
    shown = from_html(TEXTS(language, key, **args))
    assert shown.text.strip() == shown.text != ""
    if key.startswith(PLAIN):
        assert not shown.entities, "is shown without formatting"
        assert "&" not in said(language, key)


@pytest.mark.parametrize(("language", "key"), [found for found in MESSAGES if found[1].startswith(BUTTONS)])
def test_a_button_label_fits_its_button(language: str, key: str) -> None:
    limit = 20 if key.startswith(IN_TWO_COLUMNS) else 30
    assert (
        len(said(language, key).replace(MANY_DIGITS, "1024").replace("Олександра К.", "Робота застосунку"))
        <= limit
    )


@pytest.mark.parametrize(
    ("language", "key"), [found for found in MESSAGES if found[1].startswith(("press-", "refusal-"))]
)
def test_an_answer_to_a_press_fits_a_callback_answer(language: str, key: str) -> None:
    assert utf16_length(said(language, key)) <= 200


@pytest.mark.parametrize(("language", "key"), MESSAGES)
def test_no_text_is_a_wall(language: str, key: str) -> None:
    """SPEC G4: longer ones would go out step by step."""
    assert len(from_html(said(language, key)).text) <= 600


@pytest.mark.parametrize(("language", "key"), MESSAGES)
def test_nobody_is_asked_for_secrets(language: str, key: str) -> None:
    """Where a text that asks for something names a secret, it says not to send it."""
    text = said(language, key).lower()
    if key.startswith(("ask-", "extras-", "question-")) and re.search(
        r"парол|код(и|у)\b|картк|password|code|card", text
    ):
        assert re.search(r"не надсилайте|закрийте|don’t send|cover", text)


@pytest.mark.parametrize("key", [key for key in ENTRIES["en"] if key != "button-language-uk"])
def test_english_has_no_cyrillic_letters(key: str) -> None:
    entry = ENTRIES["en"][key]
    source = read_language(DIRECTORY, "en").sources[entry.file]
    span = entry.node.span
    assert span is not None
    assert not CYRILLIC.search(source[span.start : span.end])


@pytest.mark.parametrize("key", ENTRIES["uk"])
def test_ukrainian_uses_its_own_apostrophe_and_quotes(key: str) -> None:
    entry = ENTRIES["uk"][key]
    source = read_language(DIRECTORY, "uk").sources[entry.file]
    span = entry.node.span
    assert span is not None
    words = re.sub(r"\{[^}]*\}", "", source[span.start : span.end])
    assert not re.search(r"[ыэъё]|[\u0400-\u04ff]['\"]|['\"][\u0400-\u04ff]", words)


def test_a_number_in_ukrainian_takes_the_right_form() -> None:
    """A choice by count knows one, few, many and other; the forms follow the language's rules."""
    by_count = [key for key, entry in ENTRIES["uk"].items() if "count" in entry.variables]
    for key in by_count:
        (choice,) = selects(ENTRIES["uk"][key].node)
        names = {v.key.name for v in choice.variants if isinstance(v.key, fluent.Identifier)}
        assert names == {"one", "few", "many", "other"}
    told = [TEXTS("uk", "card-history", count=n) for n in (1, 2, 5, 11, 21, 22, 111, 1003)]
    assert [text.split()[-1] for text in told] == [
        *("звернення", "звернення", "звернень", "звернень", "звернення", "звернення", "звернень", "звернення")
    ]
    assert "1003" in told[-1]


# ids in code and in files

FAMILIES = tuple(sorted({f"{key.split('-')[0]}-" for _, key in MESSAGES if "-" in key}))
SPEAKING = ("activities", "bot", "content", "webapp", "worker")


def literals(packages: tuple[str, ...]) -> Iterator[tuple[Path, ast.Constant]]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield path, node


def ids_in_code() -> set[str]:
    """String constants that look like an id of a text. Those made of parts are listed in content/ids.py."""
    shape = re.compile(rf"(?:{'|'.join(FAMILIES)})[a-z0-9-]*[a-z0-9]")
    return {node.value for _, node in literals(SPEAKING) if shape.fullmatch(node.value)}  # type: ignore[arg-type, misc]


def ids_needed() -> set[str]:
    keys = {need[0] for need in ids.of_keys(load(DIRECTORY))} | ids.WITHOUT_KEY
    commands = {command_text(name) for name in (*CUSTOMER_COMMANDS, *AGENT_COMMANDS)}
    return ids.of_values() | keys | commands


def test_every_text_that_code_names_exists() -> None:
    assert (ids_in_code() | ids_needed()) - ENTRIES["uk"].keys() - NOT_TEXTS == set()


NOT_TEXTS: set[str] = set()


def test_every_text_is_used() -> None:
    referenced = {name for entry in ENTRIES["uk"].values() for name in entry.references}
    zones = {key for key in ENTRIES["uk"] if key.startswith("zone-")}  # content/moments.py looks them up by zone
    unused = {key for _, key in MESSAGES} - ids_in_code() - ids_needed() - referenced - zones
    assert unused == set()


def test_no_words_for_people_stand_in_code() -> None:
    """They live in locales/, where an editor finds them and both languages stand side by side."""
    packages = ("bot", "activities", "workflows", "domain", "webapp", "worker", "content", "storage", "config")
    found = [f"{path}:{node.lineno}" for path, node in literals(packages) if CYRILLIC.search(str(node.value))]
    assert found == []


# the loader


def test_a_missing_text_raises() -> None:
    with pytest.raises(DeskError, match="no_text"):
        TEXTS("uk", "no-such-text")


def test_a_missing_argument_raises_without_quoting_others() -> None:
    with pytest.raises(DeskError, match="bad_text") as raised:
        TEXTS("uk", "card-customer", name="Олена")
    assert "Олена" not in str(raised.value)


def test_arguments_are_escaped_unless_marked() -> None:
    assert "&lt;b&gt;Ann &amp; Co" in TEXTS("en", "kind-agent-reply", agent="<b>Ann & Co")
    assert "<i>Ann</i>" in TEXTS("en", "kind-agent-reply", agent=Markup("<i>Ann</i>"))
    assert "<b>Ann & Co" in TEXTS.plain("en", "button-ticket", number="1", topic="<b>Ann & Co")


def test_an_unknown_language_gets_ukrainian() -> None:
    assert TEXTS("de", "menu-tickets") == TEXTS("uk", "menu-tickets")


def test_keys_with_underscores_are_found() -> None:
    assert TEXTS.has("uk", "option-payment-problem-not_gone_through")


def test_junk_in_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    for language in LANGUAGES:
        folder = tmp_path / "locales" / language
        folder.mkdir(parents=True)
        (folder / "a.ftl").write_text("good = Good\nbad = { $name\n", encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        Texts(tmp_path)
    assert [(problem.file, problem.line) for problem in raised.value.problems] == [
        ("locales/en/a.ftl", 3),
        ("locales/uk/a.ftl", 3),
    ]

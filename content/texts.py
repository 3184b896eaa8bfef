"""Texts for people, from locales/<language>/*.ftl. Ukrainian is the original, English stands beside it."""

from html import escape
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import fluent_number

from content.ftl import Entries, read_language
from content.problems import ContentError
from domain.errors import DeskError

LANGUAGES = ("uk", "en")


class Markup(str):
    """An argument that is HTML already and goes in as it is."""

    __slots__ = ()


class Texts:
    """`texts(language, id, **args)` gives HTML and escapes its arguments; `plain` gives text as it is.

    `plain` is for buttons, callback answers, titles: Telegram shows them without formatting. Keys of our own
    (`not_gone_through`) may stand in an id as they are. A language that we do not speak gets the first one.
    """

    def __init__(self, directory: Path) -> None:
        entries = {language: read_language(directory, language) for language in LANGUAGES}
        problems = [problem for found in entries.values() for problem in found.problems]
        if problems:
            raise ContentError(problems)
        self._bundles = {language: _bundle(language, found) for language, found in entries.items()}

    def __call__(self, language: str, text_id: str, /, **args: Any) -> str:
        return self._format(language, text_id, {name: _escaped(value) for name, value in args.items()})

    def plain(self, language: str, text_id: str, /, **args: Any) -> str:
        return self._format(language, text_id, {name: _known(value) for name, value in args.items()})

    def take(self, newer: "Texts") -> None:
        """Whoever holds this object speaks in the newer words from here on."""
        self._bundles = newer._bundles  # noqa: SLF001 - of the same class

    def has(self, language: str, text_id: str) -> bool:
        return self._bundle(language).has_message(_id(text_id))

    def _bundle(self, language: str) -> FluentBundle:
        return self._bundles.get(language) or self._bundles[LANGUAGES[0]]

    def _format(self, language: str, text_id: str, args: dict[str, Any]) -> str:
        bundle = self._bundle(language)
        if not bundle.has_message(_id(text_id)):
            raise DeskError("no_text", id=text_id, language=language)
        pattern = bundle.get_message(_id(text_id)).value
        text, errors = bundle.format_pattern(pattern, args) if pattern else ("", [])
        if errors:
            # Not the errors themselves: they may quote arguments.
            raise DeskError("bad_text", id=text_id, language=language)
        return str(text)


def _id(text_id: str) -> str:
    return text_id.replace("_", "-")


def _escaped(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Markup):
        return escape(value, quote=False)
    return _known(value)


def _known(value: Any) -> Any:
    """Enums and marked texts as the plain strings that Fluent knows; numbers for plurals, but never as "1 024"."""
    if isinstance(value, int | float):
        return fluent_number(value, useGrouping=False)
    return str(value) if isinstance(value, str) else value


def _bundle(language: str, entries: Entries) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for source in entries.sources.values():
        bundle.add_resource(FluentResource(source))
    return bundle

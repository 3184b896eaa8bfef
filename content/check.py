"""Every check of the content that needs no code: files, keys against texts, languages against each other."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from content import ids
from content.files import Files, load
from content.ftl import Entries, Entry, read_language, selects
from content.problems import Problem
from content.texts import LANGUAGES

PLURALS = {"uk": {"one", "few", "many", "other"}, "en": {"one", "other"}}


def check(directory: Path) -> list[Problem]:
    return all_problems(directory, load(directory))


def all_problems(directory: Path, files: Files) -> list[Problem]:
    languages = {language: read_language(directory, language) for language in LANGUAGES}
    found = [*files.problems]
    for language, entries in languages.items():
        found += entries.problems
        found += _missing(files, language, entries)
        found += _without_key(files, entries)
        found += _unknown_references(entries)
        found += _plurals(language, entries)
    for one, other in combinations(languages, 2):
        found += _differences(languages[one], languages[other], other)
        found += _only_in_one(languages[other], languages[one], one)
    return sorted(set(found))


def _missing(files: Files, language: str, entries: Entries) -> Iterator[Problem]:
    for text_id, name, place in ids.of_keys(files):
        if text_id not in entries.found:
            source = files.sources[name]
            what = f"no text `{text_id}`: add it to locales/{language}/{name}.ftl"
            yield Problem(source.name, source.line(place), ".".join(map(str, place)), what)


def _without_key(files: Files, entries: Entries) -> Iterator[Problem]:
    """Only when the keys are in order: otherwise texts would seem to be left over."""
    if files.sources["topics"].problems or files.sources["queues"].problems:
        return
    used = {need[0] for need in ids.of_keys(files)} | ids.WITHOUT_KEY
    for text_id, entry in entries.found.items():
        if text_id.startswith(ids.KEYED) and text_id not in used:
            yield Problem(entry.file, entry.line, text_id, "no key needs this text: remove it or correct its id")


def _unknown_references(entries: Entries) -> Iterator[Problem]:
    for text_id, entry in entries.found.items():
        for reference in sorted(entry.references - entries.found.keys()):
            yield Problem(
                entry.file, entry.line, text_id, f"no text `{reference}`: add it or correct the reference"
            )


def _plurals(language: str, entries: Entries) -> Iterator[Problem]:
    for text_id, entry in entries.found.items():
        for forms in _plural_forms(entry):
            if missing := PLURALS[language] - forms:
                what = f"plural forms are missing: add {', '.join(sorted(missing))}"
                yield Problem(entry.file, entry.line, text_id, what)


def _plural_forms(entry: Entry) -> Iterator[set[str]]:
    for select in selects(entry.node):
        forms = {
            str(getattr(variant.key, "name", getattr(variant.key, "value", ""))) for variant in select.variants
        }
        if forms & (PLURALS["uk"] - {"other"}):
            yield forms


def _differences(one: Entries, other: Entries, language: str) -> Iterator[Problem]:
    yield from _only_in_one(one, other, language)
    for text_id in _texts(one) & _texts(other):
        entry, counterpart = one.found[text_id], other.found[text_id]
        if entry.variables != counterpart.variables:
            odd = ", ".join(f"${name}" for name in sorted(entry.variables ^ counterpart.variables))
            what = f"{odd} stands in one language only ({entry.file}:{entry.line}): use the same"
            yield Problem(counterpart.file, counterpart.line, text_id, what)


def _texts(entries: Entries) -> set[str]:
    """Terms are each language's own affair: one may need cases where another does not."""
    return {text_id for text_id in entries.found if not text_id.startswith("-")}


def _only_in_one(entries: Entries, others: Entries, language: str) -> Iterator[Problem]:
    for text_id in _texts(entries) - _texts(others):
        entry = entries.found[text_id]
        yield Problem(entry.file, entry.line, text_id, f"not in locales/{language}: translate it")

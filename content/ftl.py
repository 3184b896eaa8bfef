"""Fluent files as entries with their place: what texts exist, which variables and parts they use."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from content.problems import Problem


@dataclass(frozen=True)
class Entry:
    """One text. `references` are other texts and terms (with their dash) inside it."""

    file: str
    line: int
    node: ast.Message | ast.Term
    variables: frozenset[str]
    references: frozenset[str]


@dataclass
class Entries:
    """All texts of one language, terms under their name with the dash."""

    sources: dict[str, str] = field(default_factory=dict)
    found: dict[str, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class _Names(Visitor):
    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.references: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the library's convention
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.references.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802
        self.references.add(f"-{node.id.name}")


def read_language(directory: Path, language: str) -> Entries:
    entries = Entries()
    folder = directory / "locales" / language
    for path in sorted(folder.glob("*.ftl")):
        name = f"locales/{language}/{path.name}"
        try:
            entries.sources[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            entries.problems.append(Problem(name, 1, "", "is not UTF-8: save the file in UTF-8"))
        else:
            _read(name, entries)
    if not entries.sources:
        entries.problems.append(Problem(f"locales/{language}", 1, "", f"no texts: add *.ftl files to {folder}"))
    return entries


def _read(name: str, entries: Entries) -> None:
    source = entries.sources[name]
    for node in FluentParser().parse(source).body:
        if isinstance(node, ast.Junk):
            wrong = node.annotations[0] if node.annotations else None
            at = wrong.span.start if wrong and wrong.span else (node.span.start if node.span else 0)
            what = f"cannot be read ({wrong.message if wrong else 'unknown'}): correct this text"
            entries.problems.append(Problem(name, _line(source, at), "", what))
        elif isinstance(node, ast.Message | ast.Term):
            _add(name, node, _line(source, node.id.span.start if node.id.span else 0), entries)


def _add(name: str, node: ast.Message | ast.Term, line: int, entries: Entries) -> None:
    key = f"-{node.id.name}" if isinstance(node, ast.Term) else node.id.name
    if key in entries.found:
        first = entries.found[key]
        what = f"stands twice, first in {first.file}:{first.line}: keep one"
        entries.problems.append(Problem(name, line, key, what))
        return
    names = _Names()
    names.visit(node)
    entries.found[key] = Entry(name, line, node, frozenset(names.variables), frozenset(names.references))


def _line(source: str, at: int) -> int:
    return source.count("\n", 0, at) + 1


def selects(node: ast.Message | ast.Term) -> Iterator[ast.SelectExpression]:
    """The choices inside a text, such as plural forms."""
    found: list[ast.SelectExpression] = []

    class Collect(Visitor):
        def visit_SelectExpression(self, select: ast.SelectExpression) -> None:  # noqa: N802
            found.append(select)
            self.generic_visit(select)

    Collect().visit(node)
    return iter(found)

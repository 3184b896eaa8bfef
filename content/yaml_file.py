"""YAML read with the line of every field, so that a mistake can be shown where it stands."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from content.problems import Problem

M = TypeVar("M", bound=BaseModel)
Place = tuple[str | int, ...]
_TYPES = {
    "string_type": "must be text",
    "dict_type": "must be a list of `key: value`",
    "model_type": "must be a list of `key: value`",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "int_type": "must be a whole number",
}


@dataclass
class YamlFile:
    """`lines` maps the path of a field to its line; `problems` gathers every mistake of the file."""

    name: str
    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, place: Place, what: str) -> None:
        self.problems.append(Problem(self.name, self.line(place), dotted(place), what))

    def line(self, place: Place) -> int:
        """The line of the field, or of the nearest field around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def dotted(place: Place) -> str:
    return ".".join(str(part) for part in place)


def read(path: Path) -> YamlFile:
    file = YamlFile(path.name)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except FileNotFoundError:
        file.problem((), f"the file is missing: add it to {path.parent}")
    except UnicodeDecodeError:
        file.problem((), "is not UTF-8: save the file in UTF-8")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        file.problems.append(Problem(path.name, line, "", f"is not valid YAML: {error.problem or error.context}"))
    except yaml.YAMLError:
        file.problem(
            (), "holds characters that YAML does not allow: type the file anew, without control characters"
        )
    else:
        file.data = _value(root, (), file) if root is not None else {}
    return file


def _value(node: yaml.Node, place: Place, file: YamlFile) -> Any:
    file.lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, file)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*place, index), file) for index, item in enumerate(node.value)]
    # Every scalar stays text (`no` is a word here, not a boolean): models know what they expect.
    return None if node.tag == "tag:yaml.org,2002:null" else node.value


def _mapping(node: yaml.MappingNode, place: Place, file: YamlFile) -> dict[Hashable, Any]:
    found: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        here = (*place, key)
        if key in found:
            first = file.line(here)
            line = key_node.start_mark.line + 1
            what = f"stands twice, first in line {first}: keep one"
            file.problems.append(Problem(file.name, line, dotted(here), what))
            continue
        file.lines[here] = key_node.start_mark.line + 1
        found[key] = _value(value_node, here, file)
    return found


def parse(file: YamlFile, model: type[M]) -> M | None:
    """The file as `model`, or None after adding every mistake to `file.problems`."""
    if file.data is None:
        return None
    try:
        return model.model_validate(file.data)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            file.problem(_place(details["loc"]), _sentence(details))
        return None


def _place(loc: Place) -> Place:
    return tuple(part for part in loc if part != "[key]")


def _sentence(details: ErrorDetails) -> str:
    kind = details["type"]
    if kind == "missing":
        return "is missing: add it"
    if kind == "extra_forbidden":
        return "unknown key: remove it or correct its spelling"
    if kind in {"enum", "literal_error"}:
        return f"`{details['input']}` is not known: use {details['ctx']['expected']}"
    if kind == "value_error":
        return str(details["ctx"]["error"])
    if kind in {"too_short", "too_long"}:
        return details["msg"].lower()
    return _TYPES.get(kind, details["msg"])

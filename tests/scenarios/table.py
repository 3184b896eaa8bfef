"""The scenarios as the YAML files of this directory hold them. README.md says how they are written."""

from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from domain.outgoing import Kind
from domain.ticket import Notify
from tests.scenarios.times import KYIV, moment, start_of

HERE = Path(__file__).parent


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _timed(value: Any) -> Any:
    """YAML reads `+0` as a number."""
    return {_time(key): item for key, item in value.items()} if isinstance(value, dict) else value


def _time(key: Any) -> str:
    return "+0" if key == 0 else str(key)


def _texts(value: Any) -> Any:
    return {key: str(item) for key, item in value.items()} if isinstance(value, dict) else value


Lines = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Shown = Annotated[dict[str, str], BeforeValidator(_texts)]


class Other(BaseModel):
    """Another customer's ticket beside the one that the story is about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    comes: str
    topic: str = "features"
    operator: bool = False
    vip: str | None = None


class Scenario(BaseModel):
    """`pending`: what it waits for. `defect`: what the desk does instead, today."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, ignored_types=(cached_property,))

    name: str
    source: str
    note: str | None = None
    pending: str | None = None
    defect: str | None = None
    begins: Annotated[str, BeforeValidator(str)] = "Mon 10:00"  # YAML reads some dates itself
    topic: str = "features"
    intake: bool = False  # the story itself tells the intake; without, it starts with the receipt
    operator: bool = False  # instead of a topic the customer asks for a person
    vip: str | None = None  # until when
    zone: str | None = "Europe/Kyiv"  # null: nobody has asked yet
    notify: Notify | None = None
    content: dict[str, dict[str, Any]] = Field(default_factory=dict, alias="with")
    others: dict[str, Other] = Field(default_factory=dict)
    events: Annotated[dict[str, Lines], BeforeValidator(_timed)] = Field(default_factory=dict)
    expect: Annotated[dict[str, Shown], BeforeValidator(_timed)] = Field(default_factory=dict)
    customer_gets: Annotated[dict[str, Lines] | None, BeforeValidator(_timed)] = Field(
        default=None, alias="customer gets"
    )
    topic_gets: Annotated[dict[str, Lines] | None, BeforeValidator(_timed)] = Field(
        default=None, alias="topic gets"
    )
    never: tuple[Kind, ...] = ()

    @cached_property
    def start(self) -> datetime:
        return start_of(self.begins)

    def at(self, text: str) -> datetime:
        return moment(text, self.start)

    @cached_property
    def moments(self) -> list[datetime]:
        """When something happens or is looked at, in order; the last message is waited for."""
        coming = (other.comes for other in self.others.values())
        told = {self.at(text) for text in (*self.events, *self.expect, *coming)}
        messages = {self.at(text) for text in (*(self.customer_gets or ()), *(self.topic_gets or ()))}
        return sorted({*told, max(told | messages)})

    def others_at(self, when: datetime) -> dict[str, "Scenario"]:
        """Who comes then, as stories of their own."""
        return {
            name: Scenario(
                name=f"{self.name}: {name}",
                source=self.source,
                begins=f"{when.astimezone(KYIV).replace(tzinfo=None)}",
                topic=other.topic,
                operator=other.operator,
                vip=self.at(other.vip).isoformat() if other.vip else None,
                content=self.content,
            )
            for name, other in self.others.items()
            if self.at(other.comes) == when
        }

    def events_at(self, when: datetime) -> list[str]:
        return [line for text, lines in self.events.items() if self.at(text) == when for line in lines]

    def expected_at(self, when: datetime) -> dict[str, str]:
        return {
            name: value
            for text, shown in self.expect.items()
            if self.at(text) == when
            for name, value in shown.items()
        }


class ScenarioFile(BaseModel):
    """`with` of a file is what `with` of each of its scenarios adds to."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    about: str
    content: dict[str, dict[str, Any]] = Field(default_factory=dict, alias="with")
    scenarios: tuple[Scenario, ...]


def load() -> dict[str, list[Scenario]]:
    """By file, in the order of the alphabet; a name is used once."""
    return {path.stem: _scenarios(path) for path in sorted(HERE.glob("*.yaml"))}


def _scenarios(path: Path) -> list[Scenario]:
    file = ScenarioFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    names = [scenario.name for scenario in file.scenarios]
    twice = {name for name in names if names.count(name) > 1}
    assert not twice, f"{path.name}: {twice} stand there twice"
    return [
        scenario.model_copy(update={"content": merged(file.content, scenario.content)})
        for scenario in file.scenarios
    ]


def merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {key: merged(old.get(key), value) for key, value in new.items()}
    return new

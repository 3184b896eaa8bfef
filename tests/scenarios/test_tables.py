"""The tables: every line of the semantics is told, only with what people can do and the desk can show."""

import pytest

from tests.scenarios.run import not_there
from tests.scenarios.table import Scenario, load

SCENARIOS = [scenario for scenarios in load().values() for scenario in scenarios]
TOLD = [scenario for scenario in SCENARIOS if not scenario.pending]

# The lines of facts/peers.md section 2 by their first words.
LINES = (
    *("First response", "Next response", "Resolution", "Next due", "Pause", "Paused ticket comes back", "Freeze"),
    *("Avoid", "Breach record", "Warning before breach", "Policy choice", "SLA status", "Business time"),
    *("Customer message", "After resolution", "Waiting for customer", "Filter closing thanks", "Telegram"),
    *("once per resolution", "refuses a second", "valid up to 28 days", "keep the resolving agent"),
    *(
        "channel accepts messages",
        "skip automatic closure",
        "never during another dialogue",
        "guard in the workflow",
    ),
    *("Priority order", "Reopening", "at most one per 24 h"),
)


def sources(scenarios: list[Scenario]) -> str:
    return "\n".join(f"{scenario.source} {scenario.note or ''}" for scenario in scenarios)


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_semantics_has_a_scenario_that_runs(line: str) -> None:
    assert line in sources(TOLD)


def test_there_are_at_least_sixty_and_no_name_twice() -> None:
    assert len(TOLD) == len(SCENARIOS) >= 60
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS)


@pytest.mark.parametrize("scenario", TOLD, ids=lambda scenario: scenario.name)
def test_a_scenario_speaks_of_what_the_desk_has(scenario: Scenario) -> None:
    assert not not_there(scenario)

"""Every scenario of the tables (*.yaml) against the real workflow, with time skipped. How they read: README.md."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.scenarios.run import Outcome
from tests.scenarios.table import Scenario, load


def cases() -> Iterator[Any]:
    for file, scenarios in load().items():
        for scenario in scenarios:
            marks = []
            if scenario.pending:
                marks.append(pytest.mark.xfail(reason=scenario.pending, strict=False))
            if scenario.defect:
                marks.append(pytest.mark.xfail(reason=scenario.defect, strict=True))
            yield pytest.param(scenario, id=f"{file}: {scenario.name}", marks=marks)


@pytest.mark.parametrize("scenario", list(cases()))
def test_it_goes_as_told(scenario: Scenario, outcomes: dict[str, Outcome]) -> None:
    assert not outcomes[scenario.name].wrong, "\n".join(outcomes[scenario.name].wrong)

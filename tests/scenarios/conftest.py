"""The scenarios run side by side, once for all tests of this directory, and are told as one table at the end."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.conftest import Postgres
from tests.scenarios.run import Outcome, run_all
from tests.scenarios.table import Scenario
from tests.scenarios.world import opened

OUTCOMES = pytest.StashKey[dict[str, Outcome]]()


@pytest.fixture(scope="module")
async def outcomes(
    request: pytest.FixtureRequest,
    postgres: Postgres,
    migrated_template: str,
    temporal_env: WorkflowEnvironment,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[dict[str, Outcome]]:
    """Of the scenarios that were asked for."""
    chosen = [
        cast("Scenario", item.callspec.params["scenario"])
        for item in request.session.items
        if isinstance(item, pytest.Function) and hasattr(item, "callspec") and "scenario" in item.callspec.params
    ]
    name = "scenarios"
    postgres.execute(f'create database "{name}" template "{migrated_template}"')
    contents: Path = tmp_path_factory.mktemp("contents")
    async with opened(postgres.url(name), temporal_env, contents) as world:
        found = await run_all(world, chosen)
    request.config.stash[OUTCOMES] = found
    yield found
    postgres.execute(f'drop database "{name}" with (force)')


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in _table(config.stash.get(OUTCOMES, {})):
        terminalreporter.write_line(line)


def _table(outcomes: dict[str, Outcome]) -> list[str]:
    return [f"{_result(outcome):8} {outcome.seconds:5.1f}  {name}" for name, outcome in outcomes.items()]


def _result(outcome: Outcome) -> str:
    scenario: Scenario = outcome.scenario
    if scenario.pending:
        return "pending"
    if scenario.defect:
        return "defect"
    return "differs" if outcome.wrong else "as told"

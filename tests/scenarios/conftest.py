"""The scenarios run side by side, once for all tests of this directory, and are told as one table at the end."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from local import temporal
from tests.conftest import TIME_SKIPPING, Postgres, search_attribute_keys
from tests.scenarios.run import Outcome, run_all
from tests.scenarios.table import Scenario
from tests.scenarios.world import opened

OUTCOMES = pytest.StashKey[dict[str, Outcome]]()


@pytest.fixture(scope="module")
async def skipping(leashed_temporal: Path, runtime_dir: Path) -> AsyncIterator[WorkflowEnvironment]:
    """A server as `temporal_env`, of our own: without anybody else's tickets, and with fewer garbage runs."""
    program = runtime_dir / "temporal-of-scenarios"
    program.write_text(f'#!/bin/sh\nGOGC=600 exec {leashed_temporal} "$@"\n')
    program.chmod(0o755)
    async with await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        data_converter=pydantic_data_converter,
        search_attributes=search_attribute_keys(),
        dev_server_existing_path=str(program),
        dev_server_extra_args=temporal.dynamic_config_args((*temporal.DYNAMIC_CONFIG, *TIME_SKIPPING)),
    ) as environment:
        yield environment


@pytest.fixture(scope="module")
def scenarios_database(postgres: Postgres, migrated_template: str) -> Iterator[str]:
    """One for all scenarios of a module: each has a customer of its own."""
    name = "scenarios"
    postgres.execute(f'create database "{name}" template "{migrated_template}"')
    yield postgres.url(name)
    postgres.execute(f'drop database "{name}" with (force)')


@pytest.fixture(scope="module")
async def outcomes(
    request: pytest.FixtureRequest,
    scenarios_database: str,
    skipping: WorkflowEnvironment,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Outcome]:
    """Of the scenarios that were asked for."""
    async with opened(scenarios_database, skipping, tmp_path_factory.mktemp("contents")) as world:
        found = await run_all(world, _chosen(request.session.items))
    request.config.stash[OUTCOMES] = found
    return found


def _chosen(items: list[Any]) -> list[Scenario]:
    return [item.callspec.params["scenario"] for item in items if "outcomes" in getattr(item, "fixturenames", ())]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in _table(config.stash.get(OUTCOMES, {})):
        terminalreporter.write_line(line)


def _table(outcomes: dict[str, Outcome]) -> list[str]:
    return [f"{_result(outcome):8}  {name}" for name, outcome in outcomes.items()]


def _result(outcome: Outcome) -> str:
    scenario = outcome.scenario
    if scenario.pending or scenario.defect:
        kind = "pending" if scenario.pending else "defect"
        return kind if outcome.wrong else f"{kind}?"  # it goes as told already
    return "differs" if outcome.wrong else "as told"

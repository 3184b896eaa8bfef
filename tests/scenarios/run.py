"""Runs scenarios side by side, and keeps what came of each."""

import asyncio
import time
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.scenarios.checks import KNOWN, PRIORITY, differences, message_differences, unknown_kinds
from tests.scenarios.play import PAST, SETTLED, Play, begin
from tests.scenarios.steps import REFUSED, do, is_known
from tests.scenarios.table import Scenario
from tests.scenarios.times import said
from tests.scenarios.world import World

AT_ONCE = 12
PATIENCE = 60  # seconds for one scenario, all others beside it


@dataclass
class Outcome:
    scenario: Scenario
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


async def run_all(world: World, scenarios: Iterable[Scenario]) -> dict[str, Outcome]:
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(scenario: Scenario) -> Outcome:
        async with turns:
            return await run(world, scenario)

    outcomes = await asyncio.gather(*(one(scenario) for scenario in scenarios))
    return {outcome.scenario.name: outcome for outcome in outcomes}


async def run(world: World, scenario: Scenario) -> Outcome:
    outcome, began = Outcome(scenario), time.monotonic()
    if missing := not_there(scenario):
        return Outcome(scenario, [f"the desk does not have: {', '.join(missing)}"])
    try:
        async with asyncio.timeout(PATIENCE):
            play = await begin(world, scenario)
            try:
                outcome.wrong = await _live(play)
            finally:
                await play.end()
    except Exception:  # noqa: BLE001 - one scenario that breaks is its own matter
        outcome.wrong.append(traceback.format_exc())
    outcome.seconds = time.monotonic() - began
    return outcome


def not_there(scenario: Scenario) -> list[str]:
    """Sentences, shown values and messages that nobody has built yet: such a story need not be lived."""
    sentences = {line.partition(REFUSED)[0] for lines in scenario.events.values() for line in lines}
    shown = {name for values in scenario.expect.values() for name in values if not name.startswith(PRIORITY)}
    unknown = {sentence for sentence in sentences if not is_known(sentence)}
    return sorted(unknown | (shown - KNOWN) | unknown_kinds(scenario))


async def _live(play: Play) -> list[str]:
    """Time goes on only while the workflow has nothing to do: each skip also waits for what was told before it."""
    scenario, wrong = play.scenario, []
    for when in scenario.moments:
        for name, story in scenario.others_at(when).items():
            await play.advance(when + PAST)
            play.others[name] = await begin(play.world, story)
        events, expected = scenario.events_at(when), scenario.expected_at(when)
        found: list[str | None] = []
        if events:
            await play.advance(when + PAST)
            found += [await do(play, line) for line in events]
        if expected or not events:
            await play.advance(when + SETTLED)
            found += await differences(play, expected)
        wrong += [f"at {said(when, scenario.start)}: {what}" for what in found if what]
    await play.advance(scenario.moments[-1] + SETTLED)
    return wrong + message_differences(play)

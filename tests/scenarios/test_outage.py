"""A deadline that passes while no worker is there (SPEC D6). Time is not skipped here: it is fast."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from temporalio.testing import WorkflowEnvironment

from storage import tables
from tests.scenarios.checks import look
from tests.scenarios.play import Play, begin
from tests.scenarios.steps import do
from tests.scenarios.table import Scenario
from tests.scenarios.times import near
from tests.scenarios.world import World, idle, workers
from tests.support.waiting import until
from workflows.client import DeskClient

SPEED = 600  # a second is ten minutes of the desk's time
DUE = timedelta(minutes=30)
STORY = Scenario.model_validate(
    {
        "name": "outage",
        "source": "SPEC D6",
        "operator": True,
        "with": {"queues.yaml": {"queues": {"l1": {"targets": {"normal": {"first_response": "30 min"}}}}}},
    }
)


@asynccontextmanager
async def working(world: World) -> AsyncIterator[None]:
    await DeskClient(world.temporal).ensure_queues(world.policy({}).queues)
    async with AsyncExitStack() as stack:
        for worker in workers(world):
            await stack.enter_async_context(worker)
        yield


async def has_number(play: Play) -> bool:
    return (await play.world.rows.get(tables.ticket, play.ticket.id))["number"] is not None


async def state(play: Play) -> str:
    return str((await play.world.rows.get(tables.ticket, play.ticket.id))["sla_state"])


async def passed(play: Play, moment: datetime) -> bool:
    return play.ticket.clock.desk(datetime.now(UTC)) > moment


async def breached(play: Play) -> bool:
    return await state(play) == "breached"


async def answered(play: Play) -> bool:
    return (await play.world.rows.get(tables.ticket, play.ticket.id))["first_response_at"] is not None


async def test_after_an_outage_a_due_timer_fires_at_once_and_once_and_tells_the_true_due_time(
    scenarios_database: str, skipping: WorkflowEnvironment, tmp_path: Path
) -> None:
    async with idle(scenarios_database, skipping, tmp_path / "contents") as world:
        async with working(world):
            play = await begin(world, STORY, speed=SPEED)
            await until(lambda: has_number(play))
            created = (await look(play)).view.clocks[0].started
        assert await state(play) != "breached"
        late = created + DUE + timedelta(minutes=10)
        await until(lambda: passed(play, late))
        assert await state(play) != "breached", "somebody works although no worker is there"
        async with working(world):
            await until(lambda: breached(play), within=5)
            first = (await look(play)).view
            assert await do(play, "Olena replies") is None
            await until(lambda: answered(play))
            answered_late = (await look(play)).view
            await play.end()
    clock, met = first.clocks[0], answered_late.clocks[0].met
    assert (first.breaches, answered_late.breaches) == (("first_response",), ("first_response",))
    assert near(clock.breached, created + DUE)
    assert answered_late.clocks[0].breached == clock.breached
    assert met is not None
    assert met > created + DUE

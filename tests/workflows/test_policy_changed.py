"""Open tickets take changed content by a command: what was used of a target stays used."""

from datetime import timedelta

from temporalio.testing import WorkflowEnvironment

from domain.policy import TicketPolicy
from domain.ticket import Severity
from tests.support.desk import Desk
from tests.support.histories import keep
from tests.support.waiting import until
from tests.workflows.test_owner import open_ticket, settled
from workflows.client import DeskClient

MINUTE = timedelta(minutes=1)


def with_first_response(policy: TicketPolicy, target: timedelta) -> TicketPolicy:
    l1 = policy.queues["l1"]
    targets = l1.targets[Severity.NORMAL].model_copy(update={"first_response": target})
    changed = l1.model_copy(update={"targets": {**l1.targets, Severity.NORMAL: targets}})
    return policy.model_copy(update={"queues": {**policy.queues, "l1": changed}})


async def test_an_open_ticket_takes_another_target_and_keeps_what_it_used(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    await open_ticket(world)
    handle = await world.workflow()
    before = await world.row()
    await world.skip(temporal_env, handle, 5 * MINUTE)
    world.policy = with_first_response(world.policy, 60 * MINUTE)
    assert await tell_all(temporal_env) == (1, [])
    due = before.first_response_due + 45 * MINUTE
    await until(lambda: _near(world, due))
    await world.skip(temporal_env, handle, 20 * MINUTE)
    assert (await world.row()).sla_state == "ok"  # the old target would be past
    await keep(handle, "policy_changed")


async def test_a_ticket_of_an_older_desk_takes_what_the_new_one_can(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    current, world.policy = world.policy, world.policy.model_copy(update={"edition": 1})
    await open_ticket(world)
    handle = await world.workflow()
    world.policy = current
    await tell_all(temporal_env)
    await until(lambda: _told_more(world))
    await world.skip(temporal_env, handle, 16 * MINUTE)
    await settled(handle, world, queue="l2")
    await keep(handle, "newer_edition")


async def tell_all(env: WorkflowEnvironment) -> tuple[int, list[str]]:
    """Lists of Temporal follow what runs with a little delay."""
    client = DeskClient(env.client)

    async def told() -> tuple[int, list[str]] | None:
        found = await client.change_policy()
        return found if found[0] else None

    found = await until(told)
    assert found is not None
    return found


async def _near(world: Desk, due: object) -> bool:
    return bool((await world.row()).first_response_due == due)


async def _told_more(world: Desk) -> bool:
    return (await world.row()).waiting_since is not None

"""Commands of duty, anywhere in the agents' group; who is in it, and who leads it."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.agents.duty import Wish, WrongWish, wish_of
from bot.receiver import Held
from domain.calls import NoticeKind
from storage.tables import agent, fact, ticket
from tests.bot.conftest import MortalTemporal
from tests.bot.played import Played, working
from tests.support.receiving import (
    GROUP,
    JAMES,
    MARIA,
    OLENA,
    Raw,
    Receiving,
    in_general,
    in_topic,
    membership,
    private,
    receiving,
)
from tests.support.waiting import until

QUEUES = ("l1", "l2", "vip")
ALL = {"all", "усі"}


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("", Wish()),
        ("  3 ", Wish(capacity=3)),
        ("l1 vip", Wish(("l1", "vip"))),
        ("5, L2; l2", Wish(("l2",), capacity=5)),
        ("усі 50", Wish(every=True, capacity=50)),
        ("ALL", Wish(every=True)),
    ],
)
def test_queues_and_capacity_are_understood_in_any_order(words: str, wish: Wish) -> None:
    assert wish_of(words, QUEUES, ALL) == wish


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("l3", NoticeKind.UNKNOWN_QUEUE),
        ("l1 усі", NoticeKind.UNKNOWN_QUEUE),
        ("lunch until two", NoticeKind.UNKNOWN_QUEUE),
        ("0", NoticeKind.BAD_CAPACITY),
        ("51", NoticeKind.BAD_CAPACITY),
        ("-1", NoticeKind.BAD_CAPACITY),
        ("2.5", NoticeKind.BAD_CAPACITY),
        ("l1 3 4", NoticeKind.BAD_CAPACITY),
    ],
)
def test_what_cannot_be_meant_is_refused(words: str, kind: NoticeKind) -> None:
    with pytest.raises(WrongWish) as refused:
        wish_of(words, QUEUES, ALL)
    assert refused.value.kind is kind


async def row(world: Receiving) -> Any:
    return (await world.rows(select(agent)))[0]


async def told(world: Receiving, queue: str = "l1") -> list[str | None]:
    """Whom the queue was told to have gone, one entry for each time it was told anything of duty."""
    return [value["agent"] for name, value in await world.told(f"queue/{queue}") if name == "duty_changed"]


async def mark(world: Receiving, raw: Raw) -> Raw | None:
    return await world.notice_by_key(f"mark/{world.bot.id}/{raw['update_id']}")


@pytest.mark.parametrize("place", ["general", "a topic"])
async def test_going_on_duty_is_a_row_then_a_word_to_every_queue_then_a_reaction(
    world: Receiving, place: str
) -> None:
    raw = in_general(OLENA, "/on l1 3") if place == "general" else in_topic(OLENA, 7, "/on@nightdesk_bot l1 3")
    await world.receive(raw)
    olena = await row(world)
    assert olena.on_duty_since is not None
    assert (olena.queues, olena.capacity) == (["l1"], 3)
    assert [await told(world, queue) for queue in ("l1", "l2", "vip", "security", "lead")] == [[None]] * 5
    assert [name for name, _ in await world.told("duty")] == ["duty_changed"]
    marked = await mark(world, raw)
    assert marked
    assert marked["message"] == raw["message"]["message_id"]
    assert await world.notice(raw) is None, "a reaction, no message"


async def test_the_same_update_twice_changes_nothing(world: Receiving) -> None:
    raw = in_general(OLENA, "/on vip")
    await world.receive(raw)
    before = await row(world)
    await world.receive(raw)
    assert await row(world) == before


async def test_what_was_chosen_is_remembered(world: Receiving) -> None:
    for words in ("/on vip 7", "/off", "/on"):
        await world.receive(in_general(OLENA, words))
    olena = await row(world)
    assert (olena.queues, olena.capacity, olena.on_duty_since is None) == (["vip"], 7, False)


async def test_going_off_duty_tells_the_queues_who(world: Receiving) -> None:
    await world.receive(in_general(OLENA, "/on"))
    await world.receive(in_general(OLENA, "/off"))
    olena = await row(world)
    assert olena.on_duty_since is None
    assert await told(world) == [None, olena.ref]


@pytest.mark.parametrize(("words", "kind"), [("/on kitchen", "unknown_queue"), ("/on 900", "bad_capacity")])
async def test_a_wrong_word_is_answered_and_nobody_goes_on_duty(world: Receiving, words: str, kind: str) -> None:
    raw = in_general(OLENA, words)
    await world.receive(raw)
    notice = await world.notice(raw)
    assert notice
    assert (notice["kind"], notice["reply_to"]) == (kind, raw["message"]["message_id"])
    assert "kitchen" not in str(notice), "what people write stays out of Temporal"
    assert (await row(world)).on_duty_since is None


async def test_a_command_to_another_bot_is_none_of_ours(world: Receiving) -> None:
    await world.receive(in_general(OLENA, "/on@other_bot"))
    assert await world.rows(select(agent)) == []


async def test_an_anonymous_administrator_is_told_why_not(world: Receiving) -> None:
    group = {"id": GROUP, "type": "supergroup", "title": "Agents"}
    raw = in_general(OLENA, "/on", sender_chat=group)
    await world.receive(raw)
    notice = await world.notice(raw)
    assert notice
    assert notice["kind"] == "anonymous"


async def test_duty_is_safe_only_when_the_queues_know(
    database: AsyncEngine, mortal_temporal: MortalTemporal
) -> None:
    """Temporal away: Telegram keeps the update; the row is there and waits for the word."""
    client = await mortal_temporal.connect()
    raw = in_general(OLENA, "/on")
    async with receiving(database, client) as world:
        mortal_temporal.kill()
        with pytest.raises(Held):
            await world.receive(raw)
        since = (await row(world)).on_duty_since
        assert since is not None
        mortal_temporal.start_again()

        async def received() -> bool:
            try:
                await world.receive(raw)
            except Held:
                return False
            return True

        await until(received, within=30)
        assert await told(world) == [None]
        assert (await row(world)).on_duty_since == since


# members and leads


async def test_who_leaves_the_group_is_off_duty_and_their_tickets_are_handed_over(world: Receiving) -> None:
    await world.receive(in_general(OLENA, "/on"))
    await world.receive(membership(OLENA, "left"))
    olena = await row(world)
    assert (olena.on_duty_since, olena.left_at is None) == (None, False)
    assert await told(world) == [None, olena.ref]
    await world.receive(membership(OLENA, "member"))
    olena = await row(world)
    assert (olena.on_duty_since, olena.left_at) == (None, None)


async def test_a_service_message_of_a_leave_counts_as_well(world: Receiving) -> None:
    await world.receive(in_general(OLENA, "/on"))
    raw = in_general(OLENA, "", left_chat_member=OLENA)
    del raw["message"]["text"]
    await world.receive(raw)
    assert (await row(world)).left_at is not None


async def test_a_stranger_who_leaves_is_nobodys_matter(world: Receiving) -> None:
    await world.receive(membership(OLENA, "left"))
    assert await world.rows(select(agent)) == []


async def test_administrators_who_are_people_are_leads(play: Played) -> None:
    async def leads() -> list[str]:
        rows = await play.world.rows(select(agent.c.name).where(agent.c.lead).order_by(agent.c.name))
        return [row.name for row in rows]

    await play.world.parts.members.sync_leads()
    assert await leads() == ["Олена К."]
    members = f"chats/{play.group}/members"
    await play.telegram.post(members, user_id=play.taras.id, by_user_id=play.olena.id, action="promote")

    async def both() -> bool:
        return await leads() == ["Олена К.", "Тарас"]

    await until(both)
    await play.telegram.post(members, user_id=play.taras.id, by_user_id=play.olena.id, action="demote")

    async def one() -> bool:
        return await leads() == ["Олена К."]

    await until(one)


# next ticket


async def test_next_claims_the_first_in_order_of_work_and_answers_with_it(play: Played) -> None:
    async with working(play):
        first, second = await play.registered(play.maria), await play.registered(play.james)
        written = await play.olena.in_group(play.group).write("/next")

        async def claimed() -> Any:
            return await play.world.scalar(select(ticket.c.assignee).where(ticket.c.id == first))

        await until(claimed)
        assert await play.world.scalar(select(ticket.c.assignee).where(ticket.c.id == second)) is None
        notices = await _notices(play, "next_ticket")
        assert [(one["params"], one["reply_to"]) for one in notices] == [({"ticket": first}, written.id)]
        await play.taras.in_group(play.group).write("/next")
        await until(lambda: play.world.scalar(select(ticket.c.assignee).where(ticket.c.id == second)))
        await play.taras.in_group(play.group).write("/next")
        assert len(await _notices(play, "no_next_ticket")) == 1


async def test_next_that_cannot_be_applied_in_time_asks_to_try_again(play: Played) -> None:
    """Without a worker no ticket answers."""
    opened = await play.ticket(play.maria)
    await play.set_ticket(opened, number=1001, phase="open", queue="l1")
    await play.olena.in_group(play.group).write("/next")
    assert len(await _notices(play, "try_again")) == 1


async def test_a_repeated_next_begins_with_the_same_ticket(world: Receiving) -> None:
    await world.receive(private(MARIA))
    await world.receive(private(JAMES))
    await world.register()
    async with world.database.begin() as connection:
        await connection.execute(update(ticket).values(queue="l1"))
    raw = in_general(OLENA, "/next")
    await world.receive(raw)
    await world.receive(raw)
    chosen = await world.rows(select(fact.c.ticket).where(fact.c.update_id == raw["update_id"]))
    assert len(chosen) == 1


async def _notices(play: Played, kind: str) -> list[Raw]:
    """As the senders will get them; waits for the first."""

    async def found() -> list[Raw]:
        keys = [f"notice/{play.bot_id}/{n}" for n in await _updates(play)]
        notices = [await play.world.notice_by_key(key) for key in keys]
        return [one for one in notices if one and one["kind"] == kind]

    return await until(found)


async def _updates(play: Played) -> list[int]:
    entries = [entry for entry in await play.telegram.ledger() if entry.get("bot_id") == play.bot_id]
    return sorted({n for entry in entries for n in _ids(entry)})


def _ids(node: Any) -> list[int]:
    if isinstance(node, dict):
        own = [node["update_id"]] if isinstance(node.get("update_id"), int) else []
        return own + [n for value in node.values() for n in _ids(value)]
    return [n for value in node for n in _ids(value)] if isinstance(node, list) else []

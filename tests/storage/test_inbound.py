"""Which ticket a message goes to, and that a fact is written once and told until it arrived."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.messages import AgentReplied, CustomerAsked, CustomerWrote, Understood
from domain.ticket import ContentKind, Phase
from storage.agents import Agents, Member
from storage.customers import Customers, Person
from storage.database import open_database
from storage.facts import Facts, Origin, PendingFact
from storage.inbound import Inbound
from storage.messages import Content
from storage.presses import Presses
from storage.redirect import Redirect
from storage.tables import customer, delivery, fact, message, message_version, ticket

BOT = 7
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
MARIA = Person(telegram_id=101, name="Maria", language="uk")
JAMES = Person(telegram_id=202, name="James", language="en")
_ids = count(1)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_database(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def inbound(database: AsyncEngine) -> Inbound:
    return Inbound(database)


def origin(person: Person = MARIA) -> Origin:
    return Origin(BOT, next(_ids), person.telegram_id)


def words(person: Person = MARIA, text: str = "Hello", reply_to: int | None = None) -> Content:
    return Content(person.telegram_id, 1000 + next(_ids), ContentKind.TEXT, text, reply_to=reply_to)


async def wrote(
    inbound: Inbound, person: Person = MARIA, *, reply_to: int | None = None, come: Origin | None = None
) -> PendingFact:
    content = words(person, reply_to=reply_to)
    pending = await inbound.customer_wrote(come or origin(person), person, content, Understood(), thanks=False)
    return pending[-1]


async def scalar(database: AsyncEngine, query: Any) -> Any:
    async with database.connect() as connection:
        return await connection.scalar(query)


async def register(database: AsyncEngine, ticket_id: int, phase: Phase = Phase.OPEN) -> None:
    async with database.begin() as connection:
        values = {"number": 1000 + ticket_id, "phase": phase}
        await connection.execute(update(ticket).where(ticket.c.id == ticket_id).values(**values))


async def close(database: AsyncEngine, ticket_id: int) -> None:
    async with database.begin() as connection:
        await connection.execute(update(ticket).where(ticket.c.id == ticket_id).values(closing_at=AT))


async def two_registered(inbound: Inbound, database: AsyncEngine) -> tuple[int, int]:
    first = (await wrote(inbound)).ticket
    await register(database, first)
    second = (await inbound.new_asked(origin(), MARIA))[-1].ticket
    await register(database, second)
    return first, second


async def announced(database: AsyncEngine, fact_id: int) -> bool:
    return (await scalar(database, select(fact.c.input).where(fact.c.id == fact_id)))["announce"] is True


async def test_the_first_message_makes_a_customer_a_draft_and_a_fact(
    inbound: Inbound, database: AsyncEngine
) -> None:
    told = await wrote(inbound)
    ref = await scalar(database, select(customer.c.ref))
    assert told.workflow_id == f"ticket/{ref}/1"
    assert told.customer == ref
    value = told.value()
    assert isinstance(value, CustomerWrote)
    assert (value.fact, value.announce) == (told.id, False)
    assert "Maria" not in ref
    assert str(MARIA.telegram_id) not in told.workflow_id


async def test_two_first_messages_at_once_are_one_ticket(inbound: Inbound, database: AsyncEngine) -> None:
    told = await asyncio.gather(*(wrote(inbound) for _ in range(8)))
    assert {fact.ticket for fact in told} == {told[0].ticket}
    assert await scalar(database, select(func.count()).select_from(message)) == 8
    assert await scalar(database, select(customer.c.tickets)) == 1


async def test_first_messages_of_different_people_do_not_meet(inbound: Inbound) -> None:
    one, other = await asyncio.gather(wrote(inbound, MARIA), wrote(inbound, JAMES))
    assert one.ticket != other.ticket
    assert one.customer != other.customer


async def test_the_same_update_at_once_is_one_fact_that_both_tell(inbound: Inbound, database: AsyncEngine) -> None:
    come, content = origin(), words()
    told = await asyncio.gather(
        *(inbound.customer_wrote(come, MARIA, content, Understood(), thanks=False) for _ in range(4))
    )
    assert len({pending[0].id for pending in told}) == 1
    assert await scalar(database, select(func.count()).select_from(fact)) == 1


async def test_a_known_update_is_told_again_until_it_is_forwarded(inbound: Inbound, database: AsyncEngine) -> None:
    come, content = origin(), words()
    first = await inbound.customer_wrote(come, MARIA, content, Understood(), thanks=False)
    again = await inbound.customer_wrote(come, MARIA, content, Understood(), thanks=False)
    assert again == first
    await Facts(database).mark_forwarded(first[0].id)
    assert await inbound.customer_wrote(come, MARIA, content, Understood(), thanks=False) == []


async def test_what_did_not_arrive_before_is_told_before(inbound: Inbound) -> None:
    lost = await wrote(inbound)
    pending = await inbound.customer_wrote(origin(), MARIA, words(), Understood(), thanks=False)
    assert [fact.id for fact in pending] == [lost.id, pending[-1].id]
    assert len(pending) == 2


async def test_a_reply_goes_to_the_ticket_of_the_message_replied_to(
    inbound: Inbound, database: AsyncEngine
) -> None:
    first, _second = await two_registered(inbound, database)
    mine = await scalar(database, select(message.c.message_id).where(message.c.ticket == first))
    told = await wrote(inbound, reply_to=mine)
    assert told.ticket == first
    assert not await announced(database, told.id)


async def test_a_reply_to_what_we_sent_goes_to_its_ticket_even_to_a_later_part(
    inbound: Inbound, database: AsyncEngine
) -> None:
    first, second = await two_registered(inbound, database)
    async with database.begin() as connection:
        sent = {"kind": "agent_reply", "chat": MARIA.telegram_id, "state": "sent"}
        await connection.execute(
            insert(delivery).values(key="a", ticket=first, message_id=50, more_ids=[51], **sent)
        )
        await connection.execute(insert(delivery).values(key="b", ticket=second, message_id=60, **sent))
    assert (await wrote(inbound, reply_to=51)).ticket == first
    assert (await wrote(inbound, reply_to=60)).ticket == second


async def test_a_reply_never_reaches_a_strangers_ticket(inbound: Inbound, database: AsyncEngine) -> None:
    theirs = (await wrote(inbound, JAMES)).ticket
    async with database.begin() as connection:
        await connection.execute(
            insert(delivery).values(
                key="x", ticket=theirs, kind="receipt", chat=MARIA.telegram_id, message_id=70, state="sent"
            )
        )
    assert (await wrote(inbound, MARIA, reply_to=70)).ticket != theirs


async def test_a_focus_on_a_strangers_ticket_is_not_followed(inbound: Inbound, database: AsyncEngine) -> None:
    theirs = (await wrote(inbound, JAMES)).ticket
    mine = (await wrote(inbound, MARIA)).ticket
    await inbound.focus_chosen(MARIA.telegram_id, theirs)
    assert (await wrote(inbound, MARIA)).ticket == mine


async def test_without_a_reply_the_focus_decides_and_the_customer_is_told(
    inbound: Inbound, database: AsyncEngine
) -> None:
    first, second = await two_registered(inbound, database)
    told = await wrote(inbound)
    assert (told.ticket, await announced(database, told.id)) == (second, True)
    more = await wrote(inbound)
    assert (more.ticket, await announced(database, more.id)) == (second, False)
    await inbound.focus_chosen(MARIA.telegram_id, first)
    told = await wrote(inbound)
    assert (told.ticket, await announced(database, told.id)) == (first, True)


async def test_a_resolved_ticket_counts_only_when_nothing_else_is_open(
    inbound: Inbound, database: AsyncEngine
) -> None:
    first, second = await two_registered(inbound, database)
    await register(database, second, Phase.RESOLVED)
    told = await wrote(inbound)
    assert (told.ticket, await announced(database, told.id)) == (first, False)
    await register(database, first, Phase.CLOSED)
    assert (await wrote(inbound)).ticket == first  # in focus since the last message


async def test_after_the_end_of_a_ticket_a_message_opens_a_linked_one(
    inbound: Inbound, database: AsyncEngine
) -> None:
    ended = (await wrote(inbound)).ticket
    await register(database, ended, Phase.CLOSED)
    await close(database, ended)
    new = (await wrote(inbound)).ticket
    assert new != ended
    assert await scalar(database, select(ticket.c.linked_to).where(ticket.c.id == new)) == ended


async def test_start_remembers_where_the_customer_came_from(inbound: Inbound, database: AsyncEngine) -> None:
    pending = await inbound.customer_started(origin(), MARIA, "channel_7")
    assert pending
    assert pending[0].source == "channel_7"
    value = pending[0].value()
    assert isinstance(value, CustomerAsked)
    assert value.ask == "start"
    await inbound.customer_started(origin(), MARIA, "other")
    assert await scalar(database, select(customer.c.source)) == "channel_7"


async def test_start_shows_the_tickets_of_who_has_some(inbound: Inbound, database: AsyncEngine) -> None:
    await register(database, (await wrote(inbound)).ticket)
    assert await inbound.customer_started(origin(), MARIA, None) is None


async def test_start_of_who_has_only_resolved_tickets_begins_a_new_one(
    inbound: Inbound, database: AsyncEngine
) -> None:
    old = (await wrote(inbound)).ticket
    await register(database, old, Phase.RESOLVED)
    pending = await inbound.customer_started(origin(), MARIA, None)
    assert pending
    assert pending[-1].ticket != old


async def test_an_edit_keeps_the_old_words(inbound: Inbound, database: AsyncEngine) -> None:
    content = words(text="My card")
    await inbound.customer_wrote(origin(), MARIA, content, Understood(), thanks=False)
    edited = Content(content.chat, content.message_id, ContentKind.TEXT, "My account")
    pending = await inbound.customer_edited(origin(), MARIA, edited)
    assert [fact.signal for fact in pending] == ["customer_wrote", "customer_edited"]
    assert await scalar(database, select(message.c.text)) == "My account"
    assert await scalar(database, select(message_version.c.text)) == "My card"


async def test_an_edit_that_changes_no_words_or_belongs_to_nothing_is_not_told(
    inbound: Inbound, database: AsyncEngine
) -> None:
    content = words()
    await inbound.customer_wrote(origin(), MARIA, content, Understood(), thanks=False)
    await inbound.customer_edited(origin(), MARIA, content)
    await inbound.customer_edited(origin(), MARIA, words())
    assert await scalar(database, select(func.count()).select_from(fact)) == 1


async def test_blocking_is_told_to_every_open_ticket(inbound: Inbound, database: AsyncEngine) -> None:
    first, second = await two_registered(inbound, database)
    pending = await inbound.customer_moved(origin(), MARIA.telegram_id, reachable=False)
    moved = [fact for fact in pending if fact.signal == "customer_moved"]
    assert [fact.ticket for fact in moved] == [first, second]
    assert await scalar(database, select(customer.c.blocked_at)) is not None
    await inbound.customer_moved(origin(), MARIA.telegram_id, reachable=True)
    assert await scalar(database, select(customer.c.blocked_at)) is None


async def test_blocking_by_a_stranger_makes_no_customer(inbound: Inbound, database: AsyncEngine) -> None:
    assert await inbound.customer_moved(origin(), 999, reachable=False) == []
    assert await Customers(database).find(999) is None


async def test_a_new_language_is_told_to_open_tickets_and_the_draft_asks_again(
    inbound: Inbound, database: AsyncEngine
) -> None:
    first = (await wrote(inbound)).ticket
    await register(database, first)
    draft = (await inbound.new_asked(origin(), MARIA))[-1].ticket
    pending, repeats = await inbound.language_chosen(origin(), MARIA, "en")
    told = [(fact.ticket, fact.signal) for fact in pending if fact.signal != "customer_wrote"]
    assert repeats
    assert told[-3:] == [(first, "customer_changed"), (draft, "customer_changed"), (draft, "customer_asked")]
    assert await scalar(database, select(customer.c.language)) == "en"


async def test_words_for_a_ticket_that_ended_move_to_another_linked_one(
    inbound: Inbound, database: AsyncEngine
) -> None:
    late = await wrote(inbound)
    await register(database, late.ticket)
    moved = await Redirect(database).choose_again(late.id, AT)
    assert moved
    assert moved.ticket != late.ticket
    assert moved.workflow_id.endswith("/2")
    linked = select(ticket.c.linked_to).where(ticket.c.id == moved.ticket)
    assert await scalar(database, linked) == late.ticket
    assert await scalar(database, select(message.c.ticket)) == moved.ticket
    closing = select(ticket.c.closing_at).where(ticket.c.id == late.ticket)
    assert await scalar(database, closing) == AT


async def test_an_edit_for_a_ticket_that_ended_has_nobody_to_tell(inbound: Inbound, database: AsyncEngine) -> None:
    content = words()
    first = await inbound.customer_wrote(origin(), MARIA, content, Understood(), thanks=False)
    await Facts(database).mark_forwarded(first[0].id)
    edited = Content(content.chat, content.message_id, ContentKind.TEXT, "Other words")
    pending = await inbound.customer_edited(origin(), MARIA, edited)
    assert await Redirect(database).choose_again(pending[0].id, AT) is None
    assert await Facts(database).count_waiting() == 0


async def test_an_agent_is_known_from_the_first_message_and_keeps_the_reference(
    inbound: Inbound, database: AsyncEngine
) -> None:
    ticket_id = (await wrote(inbound)).ticket
    agents, group = Agents(database), -1001
    olena = Member(telegram_id=31, name="Olena K.")
    content = Content(group, 5, ContentKind.TEXT, "Checking now")
    pending = await agents.replied(Origin(BOT, next(_ids), group), olena, ticket_id, content)
    reply = pending[-1].value()
    assert isinstance(reply, AgentReplied)
    assert await agents.name_of(reply.agent) == "Olena K."
    renamed = Member(telegram_id=31, name="Olena B.")
    assert await agents.ensure(renamed) == reply.agent
    assert await agents.name_of(reply.agent) == "Olena B."


async def test_waiting_facts_are_held_by_one_sweeper_at_a_time(inbound: Inbound, database: AsyncEngine) -> None:
    told = [await wrote(inbound) for _ in range(2)]
    facts, old = Facts(database), timedelta(seconds=-1)
    assert await facts.chats_waiting(old) == [MARIA.telegram_id]
    async with facts.hold_chat(MARIA.telegram_id, old) as mine:
        assert [fact.id for fact in mine] == [fact.id for fact in told]
        async with facts.hold_chat(MARIA.telegram_id, old) as theirs:
            assert theirs == []
    assert await facts.chats_waiting(timedelta(seconds=60)) == []


async def test_a_late_rating_counts_once(inbound: Inbound, database: AsyncEngine) -> None:
    presses = Presses(database)
    pressed = await presses.ticket((await wrote(inbound)).ticket)
    assert pressed
    assert pressed.owner == MARIA.telegram_id
    assert await presses.rate_after_the_end(pressed, 1, 5, AT)
    assert not await presses.rate_after_the_end(pressed, 1, 1, AT)


# thanks after the end


async def thanked(inbound: Inbound) -> list[PendingFact]:
    return await inbound.customer_wrote(origin(), MARIA, words(text="Дякую"), Understood(), thanks=True)


async def test_thanks_after_the_end_stay_with_that_ticket_and_begin_none(
    inbound: Inbound, database: AsyncEngine
) -> None:
    """SPEC C10: it asks for nothing, so nobody is told and nobody asks back."""
    first = await wrote(inbound)
    async with database.begin() as connection:
        await connection.execute(update(ticket).values(number=1001, phase=Phase.CLOSED, closing_at=AT))
    assert await thanked(inbound) == []
    tickets = select(message.c.ticket).order_by(message.c.id.desc()).limit(1)
    assert await scalar(database, tickets) == first.ticket
    assert await scalar(database, select(func.count()).select_from(ticket)) == 1


async def test_thanks_of_somebody_new_begin_a_request(inbound: Inbound, database: AsyncEngine) -> None:
    assert len(await thanked(inbound)) == 1
    assert await scalar(database, select(func.count()).select_from(ticket)) == 1


async def test_thanks_that_meet_the_end_on_their_way_are_not_told(inbound: Inbound, database: AsyncEngine) -> None:
    await wrote(inbound)
    async with database.begin() as connection:
        await connection.execute(update(ticket).values(number=1001, phase=Phase.RESOLVED))
        await connection.execute(update(fact).values(forwarded_at=func.now()))
    (pending,) = await thanked(inbound)
    assert await Redirect(database).choose_again(pending.id, AT) is None
    assert await scalar(database, select(func.count()).select_from(ticket)) == 1
    assert await scalar(database, select(func.count()).where(fact.c.forwarded_at.is_(None))) == 0

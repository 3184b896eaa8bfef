"""The SQL activities, each on a real database and each called twice where a retry may call it twice."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.records import Records
from domain.calls import (
    BeginClosing,
    CustomerProfile,
    CustomerQuery,
    Projection,
    RecordConsent,
    RecordRating,
    RegisterTicket,
    SetNotify,
    TicketQuery,
)
from domain.ticket import Notify, Phase, Severity
from storage import tables
from storage.database import open_database
from storage.duty import Duty
from storage.pace import Paces
from storage.profiles import Profiles
from storage.tickets import Tickets
from tests.support.policy import POLICY
from tests.support.rows import Rows

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def records(database: AsyncEngine) -> Records:
    return Records(Profiles(database), Tickets(database), Duty(database), Paces(database), lambda: POLICY)


async def run(activity: Any, *args: Any) -> Any:
    return await ActivityEnvironment().run(activity, *args)


def registration(ticket: int, **values: Any) -> RegisterTicket:
    return RegisterTicket(ticket=ticket, at=NOW, topic="payment", queue="l1", severity=Severity.HIGH, **values)


async def test_the_policy_in_force_is_given(records: Records) -> None:
    assert await run(records.load_policy) == POLICY


async def test_a_new_customer_has_not_consented_and_gets_the_desks_zone(records: Records, rows: Rows) -> None:
    await rows.customer(ref="new")
    profile = await run(records.load_customer, CustomerQuery(customer="new"))
    assert profile == CustomerProfile(consented=False, zone=POLICY.desk_zone, zone_known=False)


async def test_consent_counts_only_for_the_notice_in_force(records: Records, rows: Rows) -> None:
    await rows.customer(ref="old", consent_version="an older one")
    await rows.customer(ref="now", consent_version=POLICY.consent_version)
    assert not (await run(records.load_customer, CustomerQuery(customer="old"))).consented
    assert (await run(records.load_customer, CustomerQuery(customer="now"))).consented


async def test_the_profile_carries_what_the_customer_chose(records: Records, rows: Rows) -> None:
    await rows.customer(
        ref="c", language="en", zone="Asia/Tokyo", notify="answers_only", welcomed_at=NOW, blocked_at=NOW
    )
    profile = await run(records.load_customer, CustomerQuery(customer="c"))
    assert (profile.language, profile.zone, profile.notify) == ("en", "Asia/Tokyo", Notify.ANSWERS_ONLY)
    assert profile.welcomed
    assert not profile.reachable


async def test_a_vip_mark_ends_at_the_desk_time_it_is_given_until(records: Records, rows: Rows) -> None:
    await rows.customer(ref="vip", vip_until=NOW)
    before = await run(records.load_customer, CustomerQuery(customer="vip", at=NOW - timedelta(seconds=1)))
    after = await run(records.load_customer, CustomerQuery(customer="vip", at=NOW))
    assert (before.vip, after.vip) == (True, False)


async def test_a_row_that_is_not_there_is_final(records: Records) -> None:
    with pytest.raises(ApplicationError) as caught:
        await run(records.load_customer, CustomerQuery(customer="erased"))
    assert caught.value.type == "gone"
    assert caught.value.non_retryable


async def test_a_failure_carries_a_code_and_no_text(rows: Rows, database_url: str) -> None:
    lost = open_database(database_url.replace("127.0.0.1", "127.0.0.2"))
    records = Records(Profiles(lost), Tickets(lost), Duty(lost), Paces(lost), lambda: POLICY)
    with pytest.raises(ApplicationError) as caught:
        await run(records.load_customer, CustomerQuery(customer="c"))
    assert str(caught.value) == "OperationalError: OperationalError"
    assert not caught.value.non_retryable
    assert caught.value.__cause__ is None
    await lost.dispose()


async def test_consent_is_kept_with_version_and_time_once(records: Records, rows: Rows) -> None:
    customer = await rows.customer(ref="c", refused_at=NOW)
    ticket = await rows.ticket(customer)
    decision = RecordConsent(customer="c", ticket=ticket, granted=True, version="2", at=NOW)
    await run(records.record_consent, decision)
    await run(records.record_consent, decision)
    stored = await rows.get(tables.customer, customer)
    assert (stored["consent_version"], stored["consent_at"], stored["refused_at"]) == ("2", NOW, None)
    assert [(row["granted"], row["version"], row["at"]) for row in await rows.all(tables.consent)] == [
        (True, "2", NOW)
    ]


async def test_a_refusal_leaves_nothing_but_itself(records: Records, rows: Rows) -> None:
    customer = await rows.customer(
        ref="c",
        telegram_id=42,
        username="maria",
        language="en",
        zone="Europe/Kyiv",
        source="ad",
        notify="answers_only",
    )
    ticket = await rows.ticket(customer, source="ad", answers={"amount": "words"}, topic="payment")
    message = await rows.message(ticket, text="my phone is 050", chat=42)
    told = await rows.fact(ticket, message=message, input={"understood": {"topic": "payment"}}, forwarded_at=NOW)
    untold = await rows.fact(ticket, message=message, input={"message": message})
    dead = {"bot": 7, "update_id": 900, "chat": 42, "code": "x", "attempts": 5, "raw": {"text": "secret"}}
    await rows.add(tables.dead_letter, dead)

    await run(
        records.record_consent, RecordConsent(customer="c", ticket=ticket, granted=False, version="2", at=NOW)
    )

    stored = await rows.get(tables.customer, customer)
    kept = {key: value for key, value in stored.items() if value not in (None, "", 0, False)}
    assert set(kept) == {"id", "ref", "telegram_id", "language", "refused_at", "created_at"}
    assert await rows.all(tables.message) == []
    assert await rows.all(tables.dead_letter) == []
    row = await rows.get(tables.ticket, ticket)
    assert (row["source"], row["topic"], row["answers"]) == (None, None, {})
    assert (await rows.get(tables.fact, told))["input"] == {}
    assert (await rows.get(tables.fact, untold))["input"] == {"message": message}, "it must still be told"


async def test_a_refusal_later_on_keeps_the_tickets_that_were_consented_to(records: Records, rows: Rows) -> None:
    customer = await rows.customer(ref="c")
    earlier = await rows.ticket(customer, number=1001)
    await rows.message(earlier, text="earlier words")
    draft = await rows.ticket(customer)
    await rows.message(draft, text="new words")
    await run(
        records.record_consent, RecordConsent(customer="c", ticket=draft, granted=False, version="2", at=NOW)
    )
    assert [row["text"] for row in await rows.all(tables.message)] == ["earlier words"]
    assert (await rows.get(tables.customer, customer))["name"] == "Марія"


async def test_notifications_are_as_chosen(records: Records, rows: Rows) -> None:
    customer = await rows.customer(ref="c")
    await run(records.set_notify, SetNotify(customer="c", notify=Notify.DAILY_SUMMARY))
    assert (await rows.get(tables.customer, customer))["notify"] == "daily_summary"


async def test_a_ticket_gets_its_number_once(records: Records, rows: Rows) -> None:
    ticket = await rows.ticket(await rows.customer())
    first = await run(records.register_ticket, registration(ticket))
    again = await run(records.register_ticket, registration(ticket))
    other = await run(records.register_ticket, registration(await rows.ticket(await rows.customer())))
    assert (first.number, again.number, other.number) == (1001, 1001, 1002)
    stored = await rows.get(tables.ticket, ticket)
    assert (stored["registered_at"], stored["queue"], stored["severity"]) == (NOW, "l1", "high")


async def test_what_the_customer_wrote_before_the_number_is_the_intake(records: Records, rows: Rows) -> None:
    ticket = await rows.ticket(await rows.customer())
    await rows.message(ticket)
    last = await rows.message(ticket)
    await run(records.register_ticket, registration(ticket))
    await rows.message(ticket)
    await run(records.register_ticket, registration(ticket))
    assert (await rows.get(tables.ticket, ticket))["intake_until"] == last


async def test_a_projection_is_written_only_forward(records: Records, rows: Rows) -> None:
    ticket = await rows.ticket(await rows.customer())
    await run(
        records.project_ticket, Projection(ticket=ticket, seq=2, phase=Phase.OPEN, answers={"a": "b"}, eta=NOW)
    )
    await run(records.project_ticket, Projection(ticket=ticket, seq=1, phase=Phase.INTAKE))
    stored = await rows.get(tables.ticket, ticket)
    assert (stored["seq"], stored["phase"], stored["answers"], stored["eta"]) == (2, "open", {"a": "b"}, NOW)


async def test_a_projection_of_an_erased_ticket_is_final(records: Records) -> None:
    with pytest.raises(ApplicationError) as caught:
        await run(records.project_ticket, Projection(ticket=404, seq=1, phase=Phase.OPEN))
    assert caught.value.type == "gone"


async def test_closing_gives_the_facts_that_are_not_told_and_takes_the_focus_away(
    records: Records, rows: Rows
) -> None:
    customer = await rows.customer()
    ticket = await rows.ticket(customer, number=1)
    await rows.fact(ticket, forwarded_at=NOW)
    waiting = [await rows.fact(ticket), await rows.fact(ticket)]
    await rows.fact(await rows.ticket(customer))
    closing = BeginClosing(ticket=ticket, at=NOW)
    assert (await run(records.begin_closing, closing)).facts == waiting
    later = await run(records.begin_closing, BeginClosing(ticket=ticket, at=NOW + timedelta(hours=1)))
    assert later.facts == waiting
    assert (await rows.get(tables.ticket, ticket))["closing_at"] == NOW


async def test_closing_waits_for_a_receiver_that_is_choosing_a_ticket(
    records: Records, rows: Rows, database: AsyncEngine
) -> None:
    customer = await rows.customer()
    ticket = await rows.ticket(customer, number=1)
    lock = tables.customer.select().where(tables.customer.c.id == customer).with_for_update()
    async with database.begin() as receiver:
        await receiver.execute(lock)
        closing = asyncio.create_task(run(records.begin_closing, BeginClosing(ticket=ticket, at=NOW)))
        done, _ = await asyncio.wait([closing], timeout=0.2)
        assert not done
        fact = {"ticket": ticket, "bot": 7, "update_id": 1, "chat": 1, "signal": "customer_wrote"}
        await receiver.execute(tables.fact.insert().values(**fact))
    assert len((await closing).facts) == 1


async def test_a_ticket_can_be_open_again(records: Records, rows: Rows) -> None:
    ticket = await rows.ticket(await rows.customer(), number=1, closing_at=NOW)
    await run(records.accept_again, TicketQuery(ticket=ticket))
    assert (await rows.get(tables.ticket, ticket))["closing_at"] is None


async def test_a_draft_does_not_come_back_beside_a_newer_one(records: Records, rows: Rows) -> None:
    customer = await rows.customer()
    older = await rows.ticket(customer, closing_at=NOW)
    await rows.ticket(customer)
    await run(records.accept_again, TicketQuery(ticket=older))
    assert (await rows.get(tables.ticket, older))["closing_at"] == NOW


async def test_a_resolution_is_rated_once_and_for_its_agent(records: Records, rows: Rows) -> None:
    ticket = await rows.ticket(await rows.customer(), assignee="a1")
    for stars in (5, 1):
        await run(records.record_rating, RecordRating(ticket=ticket, resolution=1, stars=stars, at=NOW))
    await run(records.record_rating, RecordRating(ticket=ticket, resolution=2, stars=4, at=NOW))
    stored = [(row["resolution"], row["stars"], row["agent"]) for row in await rows.all(tables.rating)]
    assert stored == [(1, 5, "a1"), (2, 4, "a1")]

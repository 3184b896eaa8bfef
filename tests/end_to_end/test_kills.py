"""kill -9 at the named points, in the middle of an intake: nothing lost, nothing processed twice.

A send in flight at the kill may arrive twice, and is then flagged in its delivery row.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from domain.points import Point
from storage.tables import customer, delivery, fact, message, ticket
from tests.support.desk import Customer, press_when_there
from tests.support.mortal import MortalDesk, mortal_desk

LONG = 30.0  # seconds: a kill, a restart, and what waited


def words_of(maria: Customer) -> str:
    """Told apart in the agents' group, where the cards of all customers are."""
    return f"Списали гроші, а книжки немає ({maria.person.id})"


@pytest.fixture(scope="module")
async def mortal(runtime_dir: Path) -> AsyncIterator[MortalDesk]:
    home = runtime_dir / "mortal"
    home.mkdir()
    home.chmod(0o711)
    async with mortal_desk(home) as desk:
        yield desk


@pytest.mark.parametrize("point", [Point.ROW_COMMITTED, Point.UPDATE_UNACKNOWLEDGED])
async def test_the_bot_dies_between_its_steps(mortal: MortalDesk, point: Point) -> None:
    """The second update of the customer, the press of consent or a message, finds the bot dead."""
    await mortal.restart("bot", CRASH_AT=f"{point}:2")
    maria = await _begin(mortal, "Марія")
    await maria.chat.write(words_of(maria))
    await mortal.died("bot")
    await mortal.start("bot")
    await _finish(maria)
    await _check(mortal, maria)


@pytest.mark.parametrize(("point", "nth"), [(Point.REQUEST_SENT, 2), (Point.TOPIC_MADE, 1)])
async def test_the_sender_dies_in_the_middle_of_a_send(mortal: MortalDesk, point: Point, nth: int) -> None:
    await mortal.restart("sender", CRASH_AT=f"{point}:{nth}")
    maria = await _begin(mortal, "Марія")
    if point is Point.REQUEST_SENT:
        await press_when_there(maria.chat, "погоджуюся")
        await mortal.died("sender")
        await mortal.start("sender")
        await maria.chat.write(words_of(maria))
        await _finish(maria, consented=True)
    else:
        await maria.chat.write(words_of(maria))
        await _finish(maria, receipt=False)
        await mortal.died("sender")
        await mortal.start("sender")
        await maria.chat.until(lambda seen: any("№" in one.text for one in seen), LONG)
    await _check(mortal, maria)


@pytest.mark.parametrize("victim", ["bot", "worker", "sender", "temporal", "postgres"])
async def test_a_process_is_killed_in_the_middle_of_an_intake(mortal: MortalDesk, victim: str) -> None:
    maria = await _begin(mortal, "Марія")
    mortal.kill(victim)
    await maria.chat.write(words_of(maria))
    await mortal.start(victim)
    await _finish(maria)
    await _check(mortal, maria)


async def _begin(mortal: MortalDesk, name: str) -> Customer:
    await mortal.rest_a_minute()
    maria = await mortal.customer(name)
    await maria.chat.write("/start")
    await maria.chat.until(lambda seen: any("погоджуюся" in text for one in seen for text in one.buttons), LONG)
    return maria


async def _finish(maria: Customer, *, consented: bool = False, receipt: bool = True) -> None:
    """A press that a dead process cannot answer in time is pressed again, as a person does."""
    steps = ["Гроші списали двічі", "Надіслати"]
    for button in steps if consented else ["погоджуюся", *steps]:
        await press_when_there(maria.chat, button, within=LONG)
    if receipt:
        await maria.chat.until(lambda seen: any("№" in one.text for one in seen), LONG)


async def _check(mortal: MortalDesk, maria: Customer) -> None:
    """Exactly one ticket with the words in its card, every fact told, what arrived twice is flagged."""
    words = words_of(maria)
    mine = select(customer.c.id).where(customer.c.telegram_id == maria.person.id).scalar_subquery()
    tickets = await mortal.rows(select(ticket).where(ticket.c.customer == mine))
    assert len(tickets) == 1
    [(written,)] = await mortal.rows(
        select(func.count()).where(message.c.ticket == tickets[0].id, message.c.text == words)
    )
    assert written == 1
    general = mortal.olena.in_group(mortal.group)
    seen = await general.until(lambda all_: any(words in one.text for one in all_), LONG)
    cards = [one for one in seen if words in one.text]
    receipts = [one for one in maria.chat.messages() if "прийнято" in one.text and "№" in one.text]
    twice = await mortal.rows(
        select(delivery.c.kind).where(delivery.c.ticket == tickets[0].id, delivery.c.possibly_twice)
    )
    flagged = {row.kind for row in twice}
    assert len(receipts) == 1 or (len(receipts) == 2 and "receipt" in flagged)
    assert len(cards) == 1 or (len(cards) == 2 and "card" in flagged)
    waiting = await mortal.rows(select(fact).where(fact.c.ticket == tickets[0].id, fact.c.forwarded_at.is_(None)))
    assert waiting == []

"""Boards and alerts as messages: within Telegram's limits, in the fixed topics, healed, made once."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.rendering import AgentView, Mention, Rendered, TicketView, boards
from activities.rendering.scene import Voice
from content.texts import LANGUAGES
from domain.calls import DUTY, Alert, AlertLine, BoardShown, ShowBoard
from domain.outgoing import Delivered, DeliveryState
from domain.policy import Told
from domain.sla import ClockName
from domain.text import TEXT_LIMIT, utf16_length
from domain.ticket import Phase, Severity
from storage import tables
from tests.support.bench import NOW, POLICY, TEXTS, Bench

ENTITIES = 100  # of one message, as Telegram counts
LONG = "Ж" * 64
TICKET = TicketView(
    number=1234567,
    topic="features",
    severity=Severity.BLOCKER,
    vip=True,
    phase=Phase.OPEN,
    assignee=LONG,
    due=NOW,
    link=f"https://t.me/c/1234567890/{10**9}",
)


@pytest.fixture(params=LANGUAGES)
def voice(request: pytest.FixtureRequest) -> Voice:
    return Voice(TEXTS, request.param, POLICY.desk_zone, NOW)


def fits(rendered: Rendered) -> bool:
    return utf16_length(rendered.text) <= TEXT_LIMIT and len(rendered.entities) <= ENTITIES


def test_a_full_board_fits_a_message_and_counts_the_rest(voice: Voice) -> None:
    shown = boards.queue_board(voice, "l1", [TICKET] * 500)
    assert fits(shown)
    assert str(500 - shown.text.count("1234567")) in shown.text.splitlines()[-1]


def test_an_empty_board_says_so_and_an_unknown_queue_keeps_its_key(voice: Voice) -> None:
    shown = boards.queue_board(voice, "kitchen", [])
    assert "kitchen" in shown.text
    assert len(shown.text.splitlines()) == 3


def test_a_full_alert_with_everybody_called_fits_a_message(voice: Voice) -> None:
    lines = [(TICKET, ClockName.FIRST_RESPONSE, NOW)] * 15
    mentions = [Mention(n, LONG) for n in range(20)]
    shown = boards.alert(voice, "l1", lines, 4000, mentions)
    assert fits(shown)
    assert str(4015) in shown.text.splitlines()[0]


def test_a_full_duty_board_fits_a_message(voice: Voice) -> None:
    agents = [AgentView(LONG, NOW, 3, 5, ["l1", "l2", "vip", "security"])] * 60
    assert fits(boards.duty_board(voice, agents))


def test_nobody_on_duty_is_said_plainly(voice: Voice) -> None:
    assert "/on" in boards.duty_board(voice, []).text


def test_a_name_cannot_break_a_board(voice: Voice) -> None:
    shown = boards.queue_board(voice, "l1", [replace(TICKET, assignee="<b>\n&\u202e")])
    assert len(shown.text.splitlines()) == 3


# as activities


async def show(bench: Bench, board: str = "l1", shown: str | None = None) -> BoardShown:
    async with bench.sender() as sender:
        asked = ShowBoard(board=board, at=NOW, shown=shown)
        done: BoardShown = await ActivityEnvironment().run(sender.boards.show_board, asked)
    return done


async def say(bench: Bench, key: str = "queue/security/run/1", **values: Any) -> Delivered:
    async with bench.sender() as sender:
        line = AlertLine(ticket=bench.ticket, clock=ClockName.RESOLUTION, due=NOW)
        alert = Alert(
            **{"key": key, "queue": "security", "at": NOW, "lines": [line], "circles": [Told.LEAD], **values}
        )
        done: Delivered = await ActivityEnvironment().run(sender.boards.alert, alert)
    return done


async def posts(bench: Bench) -> dict[str, Any]:
    async with bench.rows.database.connect() as connection:
        rows = await connection.execute(select(tables.group_post))
        return {row.name: row for row in rows}


async def test_the_same_board_is_not_sent_again(bench: Bench) -> None:
    first = await show(bench, "security")
    assert first.whole is False, "its ticket has no topic yet"
    assert await show(bench, "security", first.shown) == first
    assert [len(await bench.calls(method)) for method in ("sendMessage", "editMessageText")] == [1, 0]
    await bench.rows.set(tables.ticket, bench.ticket, severity="blocker")
    assert (await show(bench, "security", first.shown)).shown != first.shown
    assert [len(await bench.calls(method)) for method in ("sendMessage", "editMessageText")] == [1, 1]


async def test_boards_wanted_at_the_same_moment_make_one_topic(bench: Bench) -> None:
    """Several senders: without a lock each would make its own."""
    await asyncio.gather(*(show(bench, name) for name in ("l1", "l2", "vip")), show(bench, DUTY))
    names = [topic["name"] for topic in await bench.telegram.topics(bench.group)]
    assert sorted(names) == ["👥 Чергування", "📋 Дошки"]
    threads = {name: row.thread for name, row in (await posts(bench)).items()}
    assert threads["board/l1"] == threads["board/l2"] == threads["board/vip"] == threads["topic/boards"]
    assert threads["board/duty"] == threads["topic/duty"]


async def test_a_board_of_a_group_that_the_desk_has_left_is_posted_in_the_new_one(bench: Bench) -> None:
    await show(bench)
    async with bench.rows.database.begin() as connection:
        await connection.execute(tables.group_post.update().values(chat=-1009999999999))
    await show(bench)
    assert {row.chat for row in (await posts(bench)).values()} == {bench.group}


async def test_an_alert_is_sent_once_whatever_is_repeated(bench: Bench) -> None:
    sent = Delivered(state=DeliveryState.SENT)
    assert [await say(bench), await say(bench)] == [sent, sent]
    assert len(await bench.calls("sendMessage")) == 1


async def test_an_alert_waits_for_the_right_to_make_topics(bench: Bench) -> None:
    await bench.lose_right("can_manage_topics")
    with pytest.raises(ApplicationError, match="parked"):
        await say(bench)
    await bench.set_rights(["can_manage_topics"])
    assert (await say(bench)).state is DeliveryState.SENT


async def test_a_topic_that_somebody_closed_still_gets_its_alert(bench: Bench) -> None:
    await say(bench)
    thread = (await posts(bench))["topic/ops"].thread
    path = f"chats/{bench.group}/topics/{thread}"
    await bench.telegram.post(path, user_id=bench.olena.id, action="close")
    assert (await say(bench, "queue/security/run/2")).state is DeliveryState.SENT

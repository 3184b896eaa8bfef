"""What a queue makes of what its tickets say: order of work, who is still to hear, who waits for an agent."""

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.messages import DutyChanged, TicketLine
from domain.policy import Told
from domain.priority import URGENT, alert_key, work_order
from domain.queue_state import Board, in_work_order

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def line(n: int = 1, **values: Any) -> TicketLine:
    basis = {
        "workflow_id": f"ticket/c/{n}",
        "number": 1000 + n,
        "ticket": n,
        "phase": "open",
        "severity": "normal",
    }
    return TicketLine(**{**basis, "waiting_since": NOW + timedelta(minutes=n), **values})


def alarmed(n: int = 1, told: str | None = "agent", clock: str = "first_response", **values: Any) -> TicketLine:
    return line(n, told=told, told_clock=clock, told_share=0.5, **values)


def board(*lines: TicketLine) -> Board:
    made = Board(name="l1", edition=2)
    for one in lines:
        made.ticket_changed(one)
    return made


def test_work_goes_by_blocker_then_vip_then_waiting_time() -> None:
    """SPEC D7."""
    answered = line(9, waiting_since=None)
    late, early = line(5), line(2)
    vip, blocker = line(7, vip=True), line(8, severity="blocker")
    both = line(9, severity="blocker", vip=True)
    ordered = in_work_order([answered, late, early, vip, blocker, both])
    assert ordered == [both, blocker, vip, early, late, answered]


def test_of_equals_the_topic_that_content_names_first_goes_first() -> None:
    common: dict[str, Any] = {"severity": "normal", "vip": False, "waiting_since": NOW}
    assert work_order(**common, topic=0, number=2) < work_order(**common, topic=1, number=1)


def test_a_rung_is_told_once_and_a_wider_circle_again() -> None:
    made = board(alarmed(told="agent"))
    made.spoke(made.alarms())
    assert made.alarms() == []
    made.ticket_changed(alarmed(told="agent", severity="high"))
    assert made.alarms() == []
    made.ticket_changed(alarmed(told="queue"))
    assert [one.told for one in made.alarms()] == [Told.QUEUE]


def test_a_reply_silences_and_what_comes_after_it_is_news() -> None:
    made = board(alarmed(told="lead"))
    made.spoke(made.alarms())
    made.ticket_changed(line())
    assert made.alarms() == []
    assert made.alerts.spoken == {}
    made.ticket_changed(alarmed(told="agent", clock="next_response"))
    assert len(made.alarms()) == 1


def test_another_clock_that_was_behind_a_wider_alarm_is_still_to_be_told() -> None:
    made = board(alarmed(told="lead", clock="next_response"))
    made.spoke(made.alarms())
    made.ticket_changed(alarmed(told="queue", clock="resolution"))
    assert [one.told_clock for one in made.alarms()] == ["resolution"]
    made.spoke(made.alarms())
    made.ticket_changed(alarmed(told="lead", clock="next_response"))
    assert len(made.alarms()) == 1, "the next message of the customer, late again"


def test_a_ticket_that_left_is_not_spoken_of() -> None:
    made = board(alarmed(1), alarmed(2))
    made.ticket_changed(alarmed(1, gone=True))
    assert [one.number for one in made.alarms()] == [1002]


def test_waiting_for_an_agent_are_open_tickets_that_nobody_has() -> None:
    waits = line(1)
    made = board(
        waits,
        line(2, assignee="a"),
        line(3, phase="waiting_for_customer"),
        line(4, phase="resolved"),
        line(5, ticket=0),
    )
    assert made.waiting() == [waits]
    made.handed[waits.workflow_id] = "a"
    assert made.waiting() == [], "it is on its way to its agent"


def test_a_ticket_on_its_way_waits_again_when_it_was_paused_meanwhile() -> None:
    made = board(line())
    made.handed[line().workflow_id] = "a"
    made.ticket_changed(line(phase="waiting_for_customer"))
    made.ticket_changed(line())
    assert len(made.waiting()) == 1


def test_an_agents_room_changes_with_what_takes_their_time() -> None:
    mine = line(assignee="a", phase="in_progress")
    made = board(mine)
    made.drain = made.freed = made.loads_moved = False
    made.ticket_changed(mine.model_copy(update={"due": NOW}))
    assert (made.freed, made.loads_moved) == (False, False)
    made.ticket_changed(mine.model_copy(update={"phase": "waiting_for_customer"}))
    assert (made.freed, made.drain, made.loads_moved) == (True, True, True)


def test_the_board_is_stale_only_when_what_it_shows_changed() -> None:
    made = board(line())
    made.post.stale = False
    made.ticket_changed(alarmed(told="queue"))
    assert not made.post.stale
    made.ticket_changed(line(assignee="a"))
    assert made.post.stale


def test_a_queue_from_before_there_was_duty_is_brought_along_by_the_first_word_of_it() -> None:
    old = Board(name="l1")
    assert old.edition == 1
    old.duty_changed(DutyChanged(agent="a"))
    old.duty_changed(DutyChanged(agent="a"))
    assert (old.edition, old.leaving, old.drain) == (2, ["a"], True)


def test_what_the_lead_is_to_hear_of_goes_in_front() -> None:
    assert [alert_key(circle) <= URGENT for circle in Told] == [False, False, True, True]

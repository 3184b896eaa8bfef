"""Who hears what and when: the one table of kinds, by the customer's choice and by the hour."""

import pytest

from domain.deadlines import Deadline
from domain.notifying import AT_NIGHT, HELD, NATURE, SAYS, When, when
from domain.outgoing import Kind
from domain.ticket import Notify

TO_GROUP = {
    *(Kind.CARD, Kind.CARD_EDIT, Kind.TOPIC_DRESS, Kind.RELAY_TO_AGENTS, Kind.CUSTOMER_EDIT),
    *(Kind.OPERATOR_CALL, Kind.COMMAND_REFUSED, Kind.LOW_SCORE, Kind.HANDED_OVER),
}
WAITS_FOR_MORNING = {
    *(Kind.INTAKE_REMINDER, Kind.NEEDS_ANSWER_REMINDER, Kind.CLOSED_STALE, Kind.FOLLOW_UP, Kind.CLOSED),
    *(Kind.NPS, Kind.ZONE_QUESTION, Kind.SUMMARY, Kind.TAKES_OVER, Kind.ETA_CHANGED),
}
STATUSES = {Kind.IN_PROGRESS, Kind.REOPENED, Kind.CLOSED, Kind.TAKES_OVER, Kind.ETA_CHANGED}


def test_every_kind_goes_to_the_customer_for_a_reason_or_to_the_group() -> None:
    """A new kind must be put into the table, or nobody would have thought of the customer's night."""
    assert set(NATURE) == set(Kind) - TO_GROUP


@pytest.mark.parametrize("kind", NATURE)
def test_what_nobody_asked_for_and_no_person_said_waits_for_the_morning(kind: Kind) -> None:
    """SPEC H2, kind by kind."""
    assert (kind in HELD) is (kind in WAITS_FOR_MORNING)
    assert (NATURE[kind] in AT_NIGHT) is (kind not in WAITS_FOR_MORNING)


def test_whatever_waits_is_said_by_a_deadline_that_keeps_out_of_the_night() -> None:
    assert {*SAYS.values(), Kind.ETA_CHANGED} == HELD  # a new ETA goes with who takes over
    assert set(Deadline) - SAYS.keys() == {
        *(Deadline.INTAKE_ABANDONED, Deadline.FIRST_RESPONSE, Deadline.NEXT_RESPONSE, Deadline.RESOLUTION),
        *(Deadline.TAKEN, Deadline.VIP_ENDS, Deadline.AGENT_SILENT),
        Deadline.ETA,  # says nothing by itself: what comes of it is held
    }


@pytest.mark.parametrize("notify", [None, Notify.EVERY_CHANGE])
@pytest.mark.parametrize("kind", NATURE)
def test_who_chose_every_change_or_nothing_hears_all(kind: Kind, notify: Notify | None) -> None:
    assert when(notify, kind) is When.AT_ONCE


@pytest.mark.parametrize("kind", NATURE)
def test_answers_only_leaves_out_statuses_and_surveys(kind: Kind) -> None:
    left_out = kind in STATUSES | {Kind.NPS}
    assert when(Notify.ANSWERS_ONLY, kind) is (When.NEVER if left_out else When.AT_ONCE)


@pytest.mark.parametrize("kind", NATURE)
def test_a_daily_summary_takes_statuses_and_lets_people_speak_at_once(kind: Kind) -> None:
    expected = When.SUMMARY if kind in STATUSES else When.AT_ONCE
    assert when(Notify.DAILY_SUMMARY, kind) is expected


@pytest.mark.parametrize("notify", Notify)
@pytest.mark.parametrize("kind", NATURE)
def test_an_answer_to_a_press_is_always_given(kind: Kind, notify: Notify) -> None:
    assert when(notify, kind, asked=True) is When.AT_ONCE

"""Transitions of a ticket, as values in desk time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain import rules
from domain.calls import CustomerProfile
from domain.deadlines import Deadline
from domain.intake import Intake
from domain.messages import AskDetails, Chose, Helped, Rated, Refusal, TicketStart
from domain.ticket import ClosedBecause, CustomerStatus, Phase, Severity
from domain.ticket_state import SEEN_LIMIT, TicketState
from tests.support.policy import POLICY

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)  # noon in Kyiv
HOUR = timedelta(hours=1)


def fresh() -> TicketState:
    state = TicketState.begin(TicketStart(ticket=1, customer="c1"))
    state.policy = POLICY
    state.profile = CustomerProfile(consented=True)
    state.intake = Intake(consented=True, topic="payment", answers={"what": "failed"})
    return state


def registered() -> TicketState:
    state = fresh()
    state.register(NOON)
    state.number = 1001
    return state


def resolved() -> TicketState:
    state = registered()
    state.claim("a1", NOON)
    state.resolve(NOON + HOUR)
    return state


def local(moment: datetime | None) -> datetime:
    assert moment is not None
    return moment.astimezone(ZoneInfo("Europe/Kyiv")).replace(tzinfo=None)


def test_registration_starts_the_clocks_and_gives_an_eta_rounded_up() -> None:
    state = registered()
    assert state.status is CustomerStatus.ACCEPTED
    assert state.nearest() == (Deadline.FIRST_RESPONSE, NOON + timedelta(minutes=15))
    assert state.eta == NOON + timedelta(minutes=15)


def test_an_operator_wanted_raises_severity() -> None:
    state = fresh()
    state.operator_wanted = True
    state.register(NOON)
    assert state.severity is Severity.HIGH


def test_a_vip_goes_to_the_vip_queue() -> None:
    state = fresh()
    state.profile = CustomerProfile(consented=True, vip=True)
    state.register(NOON)
    assert state.queue == "vip"


def test_waiting_for_the_customer_pauses_the_resolution_clock_only() -> None:
    state = registered()
    state.claim("a1", NOON)
    state.ask_customer(NOON + HOUR)
    statuses = [state.status]
    state.customer_answered(NOON + 3 * HOUR)
    assert [*statuses, state.status] == [CustomerStatus.NEEDS_ANSWER, CustomerStatus.IN_PROGRESS]
    assert state.resolution is not None
    assert state.resolution.due == NOON + 6 * HOUR
    assert state.waiting_deadline is None


def test_reminder_and_deadline_leave_the_night_together() -> None:
    """SPEC C7, H2: asked at noon, the reminder of midnight and the deadline 12 h later move to the morning."""
    state = registered()
    state.ask_customer(NOON)
    assert local(state.deadlines[Deadline.ANSWER_REMINDER]) == datetime(2026, 11, 24, 8)  # noqa: DTZ001
    assert local(state.waiting_deadline) == datetime(2026, 11, 24, 20)  # noqa: DTZ001


def test_resolution_freezes_the_clock_and_plans_the_follow_up_in_daytime() -> None:
    state = registered()
    state.resolve(NOON + 12 * HOUR)  # midnight in Kyiv
    assert local(state.deadlines[Deadline.FOLLOW_UP]) == datetime(2026, 11, 26, 8)  # noqa: DTZ001
    assert state.resolution is not None
    assert not state.resolution.running


@pytest.mark.parametrize(("severity", "hours"), [(Severity.HIGH, 24), (Severity.NORMAL, 48)])
def test_the_follow_up_comes_by_topic_and_severity(severity: Severity, hours: int) -> None:
    state = registered()
    state.severity = severity
    state.resolve(NOON)
    assert state.deadlines[Deadline.FOLLOW_UP] == NOON + hours * HOUR


def test_the_window_ends_at_the_later_of_the_two_times() -> None:
    """SPEC C10: 72 h after resolution, 48 h after the follow-up question."""
    state = resolved()
    state.ask_whether_it_helped(NOON + 49 * HOUR)
    assert state.deadlines[Deadline.WINDOW_END] == NOON + 97 * HOUR


def test_reopening_resumes_the_clock_and_keeps_the_assignee() -> None:
    state = resolved()
    state.reopen(NOON + 10 * HOUR)
    assert (state.phase, state.assignee) == (Phase.IN_PROGRESS, "a1")
    assert state.resolution is not None
    assert state.resolution.due == NOON + 13 * HOUR


def test_a_stale_ticket_can_be_reopened_by_writing() -> None:
    state = registered()
    state.ask_customer(NOON)
    state.close_stale(NOON + 32 * HOUR)
    assert (state.phase, state.closed_because) == (Phase.CLOSED, ClosedBecause.STALE)
    assert Deadline.WINDOW_END in state.deadlines
    state.reopen(NOON + 40 * HOUR)
    assert state.closed_because is None


def test_an_unreachable_customer_stops_every_clock() -> None:
    """SPEC E8."""
    state = registered()
    state.move(NOON + timedelta(minutes=5), reachable=False)
    assert state.nearest() is None
    state.move(NOON + HOUR, reachable=True)
    assert state.nearest() == (Deadline.FIRST_RESPONSE, NOON + timedelta(minutes=70))


def test_a_breach_is_recorded_once_and_waited_for_no_more() -> None:
    state = registered()
    state.climb(Deadline.FIRST_RESPONSE, NOON + HOUR)
    state.climb(Deadline.FIRST_RESPONSE, NOON + 2 * HOUR)
    assert state.breaches == ["first_response"]
    assert state.nearest() == (Deadline.RESOLUTION, NOON + 4 * HOUR)


def test_repeats_are_dropped_and_memory_of_them_is_bounded() -> None:
    state = fresh()
    assert state.is_new(7)
    assert not state.is_new(7)
    for fact in range(100, 100 + 2 * SEEN_LIMIT):
        state.is_new(fact)
    assert len(state.seen) == SEEN_LIMIT


def test_the_state_survives_continue_as_new_whole() -> None:
    state = resolved()
    start = TicketStart(ticket=1, customer="c1", state=state.model_dump(mode="json"))
    assert TicketState.begin(TicketStart.model_validate_json(start.model_dump_json())) == state


# rules


def test_the_second_of_two_claims_is_refused() -> None:
    state = registered()
    assert rules.may_claim(state, "a1") is None
    state.claim("a1", NOON)
    assert rules.may_claim(state, "a1") is Refusal.ALREADY_YOURS
    assert rules.may_claim(state, "a2") is Refusal.ALREADY_CLAIMED


def test_a_ticket_nobody_answered_is_not_resolved_without_words() -> None:
    state = registered()
    assert rules.may_resolve(state, in_words=False) is Refusal.ANSWER_FIRST
    assert rules.may_resolve(state, in_words=True) is None
    state.human_replied(NOON)
    assert rules.may_resolve(state, in_words=False) is None


@pytest.mark.parametrize(
    ("chose", "accepted"),
    [
        (Chose(topic="idea"), False),  # the topic is known already
        (Chose(question="what", option="twice"), False),  # answered
        (Chose(question="what", option="nonsense"), False),
        (Chose(submit=True), True),
    ],
)
def test_intake_buttons_of_an_answered_step_are_out_of_date(chose: Chose, *, accepted: bool) -> None:
    assert (rules.may_choose(fresh(), chose) is None) is accepted


def test_stars_count_once_and_under_the_latest_resolution_only() -> None:
    state = resolved()
    assert rules.may_rate(state, Rated(resolution=1, stars=5), NOON + 2 * HOUR) is None
    state.rated.append(1)
    assert rules.may_rate(state, Rated(resolution=1, stars=1), NOON + 2 * HOUR) is Refusal.ALREADY_RATED
    state.reopen(NOON + 2 * HOUR)
    state.resolve(NOON + 3 * HOUR)
    assert rules.may_rate(state, Rated(resolution=1, stars=1), NOON + 2 * HOUR) is Refusal.ALREADY_RATED
    assert rules.may_rate(state, Rated(resolution=2, stars=4), NOON + 2 * HOUR) is None


def test_only_details_of_the_topic_can_be_asked_for() -> None:
    assert rules.may_ask(registered(), AskDetails(agent="a1", detail="amount")) is None
    assert rules.may_ask(registered(), AskDetails(agent="a1", detail="password")) is Refusal.UNKNOWN_DETAIL
    assert rules.may_ask(resolved(), AskDetails(agent="a1")) is Refusal.NOT_OPEN


def test_did_it_help_is_answered_once() -> None:
    state = resolved()
    assert rules.may_confirm(state, Helped(resolution=1, helped=True)) is None
    state.confirm()
    assert rules.may_confirm(state, Helped(resolution=1, helped=False)) is Refusal.ALREADY_ANSWERED

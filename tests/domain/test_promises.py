"""Whose a ticket is and what was promised, as pure values: moving up, the ETA, silence, refused replies."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import BusinessCalendar, Interval
from domain.calls import CustomerProfile
from domain.deadlines import Deadline
from domain.eta import STEP, Pace, eta, reach, slipped
from domain.intake import Intake
from domain.messages import TicketStart
from domain.policy import QueuePolicy, Rung, Targets, Told
from domain.sla import Clock, ClockName
from domain.ticket import Phase, Severity
from domain.ticket_state import TicketState
from tests.support.policy import POLICY

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LADDER = (Rung(share=0.5, tell=Told.AGENT), Rung(share=1, tell=Told.LEAD), Rung(share=1.5, tell=Told.EVERYONE))


def queue(key: str, first: int, above: str | None) -> QueuePolicy:
    targets = Targets(first_response=first * MINUTE, next_response=first * MINUTE, resolution=600 * MINUTE)
    return QueuePolicy(key=key, targets={Severity.NORMAL: targets}, ladder=LADDER, escalates_to=above)


QUEUES = {"l1": queue("l1", 20, "l2"), "l2": queue("l2", 40, "lead"), "lead": queue("lead", 60, None)}


def at(minutes: float) -> datetime:
    return NOON + minutes * MINUTE


@pytest.fixture
def state() -> TicketState:
    made = TicketState.begin(TicketStart(ticket=1, customer="c1"))
    made.policy = POLICY.model_copy(update={"edition": 2, "queues": QUEUES})
    made.profile = CustomerProfile(consented=True)
    made.intake = Intake(consented=True, topic="payment")
    made.register(NOON)
    return made


def step(state: TicketState, now: datetime) -> None:
    state.climb(Deadline.FIRST_RESPONSE, now)
    if state.above:
        state.move_up(Deadline.FIRST_RESPONSE, now)


def test_at_the_target_the_next_queue_takes_over_with_what_was_used(state: TicketState) -> None:
    step(state, at(20))
    clock = state.first_response
    assert clock is not None
    assert (state.queue, clock.elapsed(at(20)), clock.due, clock.breached) == ("l2", 20 * MINUTE, at(40), at(20))
    assert state.breaches == [ClockName.FIRST_RESPONSE]
    assert state.escalation is Told.LEAD


def test_the_second_target_moves_it_to_the_lead_and_is_no_second_breach(state: TicketState) -> None:
    step(state, at(20))
    assert (Deadline.FIRST_RESPONSE, at(40)) == state.nearest()
    step(state, at(40))
    assert (state.queue, state.breaches, state.left) == ("lead", [ClockName.FIRST_RESPONSE], ["l1", "l2"])
    while (due := state.nearest()) and due[0] is Deadline.FIRST_RESPONSE:
        step(state, due[1])
    assert (state.queue, state.escalation) == ("lead", Told.EVERYONE)


def test_another_severity_keeps_what_is_used(state: TicketState) -> None:
    urgent = Targets(first_response=10 * MINUTE, next_response=10 * MINUTE, resolution=60 * MINUTE)
    l1 = QUEUES["l1"].model_copy(update={"targets": {**QUEUES["l1"].targets, Severity.BLOCKER: urgent}})
    state.policy = state.rules.model_copy(update={"queues": {**QUEUES, "l1": l1}})
    state.change_severity(Severity.BLOCKER, at(4))
    due = {name: clock.due for name, clock in state.clocks().items()}
    assert due == {ClockName.FIRST_RESPONSE: at(10), ClockName.RESOLUTION: at(60)}
    assert state.first_response is not None
    assert state.first_response.elapsed(at(4)) == 4 * MINUTE


def test_after_an_outage_it_goes_where_it_would_be_by_now(state: TicketState) -> None:
    step(state, at(50))
    assert (state.queue, state.breaches) == ("lead", [ClockName.FIRST_RESPONSE])
    assert state.first_response is not None
    assert state.first_response.breached == at(20)


def test_a_circle_of_queues_ends_where_it_came_from(state: TicketState) -> None:
    circle = {**QUEUES, "lead": queue("lead", 60, "l1")}
    state.policy = state.rules.model_copy(update={"queues": circle})
    step(state, at(5000))
    assert (state.queue, state.above) == ("lead", None)


def test_a_reply_ends_the_alarm_of_the_move(state: TicketState) -> None:
    step(state, at(20))
    state.human_replied(at(21))
    state.customer_wrote(at(30))
    assert state.escalation is None


@given(st.integers(0, 59), st.integers(0, 59), st.booleans())
def test_a_reply_and_a_message_that_cross_may_be_told_in_any_order(wrote: int, replied: int, first: bool) -> None:
    """What was written after the reply waits for the next one, whichever of the two is told first."""
    made = TicketState.begin(TicketStart(ticket=1, customer="c1"))
    made.policy = POLICY.model_copy(update={"edition": 2, "queues": QUEUES})
    made.profile = CustomerProfile(consented=True)
    made.register(NOON)
    made.human_replied(NOON)
    if first:
        made.customer_wrote(at(wrote))
    made.human_replied(at(replied))
    if not first:
        made.customer_wrote(at(wrote))
    if wrote > replied:
        assert made.waiting_since == at(wrote)
    elif first:
        assert made.waiting_since is None


def test_a_reply_written_in_time_and_told_late_withdraws_the_breach() -> None:
    clock = Clock(started=NOON, target=20 * MINUTE).breach().meet(at(19))
    assert (clock.breached, clock.met) == (None, at(19))
    late = Clock(started=NOON, target=20 * MINUTE).breach().meet(at(21))
    assert late.breached == at(20)


def test_a_breach_in_one_queue_stays_when_the_next_answers_in_its_own_time(state: TicketState) -> None:
    step(state, at(20))
    state.human_replied(at(30))
    assert state.first_response is not None
    assert (state.first_response.breached, state.first_response.met) == (at(20), at(30))


def test_a_refused_reply_has_answered_nothing(state: TicketState) -> None:
    state.human_replied(at(5))
    state.on_its_way("k1", at(5), None)
    state.reply_failed("k1")
    assert state.waiting_since == NOON
    assert state.all_deadlines()[Deadline.FIRST_RESPONSE] == at(10)


def test_a_refused_later_reply_lets_the_same_message_wait_on(state: TicketState) -> None:
    state.human_replied(at(5))
    state.customer_wrote(at(6))
    waits = state.next_response
    state.human_replied(at(9))
    state.on_its_way("k2", at(9), waits)
    state.reply_failed("k2")
    assert state.waiting_since == at(6)


def test_an_agent_silent_for_a_day_concerns_the_lead_until_they_show(state: TicketState) -> None:
    state.claim("a1", at(1))
    state.human_replied(at(2))
    assert state.all_deadlines()[Deadline.AGENT_SILENT] == at(2) + timedelta(hours=24)
    state.silent = True
    assert state.escalation is Told.LEAD
    state.watch_agent(at(2000))
    assert state.escalation is None


@pytest.mark.parametrize("phase", [Phase.WAITING, Phase.RESOLVED, Phase.CLOSED])
def test_nobody_is_silent_while_it_is_not_their_turn(state: TicketState, phase: Phase) -> None:
    state.claim("a1", at(1))
    if phase is Phase.WAITING:
        state.ask_customer(at(3))
    elif phase is Phase.RESOLVED:
        state.resolve(at(3))
    else:
        state.close_stale(at(3))
    assert Deadline.AGENT_SILENT not in state.all_deadlines()


DAY = BusinessCalendar(zone="Europe/Kyiv", week=((Interval(start=time(9), end=time(21)),),) * 7)
L1 = QUEUES["l1"].model_copy(update={"handling": 10 * MINUTE})


def test_the_promise_is_what_lies_ahead_by_who_is_there() -> None:
    pace = Pace(ahead=6, on_duty=2, handling=20 * MINUTE)
    assert reach(NOON, pace, L1, DAY, at(15)) == at(60)


def test_without_a_measure_the_policys_own_handling_time_counts() -> None:
    assert reach(NOON, Pace(ahead=3, on_duty=1), L1, DAY, at(15)) == at(30)


def test_with_nobody_there_it_begins_with_the_next_duty() -> None:
    night = datetime(2026, 11, 23, 22, tzinfo=UTC)
    assert reach(night, Pace(ahead=1), L1, DAY, night) == datetime(2026, 11, 24, 7, 10, tzinfo=UTC)


def test_with_nobody_there_in_duty_hours_somebody_is_called_by_the_target() -> None:
    assert reach(NOON, Pace(ahead=1), L1, DAY, at(15)) == at(25)


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_new_promise_is_later_and_worth_telling(waited: int, wait: int) -> None:
    since, promised = NOON, eta(NOON, at(wait))
    now = promised - 2 * MINUTE
    new = slipped(promised, since, at(waited), now)
    assert new >= promised + (promised - since)
    assert new - now >= STEP


def test_a_promise_renews_itself_and_says_so_once(state: TicketState) -> None:
    assert not state.promise(Pace(on_duty=1), NOON)
    first = state.eta
    assert first == at(5)
    assert state.all_deadlines()[Deadline.ETA] == at(3)
    assert state.promise(Pace(on_duty=1), at(3))
    assert state.eta == at(10)
    state.human_replied(at(4))
    assert Deadline.ETA not in state.all_deadlines()
    assert state.projection(at(4)).eta is None


def test_changed_content_rearms_the_ladder_of_what_runs_and_silences_nothing(state: TicketState) -> None:
    state.human_replied(at(5))
    state.silent = True
    state.resolve(at(10))
    state.take_policy(state.rules, at(500))
    assert state.climbed.get(ClockName.RESOLUTION, 0) == 0  # it is met: nothing of it was told
    state.reopen(at(510))
    assert state.all_deadlines()[Deadline.RESOLUTION] == at(510 + 290)  # half of 600, of which 10 were used


def test_an_alarm_that_stands_outlives_changed_content(state: TicketState) -> None:
    state.claim("a1", at(1))
    state.human_replied(at(2))
    state.silent = True
    state.take_policy(state.rules, at(2000))
    assert state.escalation is Told.LEAD


def test_a_submitted_request_whose_topic_is_gone_is_asked_anew(state: TicketState) -> None:
    intake = Intake(consented=True, topic="payment", answers={"what": "failed"}, submitted=True)
    intake.keep_known(state.rules.model_copy(update={"topics": {}}))
    assert (intake.topic, intake.answers, intake.submitted) == (None, {}, False)

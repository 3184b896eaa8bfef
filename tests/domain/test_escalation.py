"""The three clocks of a ticket and their ladder, as values in desk time (SPEC D3, D5, D6)."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.calls import CustomerProfile
from domain.deadlines import Deadline
from domain.intake import Intake
from domain.messages import TicketStart
from domain.policy import QueuePolicy, Rung, Targets, TicketPolicy, Told
from domain.sla import ClockName
from domain.ticket import Severity, SlaState
from domain.ticket_state import TicketState
from tests.support.policy import POLICY

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LADDER = (
    Rung(share=0.5, tell=Told.AGENT),
    Rung(share=0.8, tell=Told.QUEUE),
    Rung(share=1, tell=Told.LEAD),
    Rung(share=1.5, tell=Told.EVERYONE),
)
TARGETS = Targets(first_response=20 * MINUTE, next_response=40 * MINUTE, resolution=240 * MINUTE)
POLICY_WITH_LADDER: TicketPolicy = POLICY.model_copy(
    update={"queues": {"l1": QueuePolicy(key="l1", targets={Severity.NORMAL: TARGETS}, ladder=LADDER)}}
)


def at(minutes: float) -> datetime:
    return NOON + minutes * MINUTE


@pytest.fixture
def state() -> TicketState:
    """Registered at noon; nobody has answered."""
    made = TicketState.begin(TicketStart(ticket=1, customer="c1"))
    made.policy = POLICY_WITH_LADDER
    made.profile = CustomerProfile(consented=True)
    made.intake = Intake(consented=True, topic="payment")
    made.register(NOON)
    return made


@pytest.mark.parametrize(
    ("minutes", "told", "sla_state"),
    [
        (9, None, SlaState.OK),
        (10, Told.AGENT, SlaState.OK),
        (16, Told.QUEUE, SlaState.WARNED),
        (20, Told.LEAD, SlaState.BREACHED),
        (30, Told.EVERYONE, SlaState.BREACHED),
    ],
)
def test_the_circle_widens_step_by_step(
    state: TicketState, minutes: float, told: Told | None, sla_state: SlaState
) -> None:
    while (step := state.nearest()) and step[1] <= at(minutes):
        state.climb(step[0], step[1])
    assert (state.escalation, state.sla_state) == (told, sla_state)


def test_after_an_outage_the_highest_step_speaks_and_the_true_due_time_stands(state: TicketState) -> None:
    rung = state.climb(Deadline.FIRST_RESPONSE, at(200))
    assert rung == LADDER[-1]
    assert state.first_response is not None
    assert state.first_response.breached == at(20)
    assert state.climb(Deadline.FIRST_RESPONSE, at(201)) is None
    assert state.breaches == [ClockName.FIRST_RESPONSE]


def test_a_reply_silences_the_ladder(state: TicketState) -> None:
    state.climb(Deadline.FIRST_RESPONSE, at(10))
    state.human_replied(at(12))
    assert Deadline.FIRST_RESPONSE not in state.all_deadlines()
    assert state.climb(Deadline.FIRST_RESPONSE, at(16)) is None
    assert (state.escalation, state.sla_state) == (None, SlaState.OK)


def test_a_late_reply_is_a_breach_even_before_its_timer_fired(state: TicketState) -> None:
    state.human_replied(at(25))
    assert state.breaches == [ClockName.FIRST_RESPONSE]


def test_the_next_response_needs_a_first_one(state: TicketState) -> None:
    state.customer_wrote(at(5))
    assert state.next_response is None


def test_the_next_response_counts_from_the_oldest_unanswered_message(state: TicketState) -> None:
    state.human_replied(at(10))
    state.customer_wrote(at(15))
    state.customer_wrote(at(30))
    assert state.all_deadlines()[Deadline.NEXT_RESPONSE] == at(35)  # half of 40 minutes
    state.human_replied(at(31))
    assert Deadline.NEXT_RESPONSE not in state.all_deadlines()


def test_each_unanswered_message_can_be_missed_once(state: TicketState) -> None:
    state.human_replied(at(10))
    for asked in (15, 100):
        state.customer_wrote(at(asked))
        state.climb(Deadline.NEXT_RESPONSE, at(asked + 45))
        state.human_replied(at(asked + 50))
    assert state.breaches == [ClockName.NEXT_RESPONSE] * 2
    assert state.sla_state is SlaState.BREACHED


def test_resolution_ends_the_next_response_and_reopening_starts_none(state: TicketState) -> None:
    state.human_replied(at(10))
    state.customer_wrote(at(15))
    state.claim("a1", at(15))
    state.resolve(at(20))
    assert state.next_response is None
    state.reopen(at(60))
    assert set(state.clocks()) == {ClockName.FIRST_RESPONSE, ClockName.RESOLUTION}
    state.customer_wrote(at(60))
    assert state.all_deadlines()[Deadline.NEXT_RESPONSE] == at(80)


def test_an_unreachable_customer_stops_all_three(state: TicketState) -> None:
    state.human_replied(at(10))
    state.customer_wrote(at(15))
    state.move(at(20), reachable=False)
    assert not {Deadline(name) for name in ClockName} & set(state.all_deadlines())
    state.move(at(120), reachable=True)
    assert state.all_deadlines()[Deadline.NEXT_RESPONSE] == at(135)


def test_a_policy_without_a_ladder_breaches_in_silence(state: TicketState) -> None:
    """As tickets of before there were ladders do, when they are continued."""
    state.policy = POLICY
    state.register(NOON)
    assert state.climb(Deadline.FIRST_RESPONSE, at(60)) is None
    assert state.breaches == [ClockName.FIRST_RESPONSE]

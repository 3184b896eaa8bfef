"""What a ticket waits for, the customer's night, and a zone that becomes known later."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.calls import CustomerProfile
from domain.deadlines import Deadline
from domain.intake import Intake
from domain.messages import TicketStart
from domain.notifying import SAYS
from domain.policy import EDITION, HOUR, QueuePolicy, Targets
from domain.ticket import Notify, Phase, Severity
from domain.ticket_state import LEAD_QUEUE, TicketState
from domain.zones import zone_key, zone_of
from tests.support.policy import POLICY

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)  # noon in Kyiv, 5:00 in New York, 19:00 in Tokyo
MIDNIGHT = NOON + 12 * HOUR
ASKING = POLICY.model_copy(update={"edition": EDITION, "zones": ("Europe/Kyiv", "America/New_York")})


def open_ticket(**profile: object) -> TicketState:
    state = TicketState.begin(TicketStart(ticket=1, customer="c1"))
    state.policy = ASKING
    state.profile = CustomerProfile.model_validate({"consented": True, "zone_known": False, **profile})
    state.intake = Intake(consented=True, topic="payment", answers={"what": "failed"})
    state.register(NOON)
    state.number = 1001
    return state


def resolved(at: datetime = NOON, **profile: object) -> TicketState:
    state = open_ticket(**profile)
    state.claim("a1", at)
    state.resolve(at)
    return state


def move_to(state: TicketState, zone: str) -> None:
    state.profile = state.profile.model_copy(update={"zone": zone, "zone_known": True})
    state.rezone()


def hour_in(zone: str, moment: datetime) -> int:
    return moment.astimezone(ZoneInfo(zone)).hour


# the zone


def test_the_zone_is_wanted_when_the_night_begins_to_matter_and_not_before() -> None:
    state = open_ticket()
    assert not state.wants_zone()
    state.ask_customer(NOON)
    assert state.wants_zone()
    state.zone_asked = True
    assert not state.wants_zone()


@pytest.mark.parametrize("policy", [POLICY, ASKING.model_copy(update={"zones": ()})])
def test_older_tickets_and_a_desk_without_zones_ask_for_none(policy: object) -> None:
    state = resolved()
    state.policy = policy  # type: ignore[assignment]
    assert not state.wants_zone()
    assert resolved().wants_zone()


def test_who_is_known_or_was_asked_is_not_asked() -> None:
    assert not resolved(zone_known=True).wants_zone()


def test_a_follow_up_moves_from_the_desks_morning_to_the_customers() -> None:
    """Wanted at midnight in Kyiv, which is an afternoon in New York: nothing has to wait for a morning there."""
    state = resolved(MIDNIGHT)
    assert hour_in("Europe/Kyiv", state.deadlines[Deadline.FOLLOW_UP]) == 8
    move_to(state, "America/New_York")
    assert state.deadlines[Deadline.FOLLOW_UP] == MIDNIGHT + 48 * HOUR
    move_to(state, "Asia/Tokyo")
    assert hour_in("Asia/Tokyo", state.deadlines[Deadline.FOLLOW_UP]) == 8


def test_the_window_still_ends_48_hours_after_a_follow_up_that_moved() -> None:
    """SPEC C10."""
    state = resolved(MIDNIGHT)
    move_to(state, "Asia/Tokyo")
    late = state.deadlines[Deadline.FOLLOW_UP] + 48 * HOUR
    assert state.deadlines[Deadline.WINDOW_END] >= late


def test_a_deadline_that_was_told_is_never_earlier_in_another_zone() -> None:
    state = open_ticket()
    state.ask_customer(NOON)
    told = state.waiting_deadline
    assert told is not None
    for zone in ("Asia/Tokyo", "America/New_York", "Europe/London"):
        move_to(state, zone)
        assert state.waiting_deadline is not None
        assert state.waiting_deadline == state.deadlines[Deadline.ANSWER_OVERDUE] >= told
        assert not state.quiet(state.waiting_deadline)


def test_the_same_zone_again_moves_nothing() -> None:
    state = resolved(MIDNIGHT)
    before = dict(state.deadlines)
    move_to(state, "Europe/Kyiv")
    assert state.deadlines == before


def test_zones_of_buttons_come_back() -> None:
    assert zone_of(zone_key("America/Sao_Paulo"), ["Europe/Kyiv", "America/Sao_Paulo"]) == "America/Sao_Paulo"
    assert zone_of("europe-atlantis", ["Europe/Kyiv"]) is None


# a timer that rings at night


@pytest.mark.parametrize("deadline", SAYS)
def test_what_would_speak_late_at_night_waits_once_more(deadline: Deadline) -> None:
    """After an outage: due in the evening, noticed at midnight."""
    state = resolved()
    assert state.put_off(deadline, MIDNIGHT)
    assert hour_in("Europe/Kyiv", state.deadlines[deadline]) == 8
    assert not state.put_off(deadline, NOON)


def test_clocks_and_a_quiet_closing_do_not_wait_for_the_morning() -> None:
    state = open_ticket()
    for deadline in set(Deadline) - SAYS.keys():
        assert not state.put_off(deadline, MIDNIGHT)


# the daily summary


def test_news_wait_for_the_next_morning_and_keep_their_first_one() -> None:
    state = open_ticket(notify=Notify.DAILY_SUMMARY)
    state.await_summary(NOON)
    morning = state.deadlines[Deadline.SUMMARY]
    assert morning - NOON == timedelta(hours=20)
    state.await_summary(NOON + 21 * HOUR)
    assert state.deadlines[Deadline.SUMMARY] == morning


def test_news_of_the_small_hours_come_the_same_morning() -> None:
    state = open_ticket(notify=Notify.DAILY_SUMMARY)
    state.await_summary(NOON + 17 * HOUR)  # 5:00
    assert state.deadlines[Deadline.SUMMARY] == NOON + 20 * HOUR


def test_the_summary_outlives_what_the_ticket_goes_through() -> None:
    state = open_ticket(notify=Notify.DAILY_SUMMARY)
    state.await_summary(NOON)
    for change in (state.resolve, state.reopen, state.close_stale):
        change(NOON + HOUR)
        assert Deadline.SUMMARY in state.deadlines


def test_a_zone_that_becomes_known_moves_the_summary_to_that_morning() -> None:
    state = open_ticket(notify=Notify.DAILY_SUMMARY)
    state.await_summary(NOON)
    move_to(state, "America/New_York")
    assert hour_in("America/New_York", state.deadlines[Deadline.SUMMARY]) == 8


def test_tickets_of_a_customer_share_a_summary_a_day_by_the_customers_date() -> None:
    evening = NOON + 11 * HOUR  # 23:00 in Kyiv, already tomorrow in Tokyo
    kyiv, tokyo = open_ticket(), open_ticket(zone="Asia/Tokyo")
    assert kyiv.summary_key(evening) == "summary/c1/2026-11-23"
    assert tokyo.summary_key(evening) == "summary/c1/2026-11-24"
    assert open_ticket(notify=Notify.ANSWERS_ONLY).summary_key(evening) is None


def test_a_ticket_that_ends_stays_until_the_summary_has_told_of_it() -> None:
    state = resolved(notify=Notify.DAILY_SUMMARY)
    assert not state.ends_after_summary()
    state.await_summary(NOON)
    assert state.ends_after_summary()
    assert state.deadlines[Deadline.WINDOW_END] > state.deadlines[Deadline.SUMMARY]


# a low score


def test_what_follows_a_low_score_is_the_leads_and_more_severe() -> None:
    lead = QueuePolicy(
        key=LEAD_QUEUE, targets={Severity.NORMAL: Targets(first_response=HOUR, resolution=10 * HOUR)}
    )
    state = resolved(NOON + HOUR)
    state.policy = ASKING.model_copy(update={"queues": {**ASKING.queues, LEAD_QUEUE: lead}})
    state.low_score = True
    state.reopen(NOON + 5 * HOUR)
    state.hand_to_lead(NOON + 5 * HOUR)
    assert (state.queue, state.phase, state.assignee) == (LEAD_QUEUE, Phase.OPEN, None)
    assert state.severity is Severity.HIGH
    assert state.resolution is not None
    assert state.resolution.due == NOON + 5 * HOUR + 9 * HOUR  # one of its ten hours was used
    assert not state.low_score


def test_a_desk_without_a_queue_of_leads_keeps_the_ticket_where_it_was() -> None:
    state = resolved()
    state.hand_to_lead(NOON + HOUR)
    assert (state.queue, state.assignee) == ("l1", None)

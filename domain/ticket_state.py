"""All that a ticket's workflow knows: one model, carried whole through continue-as-new. Moments are desk time.

The methods are pure transitions: they change this value and decide nothing by anything else than their arguments.
"""

from datetime import datetime, timedelta
from typing import Any

from pydantic import Field

from domain.calls import Projection
from domain.clock import DeskClock
from domain.deadlines import Deadline
from domain.eta import eta
from domain.intake import Intake
from domain.ladder import next_step
from domain.messages import TicketStart
from domain.outgoing import Destination, Outgoing
from domain.policy import TicketPolicy
from domain.routing import route
from domain.sla import ClockName
from domain.ticket import CUSTOMER_STATUS, ClosedBecause, CustomerStatus, Phase, raised
from domain.ticket_promises import PREVIEW, TicketPromises

LEAD_QUEUE = "lead"  # takes the talk after a low score, where the desk has such a queue
SEEN_LIMIT = 200  # facts remembered against repeats; the server's own deduplication ends at continue-as-new


class TicketState(TicketPromises):
    ticket: int
    clock: DeskClock = DeskClock()
    source: str | None = None
    intake: Intake = Field(default_factory=Intake)
    assignee: str | None = None
    operator_wanted: bool = False
    taken_after: timedelta | None = None  # used of the resolution's clock when an agent began (D9's handling time)
    handling: timedelta | None = None
    resolved_at: datetime | None = None
    resolutions: int = 0
    resolved_by: str | None = None
    rated: list[int] = Field(default_factory=list)
    low_score: bool = False  # of this resolution: what the customer writes next is the lead's
    follow_up_asked: datetime | None = None
    confirmed: bool = False  # this resolution's "did it help?" is answered
    closed_because: ClosedBecause | None = None
    outbox: dict[Destination, list[Outgoing]] = Field(default_factory=dict)
    said: int = 0  # n of the latest Outgoing
    question_key: str | None = None  # delivery of the question that stands open in the chat
    projected: int = 0  # seq of the latest projection
    seen: list[int] = Field(default_factory=list)
    carried: list[tuple[str, dict[str, Any]]] = Field(default_factory=list)  # news across continue-as-new

    @classmethod
    def begin(cls, start: TicketStart) -> "TicketState":
        if start.state is not None:
            return cls.model_validate(start.state)
        return cls(ticket=start.ticket, customer=start.customer, clock=start.clock, source=start.source)

    @property
    def registered(self) -> bool:
        return self.number is not None

    @property
    def status(self) -> CustomerStatus | None:
        return CUSTOMER_STATUS[self.phase]

    def is_new(self, fact: int) -> bool:
        """Remembers the fact; False for a repeat. Fact 0 is nobody's row and always new."""
        if fact == 0:
            return True
        if fact in self.seen:
            return False
        self.seen = [*self.seen[-SEEN_LIMIT + 1 :], fact]
        return True

    def carry(self, news: list[tuple[str, dict[str, Any]]], now: datetime) -> None:
        """Before continue-as-new: what is not worked on yet. A finished ticket is closed again right after it."""
        self.carried = news
        if self.phase is Phase.CLOSED and not self.deadlines:
            self.deadlines[Deadline.WINDOW_END] = now

    # deadlines

    def all_deadlines(self) -> dict[Deadline, datetime]:
        due = dict(self.deadlines)
        for name, clock in self.clocks().items():
            step = next_step(clock, self.ladder, self.climbed.get(name, 0), moves_up=self.above is not None)
            if step is not None:
                due[Deadline(name)] = step
        return due

    def nearest(self) -> tuple[Deadline, datetime] | None:
        return min(self.all_deadlines().items(), key=lambda item: (item[1], item[0]), default=None)

    # transitions

    def begin_intake(self, now: datetime) -> None:
        self.wait_for(Deadline.INTAKE_REMINDER, now + self.rules.intake_reminder_after)
        self.deadlines[Deadline.INTAKE_ABANDONED] = now + self.rules.intake_abandoned_after

    def register(self, now: datetime) -> None:
        """Created: queue, severity, clocks and ETA are set; the time in intake counts for nobody."""
        chosen = route(self.rules, self.intake.topic, vip=self.profile.vip, operator_wanted=self.operator_wanted)
        self.queue, self.severity = chosen.queue, chosen.severity
        self.first_response = self.start_clock(ClockName.FIRST_RESPONSE, now)
        self.resolution = self.start_clock(ClockName.RESOLUTION, now)
        self.taken = self.start_clock(ClockName.TAKEN, now)
        if self.first_response is not None and self.rules.edition == 1:
            self.eta = eta(now, self.first_response.due)
        self.forget_deadlines()
        self.phase = Phase.OPEN
        self.watch_agent(now)

    def take_policy(self, policy: TicketPolicy, now: datetime) -> None:
        """Other targets, calendars, ladders; a queue or topic that is gone gives way to what there is."""
        first = self.rules.edition == 1 < policy.edition
        self.policy = policy
        if not self.registered:
            self.intake.keep_known(policy)
            return
        if self.queue not in policy.queues:
            self.queue = policy.default_queue
        self.retarget(now)
        if first:  # an older desk did not watch, and promised what nobody was going to renew
            self.watch_agent(now)
            self.eta = self.eta if self.waiting_since else None

    def assign(self, agent: str | None) -> None:
        """Whose ticket it is; it is taken only when they claim it or answer."""
        self.assignee = agent

    def claim(self, agent: str, now: datetime) -> None:
        self.assignee = agent
        self.meet_clock(ClockName.TAKEN, now)
        if self.phase is Phase.OPEN:
            self.phase = Phase.IN_PROGRESS
        if self.rules.edition > 1 and self.unanswered:
            self.card_view = PREVIEW
        self.watch_agent(now)
        if self.taken_after is None and self.resolution is not None:
            self.taken_after = self.resolution.elapsed(now)

    def ask_customer(self, now: datetime) -> None:
        """Waits for the customer's answer. Reminder and deadline move out of quiet hours together (SPEC C7)."""
        gap = self.rules.answer_deadline_after - self.rules.answer_reminder_after
        reminder = self.wait_for(Deadline.ANSWER_REMINDER, now + self.rules.answer_reminder_after)
        self.waiting_deadline = self.wait_for(Deadline.ANSWER_OVERDUE, reminder + gap)
        self.phase = Phase.WAITING
        self.deadlines.pop(Deadline.AGENT_SILENT, None)
        if self.resolution is not None:
            self.resolution = self.resolution.pause(now)

    def customer_answered(self, now: datetime) -> None:
        self._stop_waiting()
        self.phase = Phase.IN_PROGRESS if self.assignee else Phase.OPEN
        self.watch_agent(now)
        if self.resolution is not None and self.profile.reachable:
            self.resolution = self.resolution.resume(now)

    def resolve(self, now: datetime) -> None:
        self._finish(now, Phase.RESOLVED)
        self.resolutions += 1
        self.confirmed = self.low_score = False
        self.follow_up_asked = None
        delay = timedelta(hours=48)
        if self.intake.topic in self.rules.topics:
            delay = self.rules.topics[self.intake.topic].follow_up_delay(self.severity)
        self.wait_for(Deadline.FOLLOW_UP, now + delay)
        self._open_window(now)

    def close_stale(self, now: datetime) -> None:
        """Closed for the customer; a message within the window still reopens it."""
        self._finish(now, Phase.CLOSED)
        self.closed_because = ClosedBecause.STALE
        self._open_window(now)

    def confirm(self) -> None:
        self.confirmed = True
        self.phase = Phase.CLOSED
        self.closed_because = ClosedBecause.CONFIRMED
        self.deadlines.pop(Deadline.FOLLOW_UP, None)

    def ask_whether_it_helped(self, now: datetime) -> None:
        self.follow_up_asked = now
        self._open_window(now)

    def reopen(self, now: datetime) -> None:
        """Clocks resume, they are not reset; the first resolution stays recorded in its rating and events."""
        self.phase = Phase.IN_PROGRESS if self.assignee else Phase.OPEN
        self.closed_because = None
        self.resolved_at = None
        self.operator_wanted = False
        self.low_score = False
        self.forget_deadlines()
        if self.resolution is not None:
            self.resolution = self.resolution.reopen(now)
            if self.rules.edition > 1:
                self.retarget(now)  # by the policy in force now
            targets = self.rules.queue(self.queue or "").targets_for(self.severity)
            self.eta = eta(now, now + targets.first_response) if self.rules.edition == 1 else None
        self.watch_agent(now)

    def hand_to_lead(self, now: datetime) -> None:
        """When what the customer answered to our question after a low score has reopened it (SPEC H6)."""
        self.severity = raised(self.severity)
        self.queue = LEAD_QUEUE if LEAD_QUEUE in self.rules.queues else self.queue
        self.assignee, self.phase = None, Phase.OPEN
        self.retarget(now)

    def move(self, now: datetime, *, reachable: bool) -> None:
        """While the customer cannot be reached every clock stands still (SPEC E8)."""
        moved = self.profile.reachable is not reachable
        self.profile = self.profile.model_copy(update={"reachable": reachable})
        if moved and self.rules.edition > 1:
            (self.wait_on_for_answer if reachable else self.stop_waiting_for_answer)(now)
        if reachable:
            self.watch_agent(now)
        else:
            self.deadlines.pop(Deadline.AGENT_SILENT, None)
            if self.rules.edition > 1:
                self._withdraw_promise()
        for name, clock in self.clocks().items():
            if not reachable:
                setattr(self, name, clock.pause(now))
            elif name is not ClockName.RESOLUTION or self.phase is not Phase.WAITING:
                setattr(self, name, clock.resume(now))

    def _finish(self, now: datetime, phase: Phase) -> None:
        self._stop_waiting()
        self.silent = False
        self.held = []
        self.forget_deadlines()
        self.phase = phase
        self.resolved_at = now
        self.card_view = "main"
        if phase is Phase.RESOLVED:
            self.human_replied(now)
        self.next_response = None
        self.meet_clock(ClockName.TAKEN, now)
        self.meet_clock(ClockName.RESOLUTION, now)
        if self.resolution is not None and self.taken_after is not None:
            self.handling = self.resolution.elapsed(now) - self.taken_after

    def _stop_waiting(self) -> None:
        self.waiting_deadline = None
        self.stopped = {}
        self.deadlines.pop(Deadline.ANSWER_REMINDER, None)
        self.deadlines.pop(Deadline.ANSWER_OVERDUE, None)

    def _open_window(self, now: datetime) -> None:
        """Until the later of 72 h after resolution and 48 h after the follow-up question (SPEC C10).

        A ticket whose question is still to come waits for it; the end is moved to daytime because it may speak.
        """
        ends = [(self.resolved_at or now) + self.rules.reopen_after_resolution]
        asked = self.follow_up_asked or self.deadlines.get(Deadline.FOLLOW_UP)
        if asked is not None:
            ends.append(asked + self.rules.reopen_after_follow_up)
        self.wait_for(Deadline.WINDOW_END, max(ends))

    # what others see

    def projection(self, now: datetime) -> Projection:
        return self._basic_projection(now).model_copy(update=self._of_edition_2())

    def _of_edition_2(self) -> dict[str, Any]:
        """A change of these would be one activity more than old histories have."""
        if self.policy is None or self.policy.edition < 2:
            return {}
        return {
            "vip": self.profile.vip,
            "told": self.escalation,
            "handling": None if self.handling is None else int(self.handling.total_seconds()),
            "waiting_since": self.waiting_since,
            "moved_from": self.left[-1] if self.left else None,
            "taken_due": self.taken.due if self.taken and self.taken.met is None else None,
            "next_response_due": self.next_response.due if self.next_response else None,
        }

    def _basic_projection(self, now: datetime) -> Projection:
        return Projection(
            ticket=self.ticket,
            seq=self.projected,
            phase=self.phase,
            topic=self.intake.topic,
            queue=self.queue,
            severity=self.severity,
            assignee=self.assignee,
            sla_state=self.sla_state,
            eta=self.eta,
            first_response_due=self.first_response.due if self.first_response else None,
            resolution_due=self.resolution.due if self.resolution else None,
            waiting_deadline=self.waiting_deadline,
            first_response_at=self.first_response.met if self.first_response else None,
            resolved_at=self.resolved_at,
            closed_at=now if self.phase is Phase.CLOSED else None,
            closed_because=self.closed_because,
            resolutions=self.resolutions,
            reachable=self.profile.reachable,
            operator_wanted=self.operator_wanted,
            card_view=self.card_view,
            answers=self.intake.answers,
        )

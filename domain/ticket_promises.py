"""The part of a ticket's state that is promised and on its way: the ETA, replies in flight, an agent's silence."""

from datetime import datetime

from pydantic import BaseModel, Field

from domain.deadlines import Deadline
from domain.eta import TOLD_BEFORE, Pace, eta, reach, slipped
from domain.outgoing import Kind
from domain.routing import SECURITY_QUEUE
from domain.sla import Clock, ClockName
from domain.ticket import Phase, Severity
from domain.ticket_waits import TicketWaits

PREVIEW = "preview"  # the card offers the first reply (SPEC E11)


class Reply(BaseModel):
    """An agent's reply on its way: when it was written, and since when the message waited that it answers."""

    at: datetime
    answers: datetime | None = None


class TicketPromises(TicketWaits):
    card_view: str = "main"
    eta: datetime | None = None
    last_message: int | None = None  # row of what the customer wrote last
    held: list[Kind] = Field(default_factory=list)  # to the customer, until their quiet hours end
    in_flight: dict[str, Reply] = Field(default_factory=dict)  # by delivery key: replies that are not sent yet

    @property
    def critical(self) -> bool:
        """Blockers and security never wait for the morning (SPEC H2)."""
        return self.severity is Severity.BLOCKER or self.queue == SECURITY_QUEUE

    def promise(self, pace: Pace, now: datetime) -> bool:
        """An ETA by the queue's pace; True when a promise that was given has to be taken back for a later one."""
        since = self.waiting_since or now
        queue = self.rules.queue(self.queue or "")
        targets = queue.targets_for(self.severity)
        duty = self.rules.calendars.get(queue.duty or "")
        reached = reach(now, pace, queue, duty, max(now, since + targets.first_response))
        old, new = self.eta, eta(now, reached)
        late = old is not None and new > old
        if old is not None:  # what was promised is never taken back for an earlier time that nobody is told
            new = slipped(old, since, reached, now) if late else old
        self.eta = new
        self.deadlines[Deadline.ETA] = new - TOLD_BEFORE
        return late

    def watch_agent(self, now: datetime) -> None:
        """After a sign of an agent, or when it is their turn again: the 24 h of SPEC D11 begin anew."""
        self.silent = False
        if self.rules.edition > 1 and self.phase in (Phase.OPEN, Phase.IN_PROGRESS) and self.profile.reachable:
            self.deadlines[Deadline.AGENT_SILENT] = now + self.rules.agent_silent_after

    @property
    def unanswered(self) -> bool:
        """No person has written to the customer yet."""
        return self.first_response is not None and self.first_response.met is None

    def human_replied(self, now: datetime) -> None:
        super().human_replied(now)
        if self.card_view == PREVIEW:
            self.card_view = "main"
        self.watch_agent(now)
        if self.rules.edition > 1 and self.waiting_since is None:
            self._withdraw_promise()

    def _withdraw_promise(self) -> None:
        self.eta = None
        self.deadlines.pop(Deadline.ETA, None)

    def on_its_way(self, key: str, at: datetime, answers: Clock | None) -> None:
        """A reply written `at` may still be refused; until then it has answered what waited."""
        if self.rules.edition > 1:
            self.in_flight[key] = Reply(at=at, answers=answers.started if answers else None)

    def reply_failed(self, key: str) -> None:
        """It could not be delivered, so nothing is answered: what it had met runs on (SPEC, "human reply")."""
        failed = self.in_flight.pop(key, None)
        if failed is None:
            return
        first = self.first_response
        if first is not None and first.met == max(failed.at, first.started):
            self.first_response = first.unmeet()
        elif failed.answers is not None and self.next_response is None:
            self.next_response = self.start_clock(ClockName.NEXT_RESPONSE, failed.answers)

"""The part of a ticket's state that waits: its deadlines, and the customer's night they keep out of (SPEC H2)."""

from datetime import datetime, timedelta

from pydantic import Field

from domain.calls import CustomerProfile
from domain.deadlines import Deadline
from domain.notifying import SAYS
from domain.ticket import Notify
from domain.ticket_clocks import TicketClocks

AFTER_SUMMARY = timedelta(hours=1)  # what a ticket that ends stays for, so that the summary still shows it

_NIGHT_MATTERS = (Deadline.ANSWER_REMINDER, Deadline.FOLLOW_UP, Deadline.SUMMARY, Deadline.HELD)
_OF_THE_CUSTOMER = (
    Deadline.SUMMARY,
    Deadline.ZONE_QUESTION,
    Deadline.VIP_ENDS,
)  # they outlive a resolution or a reopening


class TicketWaits(TicketClocks):
    customer: str
    number: int | None = None
    profile: CustomerProfile = CustomerProfile(consented=False)
    waiting_deadline: datetime | None = None
    deadlines: dict[Deadline, datetime] = Field(default_factory=dict)
    wanted: dict[Deadline, datetime] = Field(default_factory=dict)  # the same before the night moved them
    zone_asked: bool = False
    stopped: dict[Deadline, timedelta] = Field(default_factory=dict)  # what was left while the customer is away

    def awake(self, moment: datetime) -> datetime:
        """`moment`, moved out of the customer's quiet hours (SPEC H2)."""
        return self.rules.quiet_hours.next_allowed(moment, self.profile.zone)

    def quiet(self, now: datetime) -> bool:
        return self.rules.quiet_hours.quiet_at(now, self.profile.zone)

    def wait_for(self, deadline: Deadline, moment: datetime) -> datetime:
        """From `moment` on, and not in the customer's night; gives the time that comes of it."""
        self.wanted[deadline] = moment
        self.deadlines[deadline] = self.awake(moment)
        return self.deadlines[deadline]

    def forget_deadlines(self) -> None:
        """The step of the ticket's life is over; what the customer is owed whatever becomes of it stays."""
        self.deadlines = {name: at for name, at in self.deadlines.items() if name in _OF_THE_CUSTOMER}

    def put_off(self, deadline: Deadline, now: datetime) -> bool:
        """A timer that rings late, after an outage, may ring at night: then what would speak waits once more."""
        if self.rules.edition < 2 or deadline not in SAYS or not self.quiet(now):
            return False
        self.deadlines[deadline] = self.awake(now)
        return True

    def rezone(self) -> None:
        """The customer's zone is another one than was thought: everything that keeps out of their night moves.

        A deadline that the customer was told is never earlier than that.
        """
        for deadline, moment in self.wanted.items():
            if deadline is Deadline.SUMMARY and deadline in self.deadlines:
                self.deadlines[deadline] = self._morning_after(moment)
            elif deadline in self.deadlines:
                told = self.waiting_deadline if deadline is Deadline.ANSWER_OVERDUE else None
                self.deadlines[deadline] = self.awake(told or moment)
        if self.waiting_deadline is not None:
            self.waiting_deadline = self.deadlines.get(Deadline.ANSWER_OVERDUE, self.waiting_deadline)
        follow_up, end = self.deadlines.get(Deadline.FOLLOW_UP), self.deadlines.get(Deadline.WINDOW_END)
        if follow_up is not None and end is not None:
            after = self.awake(follow_up + self.rules.reopen_after_follow_up)
            self.deadlines[Deadline.WINDOW_END] = max(end, after)

    def watch_vip(self) -> None:
        """When the mark expires the ticket's priority changes, its queue does not (SPEC D10)."""
        until = self.profile.vip_until
        if self.rules.edition > 1 and self.profile.vip and until is not None:
            self.deadlines[Deadline.VIP_ENDS] = until
        else:
            self.deadlines.pop(Deadline.VIP_ENDS, None)

    # a customer who cannot be reached (SPEC E8)

    def stop_waiting_for_answer(self, now: datetime) -> None:
        for deadline in (Deadline.ANSWER_REMINDER, Deadline.ANSWER_OVERDUE):
            if deadline in self.deadlines:
                self.stopped[deadline] = self.deadlines.pop(deadline) - now

    def wait_on_for_answer(self, now: datetime) -> None:
        stopped, self.stopped = self.stopped, {}
        for deadline, left in stopped.items():
            self.wait_for(deadline, now + left)
        if Deadline.ANSWER_OVERDUE in stopped:
            self.waiting_deadline = self.deadlines[Deadline.ANSWER_OVERDUE]

    # the daily summary

    def await_summary(self, now: datetime) -> None:
        """Something is new; the first of the customer's tickets whose turn comes tells of all (SPEC C4)."""
        if Deadline.SUMMARY not in self.deadlines:
            self.wanted[Deadline.SUMMARY] = now
            self.deadlines[Deadline.SUMMARY] = self._morning_after(now)

    def summary_key(self, now: datetime) -> str | None:
        """The delivery that all of the customer's tickets share today; None when no summary is wanted any more."""
        if self.profile.notify is Notify.ANSWERS_ONLY:
            return None
        return f"summary/{self.customer}/{self.rules.quiet_hours.day(now, self.profile.zone)}"

    def ends_after_summary(self) -> bool:
        """Whether the end waits until the summary has told of it."""
        summary = self.deadlines.get(Deadline.SUMMARY)
        if summary is None:
            return False
        self.wait_for(Deadline.WINDOW_END, summary + AFTER_SUMMARY)
        return True

    # the customer's zone

    def wants_zone(self) -> bool:
        """The customer's night begins to matter, and nobody has asked them when it is."""
        known = self.profile.zone_known or self.zone_asked or not self.rules.zones
        if self.rules.edition < 2 or known or self.number is None:
            return False
        return any(deadline in self.deadlines for deadline in _NIGHT_MATTERS)

    def _morning_after(self, moment: datetime) -> datetime:
        return self.rules.quiet_hours.next_end(moment, self.profile.zone)

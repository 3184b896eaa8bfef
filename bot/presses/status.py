"""The "status" button: answered from SQL, so that it works whatever else does not (SPEC C5)."""

from collections.abc import Callable
from datetime import datetime

from bot.presses.answer import Answer
from bot.wording import Say
from content.moments import readable
from content.texts import Texts
from domain.ticket import CUSTOMER_STATUS, CustomerStatus, Phase
from storage.presses import PressedTicket


class StatusAnswers:
    def __init__(self, texts: Texts, desk_zone: str, desk_now: Callable[[], datetime]) -> None:
        self._texts = texts
        self._desk_zone = desk_zone
        self._desk_now = desk_now

    def answer(self, ticket: PressedTicket) -> Answer:
        status = CUSTOMER_STATUS[Phase.CLOSED if ticket.closing_at else Phase(ticket.phase)]
        if status is None or ticket.number is None:
            return Answer(self._texts.plain(ticket.language, Say.STATUS_DRAFT), alert=True)
        facts = {"number": ticket.number, "status": self._texts.plain(ticket.language, f"status-{status}")}
        say, moment = _wording(status, ticket)
        if moment:
            zone = ticket.zone or self._desk_zone
            facts["time"] = readable(moment, self._desk_now(), zone, ticket.language, self._texts)
        return Answer(self._texts.plain(ticket.language, say, **facts), alert=True)


def _wording(status: CustomerStatus, ticket: PressedTicket) -> tuple[Say, datetime | None]:
    if status is CustomerStatus.NEEDS_ANSWER and ticket.waiting_deadline:
        return Say.STATUS_DEADLINE, ticket.waiting_deadline
    if status in {CustomerStatus.ACCEPTED, CustomerStatus.IN_PROGRESS} and ticket.eta:
        return Say.STATUS_ETA, ticket.eta
    return Say.STATUS, None

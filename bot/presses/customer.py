"""Customers' buttons. Callback data is no secret: the presser must be the ticket's own customer."""

from datetime import timedelta

from aiogram.types import User

from bot.notices import Notices
from bot.people import language_of, person_of
from bot.presses.answer import Answer
from bot.presses.settings import CustomerSettings
from bot.presses.status import StatusAnswers
from bot.presses.updates import customer_update, score_of
from bot.wording import Say, refusal_text
from content.texts import Texts
from domain.buttons import Action, Button
from domain.calls import NoticeKind
from domain.messages import Rated
from domain.rating import LOW
from domain.ticket import Notify
from storage.customers import Customers
from storage.facts import Origin
from storage.inbound import Inbound
from storage.presses import PressedTicket, Presses
from workflows.client import DeskClient, Refused, TicketGone


class CustomerPresses:
    def __init__(
        self,
        desk: DeskClient,
        inbound: Inbound,
        customers: Customers,
        presses: Presses,
        *,
        settings: CustomerSettings,
        notices: Notices,
        texts: Texts,
        status: StatusAnswers,
        consent_version: str,
        rating_valid_for: timedelta,
    ) -> None:
        self._desk = desk
        self._inbound = inbound
        self._customers = customers
        self._presses = presses
        self._settings = settings
        self._notices = notices
        self._texts = texts
        self._status = status
        self._consent_version = consent_version
        self._rating_valid_for = rating_valid_for

    async def language(self, user: User) -> str:
        known = await self._customers.find(user.id)
        return known.language if known else language_of(user)

    async def outcome(self, button: Button, user: User, origin: Origin, message: int) -> Answer:
        """`message`: Telegram's id of the one that the button stands under."""
        if button.action is Action.LANGUAGE:
            answer = await self._settings.language(button.value, user, origin)
            return answer or self._say(await self.language(user), Say.OUT_OF_DATE)
        language = await self.language(user)
        if button.action is Action.ZONE:
            answer = await self._settings.zone(button.value, user, origin, message)
            return answer or self._say(language, Say.OUT_OF_DATE)
        if button.action is Action.NEW:
            pending = await self._inbound.new_asked(origin, person_of(user))
            return Answer(self._texts.plain(language, Say.NEW), pending=pending)
        ticket = await self._presses.ticket(button.ticket)
        if ticket is None:
            return self._say(language, Say.OUT_OF_DATE)
        if ticket.owner != user.id:
            return self._say(language, Say.NOT_YOURS)
        if button.action is Action.NPS:
            return await self._scored(button.value, ticket, message)
        answer = await self._of_own_ticket(button, ticket, f"tg/{origin.bot}/{origin.update_id}")
        if button.action is Action.NOTIFY and not answer.alert:
            pending = await self._settings.notify(Notify(button.value), user, origin)
            return Answer(self._texts.plain(language, Say.NOTIFY_SET), pending=pending)
        return answer

    async def _of_own_ticket(self, button: Button, ticket: PressedTicket, press_id: str) -> Answer:
        if button.action is Action.STATUS:
            return self._status.answer(ticket)
        if button.action in {Action.ADD, Action.FOCUS}:
            return await self._focus(button.action, ticket)
        update = customer_update(button, self._consent_version)
        if update is None:
            return self._say(ticket.language, Say.OUT_OF_DATE)
        name, value = update
        try:
            await self._desk.press(ticket.workflow_id, name, value, press_id)
        except Refused as refused:
            return Answer(self._texts.plain(ticket.language, refusal_text(refused.refusal)), alert=True)
        except TicketGone:
            late = await self._rated_late(ticket, value) if isinstance(value, Rated) else Say.OUT_OF_DATE
            return self._say(ticket.language, late)
        return Answer()

    async def _focus(self, action: Action, ticket: PressedTicket) -> Answer:
        if ticket.closing_at is not None:
            return self._say(ticket.language, Say.OUT_OF_DATE)
        await self._inbound.focus_chosen(ticket.owner, ticket.id)
        if ticket.number is None:
            return Answer(self._texts.plain(ticket.language, Say.FOCUS_DRAFT))
        say = Say.ADD if action is Action.ADD else Say.FOCUS
        return Answer(self._texts.plain(ticket.language, say, number=ticket.number))

    async def _scored(self, value: str, ticket: PressedTicket, message: int) -> Answer:
        """Of the customer, not of the ticket: no workflow waits for it. The first score of a survey counts."""
        scored = score_of(value)
        if scored is None:
            return self._say(ticket.language, Say.OUT_OF_DATE)
        survey, score = scored
        if not await self._presses.scored(ticket.owner, survey, score, self._notices.desk_now()):
            return self._say(ticket.language, Say.NPS_OVER)
        return Answer(
            self._texts.plain(ticket.language, Say.NPS),
            notice=(NoticeKind.NPS_THANKS, ticket.customer),
            edits=await self._presses.delivery_at(ticket.owner, message),
            params={"score": score},
        )

    async def _rated_late(self, ticket: PressedTicket, rated: Rated) -> Say:
        """Stars stay valid for a week, past the end of the ticket's workflow (SPEC C10)."""
        now = self._notices.desk_now()
        valid = (
            ticket.resolved_at is not None
            and rated.resolution == ticket.resolutions
            and now - ticket.resolved_at <= self._rating_valid_for
        )
        if not valid or not await self._presses.rate_after_the_end(ticket, rated.resolution, rated.stars, now):
            return Say.OUT_OF_DATE
        return Say.RATED_LOW if rated.stars <= LOW else Say.RATED

    def _say(self, language: str, say: Say) -> Answer:
        return Answer(self._texts.plain(language, say), alert=True)

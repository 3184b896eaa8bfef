"""What a customer sets by a tap for all their tickets: language, notifications, time zone."""

from aiogram.types import User

from bot.people import person_of
from bot.presses.answer import Answer
from bot.wording import Say
from content.moments import city
from content.texts import LANGUAGES, Texts
from domain.calls import NoticeKind
from domain.policy import TicketPolicy
from domain.ticket import Notify
from domain.zones import MORE, zone_of
from storage.customers import Customers
from storage.facts import Origin, PendingFact
from storage.inbound import Inbound
from storage.presses import Presses


class CustomerSettings:
    def __init__(
        self, inbound: Inbound, customers: Customers, presses: Presses, texts: Texts, policy: TicketPolicy
    ) -> None:
        self._inbound = inbound
        self._customers = customers
        self._presses = presses
        self._texts = texts
        self._zones = (*policy.zones, *policy.more_zones)

    async def language(self, value: str, user: User, origin: Origin) -> Answer | None:
        """None for a value that no button of ours has; so, too, below."""
        if value not in LANGUAGES:
            return None
        pending, repeats = await self._inbound.language_chosen(origin, person_of(user), value)
        told = self._texts.plain(value, Say.LANGUAGE_SET)
        if repeats:
            return Answer(told, pending=pending)
        customer = await self._customers.ensure(person_of(user))
        return Answer(told, pending=pending, notice=(NoticeKind.LANGUAGE_SET, customer.ref))

    async def zone(self, value: str, user: User, origin: Origin, message: int) -> Answer | None:
        """The outcome stands in the place of the question."""
        customer = await self._customers.ensure(person_of(user))
        question = await self._presses.delivery_at(user.id, message)
        if value == MORE:
            return Answer(notice=(NoticeKind.ZONE_MORE, customer.ref), edits=question)
        zone = zone_of(value, self._zones)
        if zone is None:
            return None
        pending = await self._inbound.zone_chosen(origin, person_of(user), zone)
        told = self._texts.plain(customer.language, Say.ZONE_SET, city=city(zone, customer.language, self._texts))
        return Answer(told, pending=pending, notice=(NoticeKind.ZONE_SET, customer.ref), edits=question)

    async def notify(self, notify: Notify, user: User, origin: Origin) -> list[PendingFact]:
        """The pressed ticket knows already, the others are told."""
        return await self._inbound.notify_chosen(origin, person_of(user), notify)

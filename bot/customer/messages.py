"""Customers' messages, edits and commands in the private chat."""

import re

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import Message, User

from bot.contents import content_of, is_unsupported
from bot.forwarding import Forwarder
from bot.notices import Notices
from bot.people import person_of
from bot.reading import Reader
from bot.wording import MENU_OPERATOR, MENU_TICKETS
from content.texts import LANGUAGES, Texts
from domain.calls import NoticeKind
from storage.customers import Customers
from storage.facts import Origin
from storage.inbound import Inbound

SOURCE = re.compile(r"[A-Za-z0-9_-]{1,64}")  # Telegram's own form of a start payload; anybody can write one
COMMAND = re.compile(r"/[A-Za-z]\w*")

NOTICES = {
    "help": NoticeKind.HELP,
    "faq": NoticeKind.FAQ,
    "privacy": NoticeKind.PRIVACY,
    "language": NoticeKind.LANGUAGE,
    "zone": NoticeKind.ZONE,
    "status": NoticeKind.MY_TICKETS,
    "my": NoticeKind.MY_TICKETS,
}


class CustomerMessages:
    def __init__(
        self, inbound: Inbound, customers: Customers, forwarder: Forwarder, notices: Notices, reader: Reader
    ) -> None:
        self._inbound = inbound
        self._customers = customers
        self._forwarder = forwarder
        self._notices = notices
        self._reader = reader

    def router(self, texts: Texts) -> Router:
        """Order is priority: commands, the menu's labels, then everything a person can send."""
        router = Router(name="customer.messages")
        router.message.filter(F.chat.type == ChatType.PRIVATE, F.from_user)
        router.edited_message.filter(F.chat.type == ChatType.PRIVATE, F.from_user)
        router.message.register(self.started, CommandStart(ignore_case=True))
        router.message.register(self.asked_for_new, Command("new", ignore_case=True))
        router.message.register(self.asked_for_operator, Command("operator", ignore_case=True))
        router.message.register(self.asked_for_notice, Command(*NOTICES, ignore_case=True))
        router.message.register(self.asked_for_operator, F.text.in_(_labels(texts, MENU_OPERATOR)))
        router.message.register(self.asked_for_tickets, F.text.in_(_labels(texts, MENU_TICKETS)))
        router.message.register(self.asked_for_help, F.text.regexp(COMMAND))
        router.message.register(self.wrote)
        router.edited_message.register(self.edited)
        return router

    async def wrote(self, message: Message, origin: Origin) -> None:
        content = content_of(message)
        if content is None:
            if is_unsupported(message):
                await self._notice(message, origin, NoticeKind.UNSUPPORTED)
            return
        pending = await self._inbound.customer_wrote(
            origin,
            person_of(_sender(message)),
            content,
            self._reader.understood(content),
            thanks=self._reader.is_thanks(content),
        )
        await self._forwarder.forward(pending)

    async def edited(self, message: Message, origin: Origin) -> None:
        content = content_of(message)
        if content is not None:
            person = person_of(_sender(message))
            await self._forwarder.forward(await self._inbound.customer_edited(origin, person, content))

    async def started(self, message: Message, origin: Origin, command: CommandObject) -> None:
        source = command.args if command.args and SOURCE.fullmatch(command.args) else None
        person = person_of(_sender(message))
        pending = await self._inbound.customer_started(origin, person, source)
        if pending is None:
            await self._notice(message, origin, NoticeKind.MY_TICKETS)
        else:
            await self._forwarder.forward(pending)

    async def asked_for_new(self, message: Message, origin: Origin) -> None:
        await self._forwarder.forward(await self._inbound.new_asked(origin, person_of(_sender(message))))

    async def asked_for_operator(self, message: Message, origin: Origin) -> None:
        person = person_of(_sender(message))
        await self._forwarder.forward(await self._inbound.operator_asked(origin, person))

    async def asked_for_notice(self, message: Message, origin: Origin, command: CommandObject) -> None:
        await self._notice(message, origin, NOTICES[command.command.lower()])

    async def asked_for_tickets(self, message: Message, origin: Origin) -> None:
        await self._notice(message, origin, NoticeKind.MY_TICKETS)

    async def asked_for_help(self, message: Message, origin: Origin) -> None:
        await self._notice(message, origin, NoticeKind.HELP)

    async def _notice(self, message: Message, origin: Origin, kind: NoticeKind) -> None:
        customer = await self._customers.ensure(person_of(_sender(message)))
        await self._notices.to_customer(origin, kind, customer.ref)


def _labels(texts: Texts, text_id: str) -> set[str]:
    """In every language: a keyboard stays on the phone when the language changes."""
    return {texts.plain(language, text_id) for language in LANGUAGES}


def _sender(message: Message) -> User:
    assert message.from_user is not None  # the router's filter
    return message.from_user

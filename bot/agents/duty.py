"""On and off duty, and "next ticket": commands that agents write anywhere in their group (SPEC E2, E5).

Duty is a row first; then all queues are told. Until they are, the update is not safe and comes again: a repeat
changes nothing.
"""

import logging
import re
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

from aiogram import F, Router
from aiogram.types import Message

from bot.agents.messages import COMMAND, sender
from bot.notices import Notices
from bot.people import member_of
from bot.wording import DUTY_COMMANDS
from content.texts import LANGUAGES, Texts
from domain.calls import Mark, NoticeKind
from domain.messages import Claim, Refusal
from domain.policy import MOST_CAPACITY, TicketPolicy
from storage.agents import Agents
from storage.duty import Duty
from storage.facts import Origin
from storage.next_ticket import NextTickets
from workflows.client import DeskClient, NotYet, Refused, TicketGone

logger = logging.getLogger(__name__)

TellQueues = Callable[..., Awaitable[None]]  # left: an agent who went off duty; raises NotYet

TRIED = 5  # tickets that others took in the same moment, before the agent is asked to try again
_ALL = "all"


@dataclass(frozen=True)
class Wish:
    """What `/on` asks for; None and empty keep what was chosen before."""

    queues: tuple[str, ...] = ()
    every: bool = False
    capacity: int | None = None


class WrongWish(Exception):
    def __init__(self, kind: NoticeKind) -> None:
        super().__init__(kind)
        self.kind = kind


def wish_of(words: str, queues: Collection[str], for_all: Collection[str]) -> Wish:
    """`l1 vip 3` in any order; raises WrongWish. `for_all` are the words for every queue."""
    named: list[str] = []
    numbers: list[str] = []
    for word in re.split(r"[\s,;]+", words.casefold().strip()):
        if re.fullmatch(r"[-+]?\d[\d.]*", word):
            numbers.append(word)
        elif word:
            named.append(word)
    every = any(word in for_all for word in named)
    chosen = [word for word in named if word not in for_all]
    if any(word not in queues for word in chosen) or (every and chosen):
        raise WrongWish(NoticeKind.UNKNOWN_QUEUE)
    if len(numbers) > 1 or not all(re.fullmatch(r"\d{1,3}", number) for number in numbers):
        raise WrongWish(NoticeKind.BAD_CAPACITY)
    capacity = int(numbers[0]) if numbers else None
    if capacity is not None and not 1 <= capacity <= MOST_CAPACITY:
        raise WrongWish(NoticeKind.BAD_CAPACITY)
    return Wish(tuple(dict.fromkeys(chosen)), every, capacity)


class DutyCommands:
    def __init__(
        self,
        desk: DeskClient,
        *,
        agents: Agents,
        duty: Duty,
        tickets: NextTickets,
        notices: Notices,
        texts: Texts,
        policy: TicketPolicy,
        tell_queues: TellQueues,
        group: int,
        bot_name: str,
    ) -> None:
        self._desk = desk
        self._agents = agents
        self._duty = duty
        self._tickets = tickets
        self._notices = notices
        self._policy = policy
        self._tell_queues = tell_queues
        self._group = group
        self._bot_name = bot_name.lower()
        self._for_all = {_ALL, *(texts.plain(language, "duty-word-all").casefold() for language in LANGUAGES)}

    def router(self) -> Router:
        """In any topic and in General; goes before the router of what is written to customers."""
        router = Router(name="agents.duty")
        router.message.filter(F.chat.id == self._group, F.text.func(self._is_ours))
        router.message.register(self.anonymous, F.sender_chat)
        router.message.register(self.commanded, F.from_user & ~F.from_user.is_bot)
        return router

    def _is_ours(self, text: str | None) -> bool:
        command = COMMAND.match(text or "")
        if command is None or command[1].lower() not in DUTY_COMMANDS:
            return False
        return (command[2] or self._bot_name).lower() == self._bot_name

    async def anonymous(self, message: Message, origin: Origin) -> None:
        await self._answer(message, origin, NoticeKind.ANONYMOUS)

    async def commanded(self, message: Message, origin: Origin) -> None:
        command = COMMAND.match(message.text or "")
        assert command is not None  # the router's filter
        agent = await self._agents.ensure(member_of(sender(message)))
        match command[1].lower():
            case "on":
                await self._on(message, origin, agent, (message.text or "")[command.end() :])
            case "off":
                await self._duty.go_off(agent)
                await self._tell_queues(left=agent)
                await self._done(message, origin)
            case _:
                await self._next(message, origin, agent)

    async def _on(self, message: Message, origin: Origin, agent: str, words: str) -> None:
        try:
            wish = wish_of(words, self._policy.queues, self._for_all)
        except WrongWish as wrong:
            await self._answer(message, origin, wrong.kind)
            return
        at = self._notices.desk_now()
        await self._duty.go_on(agent, at, queues=wish.queues, every=wish.every, capacity=wish.capacity)
        await self._tell_queues()
        await self._done(message, origin)

    async def _next(self, message: Message, origin: Origin, agent: str) -> None:
        kind = NoticeKind.TRY_AGAIN
        params: dict[str, str | int] = {}
        try:
            taken = await self._taken(origin, agent)
        except NotYet:
            logger.info("update %s: no ticket claimed in time", origin.update_id)
        else:
            kind = NoticeKind.NEXT_TICKET if taken else NoticeKind.NO_NEXT_TICKET
            params = {"ticket": taken} if taken else {}
        await self._answer(message, origin, kind, params)

    async def _taken(self, origin: Origin, agent: str) -> int | None:
        """The ticket that is theirs now; None when none of their queues has one. Raises NotYet."""
        tried: list[int] = []
        while len(tried) < TRIED:
            ticket = await self._tickets.choose(origin, agent, tuple(self._policy.topics), tried)
            if ticket is None:
                return None
            press = f"tg/{origin.bot}/{origin.update_id}"
            try:
                await self._desk.press(ticket.workflow_id, "claim", Claim(agent=agent), press)
            except Refused as refused:
                if refused.refusal is Refusal.ALREADY_YOURS:
                    return ticket.id
            except TicketGone:
                logger.info("ticket row %s has no workflow", ticket.id)
            else:
                return ticket.id
            tried.append(ticket.id)
        raise NotYet

    async def _done(self, message: Message, origin: Origin) -> None:
        """A reaction, not a message; that it cannot be given is no reason to do it all again."""
        try:
            await self._desk.mark(Mark(key=f"mark/{origin.bot}/{origin.update_id}", message=message.message_id))
        except NotYet:
            logger.info("update %s was carried out and not marked", origin.update_id)

    async def _answer(
        self, message: Message, origin: Origin, kind: NoticeKind, params: dict[str, str | int] | None = None
    ) -> None:
        thread = message.message_thread_id if message.is_topic_message else None
        await self._notices.to_topic(origin, kind, thread, message.message_id, params)

"""What agents write in the topics of their group (SPEC E2, E3)."""

import logging
import re

from aiogram import F, Router
from aiogram.types import Message, User

from bot.agents.topics import TopicFinder
from bot.contents import content_of, is_unsupported
from bot.forwarding import Forwarder
from bot.notices import Notices
from bot.people import member_of
from domain.calls import NoticeKind
from domain.messages import AgentCommand
from storage.agents import Agents
from storage.facts import Origin
from storage.messages import Content

logger = logging.getLogger(__name__)

NOTE = "//"
COMMAND = re.compile(r"/([A-Za-z]\w*)(?:@(\w+))?(?=\s|$)")


class AgentMessages:
    def __init__(
        self,
        agents: Agents,
        topics: TopicFinder,
        forwarder: Forwarder,
        notices: Notices,
        *,
        group: int,
        bot_name: str,
    ) -> None:
        self._agents = agents
        self._topics = topics
        self._forwarder = forwarder
        self._notices = notices
        self._group = group
        self._bot_name = bot_name.lower()

    def router(self) -> Router:
        """Only topics: what is said in General or by other bots is nobody's answer to a customer."""
        router = Router(name="agents.messages")
        here = F.chat.id == self._group
        router.message.filter(here)
        router.edited_message.filter(here)
        router.message.register(self.group_moved, F.migrate_to_chat_id)
        in_topic = F.is_topic_message & F.message_thread_id
        router.message.register(self.anonymous, in_topic, F.sender_chat, ~F.is_automatic_forward)
        person = in_topic & F.from_user & ~F.from_user.is_bot & ~F.sender_chat
        router.message.register(self.wrote, person)
        router.edited_message.register(self.edited, person)
        return router

    async def wrote(self, message: Message, origin: Origin) -> None:
        content = content_of(message)
        if content is None:
            if is_unsupported(message):
                await self._notice(message, origin, NoticeKind.UNSUPPORTED)
            return
        command = COMMAND.match(content.text)
        if command and (command[2] or self._bot_name).lower() != self._bot_name:
            return  # meant for another bot
        ticket = await self._topics.find(self._group, message.message_thread_id or 0)
        if ticket is None:
            await self._unknown_topic(message, origin)
        elif command:
            await self._commanded(message, origin, ticket, content, command)
        else:
            await self._said(message, origin, ticket, content)

    async def _said(self, message: Message, origin: Origin, ticket: int, content: Content) -> None:
        member = member_of(sender(message))
        if content.text.startswith(NOTE):
            note = content.without_prefix(len(NOTE))
            pending = await self._agents.noted(origin, member, ticket, note)
        else:
            pending = await self._agents.replied(origin, member, ticket, content)
        await self._forwarder.forward(pending)

    async def _commanded(
        self, message: Message, origin: Origin, ticket: int, content: Content, command: re.Match[str]
    ) -> None:
        name = command[1].lower()
        if name not in set(AgentCommand):
            await self._notice(message, origin, NoticeKind.UNKNOWN_COMMAND)
            return
        words = content.without_prefix(command.end())
        says_something = words.text or words.file_id
        pending = await self._agents.commanded(
            origin,
            member_of(sender(message)),
            ticket,
            AgentCommand(name),
            words if says_something else None,
        )
        await self._forwarder.forward(pending)

    async def edited(self, message: Message, origin: Origin) -> None:
        """A note stays a note and a reply a reply, whatever the edit begins with.

        What the customer has seen cannot become private; what was private never goes to the customer.
        """
        content = content_of(message)
        written = content and await self._agents.written(content.chat, content.message_id)
        if content is None or not written:
            return
        private = content.text.startswith(NOTE)
        if private and not written.note:
            return
        command = COMMAND.match(content.text)
        if private or command:
            content = content.without_prefix(len(NOTE) if private else command.end() if command else 0)
        pending = await self._agents.edited(origin, member_of(sender(message)), content)
        await self._forwarder.forward(pending)

    async def anonymous(self, message: Message, origin: Origin) -> None:
        if content_of(message) is not None:
            await self._notice(message, origin, NoticeKind.ANONYMOUS)

    async def group_moved(self, message: Message) -> None:
        logger.error(
            "the agents' group was made a supergroup: set AGENTS_CHAT_ID=%s and restart",
            message.migrate_to_chat_id,
        )

    async def _unknown_topic(self, message: Message, origin: Origin) -> None:
        thread = message.message_thread_id or 0
        if not self._topics.was_told(thread):
            await self._notice(message, origin, NoticeKind.UNKNOWN_TOPIC)
            self._topics.told(thread)

    async def _notice(self, message: Message, origin: Origin, kind: NoticeKind) -> None:
        await self._notices.to_topic(origin, kind, message.message_thread_id, message.message_id)


def sender(message: Message) -> User:
    assert message.from_user is not None  # the router's filter
    return message.from_user

"""The ticket's topic in the agents' group: made once, dressed, and made again when it is lost (SPEC E9)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram.methods import (
    CloseForumTopic,
    CreateForumTopic,
    EditForumTopic,
    PinChatMessage,
    ReopenForumTopic,
    TelegramMethod,
)

from activities.coded import parked
from activities.failures import Failed, What
from activities.group import AgentsGroup
from activities.journal import Journal
from activities.requests import Errand, Requests
from domain.points import Point, Reached
from storage.topics import Topic, Topics

HEALED = 3  # times a send may find its topic gone or closed before that is a failure


@dataclass(frozen=True)
class Place:
    """A topic that exists, as far as we know."""

    chat: int
    thread: int
    card: int | None = None


Use = Callable[[Place], Awaitable[None]]


class TopicKeeper:
    def __init__(self, topics: Topics, requests: Requests, group: AgentsGroup, reached: Reached) -> None:
        self._topics = topics
        self._requests = requests
        self._group = group
        self._reached = reached

    async def within(self, ticket: int, title: str, errand: Errand, journal: Journal, use: Use) -> None:
        """Runs `use` in the ticket's topic; a topic found lost or closed is mended and `use` runs again."""
        for left in reversed(range(HEALED)):
            place = await self._place(ticket, title, errand, journal)
            try:
                await use(place)
            except Failed as failed:
                if left == 0 or not await self._mended(failed.what, ticket, place, errand, journal):
                    raise
            else:
                return

    async def dress(self, ticket: int, title: str, errand: Errand, *, closed: bool) -> None:
        """Pin, title, open or closed; each posts a service message, so each only when it changes."""
        topic = await self._topics.of(ticket)
        if topic.group_chat is None or topic.topic_thread is None:
            return
        where: dict[str, Any] = {"chat_id": topic.group_chat, "message_thread_id": topic.topic_thread}
        if topic.topic_closed and not closed and await self._change(ReopenForumTopic(**where), errand):
            await self._topics.closed(ticket, closed=False)
        await self._pin(ticket, topic, errand)
        if topic.topic_title != title and await self._change(EditForumTopic(name=title, **where), errand):
            await self._topics.titled(ticket, title)
        if closed and not topic.topic_closed and await self._change(CloseForumTopic(**where), errand):
            await self._topics.closed(ticket, closed=True)

    async def _pin(self, ticket: int, topic: Topic, errand: Errand) -> None:
        if topic.card_pinned or topic.card_message is None or topic.group_chat is None:
            return
        pin = PinChatMessage(chat_id=topic.group_chat, message_id=topic.card_message, disable_notification=True)
        if await self._change(pin, errand):
            await self._topics.card_pinned(ticket)

    async def _change(self, method: TelegramMethod[Any], errand: Errand) -> bool:
        """Dress is no content: what cannot be done now is named, left, and tried with the next change."""
        try:
            await self._requests.send(method, errand, Journal())
        except Failed as failed:
            if failed.what is What.MISSING_RIGHT:
                self._group.lacks(failed.posture.right)
            return False
        return True

    async def _place(self, ticket: int, title: str, errand: Errand, journal: Journal) -> Place:
        topic = await self._topics.of(ticket)
        if topic.group_chat is None or topic.topic_thread is None:
            return await self._make(ticket, title, errand, journal)
        return Place(topic.group_chat, topic.topic_thread, topic.card_message)

    async def _make(self, ticket: int, title: str, errand: Errand, journal: Journal) -> Place:
        chat = self._group.chat
        made = await self._requests.send(CreateForumTopic(chat_id=chat, name=title), errand, journal)
        if made.result is None:
            raise parked("topic_unreadable")
        self._reached(Point.TOPIC_MADE)
        # the group may have moved while we were at it
        place = Place(self._group.chat, made.result.message_thread_id)
        await self._topics.made(ticket, place.chat, place.thread, title)
        await journal.settled()
        return place

    async def _mended(self, what: What, ticket: int, place: Place, errand: Errand, journal: Journal) -> bool:
        if what is What.TOPIC_GONE:
            await journal.begin_again()
            await self._topics.lost(ticket, place.thread)
            return True
        if what is What.TOPIC_CLOSED:
            reopen = ReopenForumTopic(chat_id=place.chat, message_thread_id=place.thread)
            await self._requests.send(reopen, errand, Journal())
            await self._topics.closed(ticket, closed=False)
            return True
        return False

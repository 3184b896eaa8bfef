"""Topics of the agents' group that belong to no ticket, and what stands in them (SPEC E10).

Made when they are first needed; made again when they are lost, with what stood in them.
"""

import asyncio
from collections.abc import Awaitable, Callable

from aiogram.methods import CreateForumTopic, ReopenForumTopic

from activities.bodies import Address, edit, message
from activities.coded import parked
from activities.failures import Failed, What
from activities.group import AgentsGroup
from activities.journal import Journal
from activities.patience import keep_waiting
from activities.rendering import Rendered
from activities.requests import Errand, Requests
from activities.topics import HEALED, Place
from domain.outgoing import FixedTopic
from storage.posts import Post, Posts

LOOK_EVERY = 0.5  # seconds, while another sender makes the topic


class FixedTopics:
    def __init__(
        self, posts: Posts, requests: Requests, group: AgentsGroup, title: Callable[[FixedTopic], str]
    ) -> None:
        self._posts = posts
        self._requests = requests
        self._group = group
        self._title = title

    async def show(self, name: str, topic: FixedTopic, rendered: Rendered, *, new: Errand, again: Errand) -> None:
        """One message that stands in the topic and is edited; a lost one is posted anew."""

        async def use(place: Place) -> None:
            post = await self._posts.find(name)
            message_id = post.message_id if post and _stands_in(post, place) else None
            if message_id is not None and await self._edited(rendered, place.chat, message_id, again):
                return
            address = Address(place.chat, place.thread, silent=True)
            answer = await self._requests.send(message(rendered, address), new, Journal())
            await self._posts.keep(name, place.chat, place.thread, answer.message_id)

        await self.within(topic, new, Journal(), use)

    async def within(
        self, topic: FixedTopic, errand: Errand, journal: Journal, use: Callable[[Place], Awaitable[None]]
    ) -> None:
        """Runs `use` in the topic; one that is found lost or closed is mended and `use` runs again."""
        for left in reversed(range(HEALED)):
            place = await self._place(topic, errand)
            try:
                await use(place)
            except Failed as failed:
                if left == 0 or not await self._mended(failed.what, topic, place, errand):
                    raise
                await journal.begin_again()
            else:
                return

    async def _edited(self, rendered: Rendered, chat: int, message_id: int, errand: Errand) -> bool:
        try:
            await self._requests.send(edit(rendered, chat, message_id), errand, Journal())
        except Failed as failed:
            if failed.what is not What.CARD_LOST:
                raise
            return False
        return True

    async def _place(self, topic: FixedTopic, errand: Errand) -> Place:
        while True:
            if (place := await self._known(topic)) is not None:
                return place
            keep_waiting()
            async with self._posts.making(_row(topic)) as mine:
                if mine:
                    return await self._known(topic) or await self._make(topic, errand)
            await asyncio.sleep(LOOK_EVERY)

    async def _known(self, topic: FixedTopic) -> Place | None:
        """Of a group that the desk has left, none."""
        post = await self._posts.find(_row(topic))
        if post is None or post.thread is None or post.chat != self._group.chat:
            return None
        return Place(post.chat, post.thread)

    async def _make(self, topic: FixedTopic, errand: Errand) -> Place:
        create = CreateForumTopic(chat_id=self._group.chat, name=self._title(topic))
        made = await self._requests.send(create, errand, Journal())
        if made.result is None:
            raise parked("topic_unreadable")
        place = Place(self._group.chat, made.result.message_thread_id)  # the group may have moved meanwhile
        await self._posts.keep(_row(topic), place.chat, place.thread)
        return place

    async def _mended(self, what: What, topic: FixedTopic, place: Place, errand: Errand) -> bool:
        if what is What.TOPIC_GONE:
            await self._posts.lost(_row(topic), place.thread)
            return True
        if what is What.TOPIC_CLOSED:
            reopen = ReopenForumTopic(chat_id=place.chat, message_thread_id=place.thread)
            await self._requests.send(reopen, errand, Journal())
            return True
        return False


def _stands_in(post: Post, place: Place) -> bool:
    return (post.chat, post.thread) == (place.chat, place.thread)


def _row(topic: FixedTopic) -> str:
    return f"topic/{topic}"

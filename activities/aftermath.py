"""What follows a delivery and is nice to have: reactions instead of messages, old keyboards taken away."""

from aiogram.methods import EditMessageReplyMarkup, SetMessageReaction
from aiogram.types import ReactionTypeEmoji

from activities.carriers import Letter
from activities.lanes import Lanes
from activities.requests import Requests
from domain.calls import Mark
from domain.outgoing import Kind
from storage.deliveries import Deliveries
from storage.outbound import Record

SEEN = "👀"
DELIVERED = "👌"
PERHAPS_TWICE = "🤔"
NOT_DELIVERED = "👎"


class Aftermath:
    """Reactions are no messages: they spend nothing of a group's window (SPEC E3)."""

    def __init__(self, deliveries: Deliveries, requests: Requests, lanes: Lanes) -> None:
        self._deliveries = deliveries
        self._requests = requests
        self._lanes = lanes

    async def delivered(self, letter: Letter) -> None:
        if letter.item.retires is not None:
            await self._retire(letter.item.retires)
        if letter.item.kind is Kind.RELAY_TO_AGENTS:
            await self._mark(letter, SEEN)
        if letter.item.kind is Kind.AGENT_REPLY:
            await self._mark(letter, PERHAPS_TWICE if letter.journal.possibly_twice else DELIVERED)

    async def not_delivered(self, letter: Letter) -> None:
        if letter.item.kind is Kind.AGENT_REPLY:
            await self._mark(letter, NOT_DELIVERED)

    async def done(self, mark: Mark, chat: int) -> None:
        """A command in the agents' group was carried out."""
        method = SetMessageReaction(
            chat_id=chat, message_id=mark.message, reaction=[ReactionTypeEmoji(emoji=DELIVERED)]
        )
        await self._requests.quietly(method, self._lanes.free(chat, mark.key))

    async def _mark(self, letter: Letter, emoji: str) -> None:
        """On the original, in the chat where its author wrote it."""
        original: Record | None = letter.material.original
        if original is None:
            return
        method = SetMessageReaction(
            chat_id=original["chat"],
            message_id=original["message_id"],
            reaction=[ReactionTypeEmoji(emoji=emoji)],
        )
        await self._requests.quietly(method, self._lanes.free(original["chat"], letter.item.key))

    async def _retire(self, key: str) -> None:
        """The buttons of a step that is over; a press on one that stays is answered as out of date."""
        old = await self._deliveries.find(key)
        if old is None or not old.ids or old.chat is None:
            return
        method = EditMessageReplyMarkup(chat_id=old.chat, message_id=old.ids[0])
        await self._requests.quietly(method, self._lanes.free(old.chat, key))

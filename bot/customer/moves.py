"""A customer blocks the bot, or comes back (SPEC E8)."""

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import ChatMemberUpdated

from bot.forwarding import Forwarder
from storage.facts import Origin
from storage.inbound import Inbound

GONE = frozenset({ChatMemberStatus.KICKED, ChatMemberStatus.LEFT})


class CustomerMoves:
    def __init__(self, inbound: Inbound, forwarder: Forwarder) -> None:
        self._inbound = inbound
        self._forwarder = forwarder

    def router(self) -> Router:
        router = Router(name="customer.moves")
        router.my_chat_member.register(self.moved, F.chat.type == ChatType.PRIVATE)
        return router

    async def moved(self, event: ChatMemberUpdated, origin: Origin) -> None:
        reachable = event.new_chat_member.status not in GONE
        pending = await self._inbound.customer_moved(origin, event.chat.id, reachable=reachable)
        await self._forwarder.forward(pending)

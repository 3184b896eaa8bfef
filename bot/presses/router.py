"""Every press of a button: who, where, what; answered after the outcome or 3 s, whichever is first."""

import asyncio
import logging

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.exceptions import AiogramError
from aiogram.types import CallbackQuery

from bot.forwarding import Forwarder
from bot.notices import Notices
from bot.presses.agents import AgentPresses
from bot.presses.answer import Answer
from bot.presses.customer import CustomerPresses
from bot.wording import Say
from content.texts import Texts
from domain.buttons import AGENT_ACTIONS, Button, unpack
from storage.facts import Origin
from storage.presses import Presses
from workflows.client import NotYet

logger = logging.getLogger(__name__)

ANSWER_WITHIN_SECONDS = 3.0
REQUEST_TIMEOUT_SECONDS = 5
TOO_OLD = "query is too old"


class PressRouter:
    def __init__(
        self,
        bot: Bot,
        customers: CustomerPresses,
        agents: AgentPresses,
        presses: Presses,
        *,
        forwarder: Forwarder,
        notices: Notices,
        texts: Texts,
        group: int,
        group_language: str,
    ) -> None:
        self._bot = bot
        self._customers = customers
        self._agents = agents
        self._presses = presses
        self._forwarder = forwarder
        self._notices = notices
        self._texts = texts
        self._group = group
        self._group_language = group_language

    def router(self) -> Router:
        router = Router(name="presses")
        router.callback_query.register(self.pressed, F.data)
        return router

    async def pressed(self, query: CallbackQuery, origin: Origin) -> None:
        button = unpack(query.data or "")
        try:
            async with asyncio.timeout(ANSWER_WITHIN_SECONDS):
                answer = await self._outcome(query, button, origin)
        except (NotYet, TimeoutError):
            await self._not_yet(query, button, origin)
            return
        await self._answer(query, answer)
        await self._forwarder.forward(answer.pending)
        if answer.notice:
            kind, customer = answer.notice
            await self._notices.to_customer(origin, kind, customer, edits=answer.edits, params=answer.params)

    async def _outcome(self, query: CallbackQuery, button: Button | None, origin: Origin) -> Answer:
        in_group = query.message is not None and query.message.chat.id == self._group
        private = query.message is not None and query.message.chat.type == ChatType.PRIVATE
        if button is None or not (in_group or private):
            return await self._refuse(query, Say.OUT_OF_DATE)
        if button.action in AGENT_ACTIONS:
            if in_group:
                press_id = f"tg/{origin.bot}/{origin.update_id}"
                return await self._agents.outcome(button, query.from_user, self._group, press_id)
        elif private and query.message is not None:
            return await self._customers.outcome(button, query.from_user, origin, query.message.message_id)
        return await self._refuse(query, Say.NOT_YOURS)

    async def _not_yet(self, query: CallbackQuery, button: Button | None, origin: Origin) -> None:
        """The update may still be applied; the row tells who looks for it that the press was made."""
        await self._answer(query, await self._refuse(query, Say.NOT_YET))
        if button is not None and button.ticket:
            details = {"action": button.action, "value": button.value}
            await self._presses.record(origin, button.ticket, details)
        logger.warning("press of update %s was not applied in time", origin.update_id)

    async def _refuse(self, query: CallbackQuery, say: Say) -> Answer:
        in_group = query.message is not None and query.message.chat.id == self._group
        language = self._group_language if in_group else await self._customers.language(query.from_user)
        return Answer(self._texts.plain(language, say), alert=True)

    async def _answer(self, query: CallbackQuery, answer: Answer) -> None:
        """Best effort: an answer that is too late, or lost, changes nothing about the press."""
        request = query.answer(answer.text or None, show_alert=answer.alert)
        try:
            await self._bot(request, request_timeout=REQUEST_TIMEOUT_SECONDS)
        except AiogramError as error:
            level = logging.DEBUG if TOO_OLD in str(error) else logging.WARNING
            logger.log(level, "a press was not answered: %s", error)

"""Agents' buttons on the card: only in the agents' group, and only for tickets of that group."""

from aiogram.types import User

from bot.people import member_of
from bot.presses.answer import Answer
from bot.presses.updates import agent_update
from bot.wording import Say, refusal_text
from content.texts import Texts
from domain.buttons import Button
from domain.messages import Refusal
from storage.agents import Agents
from storage.presses import Presses
from workflows.client import DeskClient, Refused, TicketGone


class AgentPresses:
    def __init__(self, desk: DeskClient, agents: Agents, presses: Presses, texts: Texts, *, language: str) -> None:
        self._desk = desk
        self._agents = agents
        self._presses = presses
        self._texts = texts
        self._language = language

    async def outcome(self, button: Button, user: User, group: int, press_id: str) -> Answer:
        ticket = await self._presses.ticket(button.ticket)
        if ticket is None or ticket.group_chat != group:
            return self._alert(Say.OUT_OF_DATE)
        agent = await self._agents.ensure(member_of(user))
        name, value = agent_update(button, agent)
        try:
            await self._desk.press(ticket.workflow_id, name, value, press_id)
        except Refused as refused:
            return await self._refusal(refused)
        except TicketGone:
            return self._alert(refusal_text(Refusal.TICKET_CLOSED))
        return Answer()

    async def _refusal(self, refused: Refused) -> Answer:
        """Some refusals name another agent; the workflow knows them by reference only."""
        ref = refused.facts.get("agent")
        name = await self._agents.name_of(str(ref)) if ref else None
        return self._alert(refusal_text(refused.refusal), agent=name or "")

    def _alert(self, text_id: str, **facts: str) -> Answer:
        return Answer(self._texts.plain(self._language, text_id, **facts), alert=True)

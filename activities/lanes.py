"""Whose window of the budget a request takes a place in."""

from dataclasses import replace

from activities.group import AgentsGroup
from activities.requests import Errand
from domain.outgoing import Destination, Outgoing
from storage.budget import free_lane, group_lane, private_lane

EDITING = 4  # edits let everything new pass


class Lanes:
    """`count_edits`: edits in a group spend its window too, as Telegram is reported to count."""

    def __init__(self, group: AgentsGroup, *, per_minute: int, count_edits: bool) -> None:
        self._group = group
        self._per_minute = per_minute
        self._count_edits = count_edits

    def send(self, item: Outgoing, private_chat: int, priority: int) -> Errand:
        if item.to is Destination.GROUP:
            return self.group(item.key, priority)
        return self.private(private_chat, item.key, priority)

    def private(self, chat: int, who: str, priority: int) -> Errand:
        return Errand(private_lane(chat), who, priority)

    def group(self, who: str, priority: int) -> Errand:
        """Edits leave half of the window to messages, however many of them wait."""
        lane = group_lane(self._group.chat, self._per_minute)
        if priority >= EDITING:
            lane = replace(lane, reserve=max(lane.reserve, self._per_minute // 2))
        return Errand(lane, who, priority)

    def edit(self, item: Outgoing, chat: int, priority: int) -> Errand:
        if item.to is Destination.GROUP and self._count_edits:
            return self.group(item.key, max(priority, EDITING))
        return self.free(chat, item.key)

    def post_edit(self, who: str) -> Errand:
        """Of what stands in the agents' group and belongs to no ticket."""
        return self.group(who, EDITING) if self._count_edits else self.free(self._group.chat, who)

    def free(self, chat: int, who: str) -> Errand:
        """No window of the chat counts it: reactions, and edits in private chats."""
        return Errand(free_lane(chat), who, EDITING)

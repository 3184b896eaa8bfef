"""Jump to the next deadline, on the local Telegram's page: puts the clock of the ticket in view forward.

Only demos have it: a ticket started without `DESK_DEMO` ignores the signal.
"""

from datetime import timedelta

from domain.messages import SkipTime
from local.telegram.person_api import JumpRequest
from storage.database import Database
from storage.finding import workflow_in_chat, workflow_in_topic
from workflows.client import DeskClient, TicketGone


class Jumper:
    def __init__(self, database: Database, desk: DeskClient) -> None:
        self._database = database
        self._desk = desk

    async def jump(self, asked: JumpRequest) -> dict[str, object]:
        """`{"deadline": its name, "by_seconds": desk time skipped}`; `{"deadline": null}` when nothing waits."""
        workflow_id = await self._workflow(asked)
        if workflow_id is None:
            return {"deadline": None}
        try:
            before = await self._desk.view(workflow_id)
            if before.next_due is None:
                return {"deadline": None}
            await self._desk.signal(workflow_id, "skip_time", SkipTime())
        except TicketGone:
            return {"deadline": None}
        ahead = max(timedelta(), before.next_due - before.desk_now)
        return {"deadline": before.next_due_name, "by_seconds": round(ahead.total_seconds())}

    async def _workflow(self, asked: JumpRequest) -> str | None:
        if asked.thread_id is not None and asked.chat_id is not None:
            return await workflow_in_topic(self._database, int(asked.chat_id), asked.thread_id)
        if asked.user_id is not None:
            return await workflow_in_chat(self._database, asked.user_id)
        return None

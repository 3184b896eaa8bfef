"""The activities of the senders that belong to no ticket's topic: boards and alerts in the fixed topics."""

import hashlib
from collections.abc import Callable

from temporalio import activity

from activities.board_views import view
from activities.bodies import Address, message
from activities.coded import coded, parked
from activities.failures import Failed, What
from activities.fixed_topics import FixedTopics
from activities.group import AgentsGroup
from activities.lanes import EDITING, Lanes
from activities.outcomes import begin, ended, lacking
from activities.patience import beating, patiently
from activities.rendering import AgentView, Mention, Rendered, boards
from activities.rendering.scene import Voice
from activities.requests import Requests
from activities.topics import Place
from content.texts import Texts
from domain.calls import DUTY, Alert, BoardShown, Call, ShowBoard
from domain.outgoing import Delivered, DeliveryState, FixedTopic
from domain.policy import TicketPolicy
from domain.priority import alert_key
from storage import boards as rows
from storage.deliveries import Deliveries, NewDelivery


class Boards:
    def __init__(
        self,
        *,
        found: rows.Boards,
        deliveries: Deliveries,
        fixed: FixedTopics,
        requests: Requests,
        lanes: Lanes,
        group: AgentsGroup,
        texts: Texts,
        policy: Callable[[], TicketPolicy],
        language: str,
    ) -> None:
        self._found = found
        self._deliveries = deliveries
        self._fixed = fixed
        self._requests = requests
        self._lanes = lanes
        self._group = group
        self._texts = texts
        self._policy = policy
        self._language = language

    @activity.defn(name=Call.SHOW_BOARD)
    @coded(parked)
    async def show_board(self, show: ShowBoard) -> BoardShown:
        async with beating():
            return await patiently(lambda: self._show(show))

    @activity.defn(name=Call.ALERT)
    @coded(parked)
    async def alert(self, alert: Alert) -> Delivered:
        async with beating():
            return await patiently(lambda: self._alert(alert))

    async def _show(self, show: ShowBoard) -> BoardShown:
        rendered, whole = await (self._duty(show) if show.board == DUTY else self._queue(show))
        digest = _digest(rendered)
        if digest == show.shown:
            return BoardShown(shown=digest, whole=whole)
        name = f"board/{show.board}"
        topic = FixedTopic.DUTY if show.board == DUTY else FixedTopic.BOARDS
        new = self._lanes.group(name, EDITING)
        try:
            await self._fixed.show(name, topic, rendered, new=new, again=self._lanes.post_edit(name))
        except Failed as failed:
            raise self._held_up(failed) from None
        return BoardShown(shown=digest, whole=whole)

    async def _queue(self, show: ShowBoard) -> tuple[Rendered, bool]:
        found = await self._found.of_queue(show.board, tuple(self._policy().topics))
        tickets = [view(row) for row in found]
        whole = all(ticket.link for ticket in tickets[: boards.SHOWN])
        return boards.queue_board(self._voice(show), show.board, tickets), whole

    async def _duty(self, show: ShowBoard) -> tuple[Rendered, bool]:
        room = self._policy().room()
        agents = [
            AgentView(
                name=agent.name,
                since=agent.since,
                load=agent.load,
                capacity=room["capacity"] if agent.capacity is None else agent.capacity,
                queues=agent.queues,
            )
            for agent in await self._found.on_duty(room["weights"])
        ]
        return boards.duty_board(self._voice(show), agents), True

    async def _alert(self, alert: Alert) -> Delivered:
        journal, over = await begin(self._deliveries, NewDelivery(alert.key, Call.ALERT), once=False)
        if over is not None:
            return over
        rendered = await self._rendered(alert)
        errand = self._lanes.group(alert.key, min(map(alert_key, alert.circles)))

        async def use(place: Place) -> None:
            if not journal.ids:
                sending = message(rendered, Address(place.chat, place.thread))
                answer = await self._requests.send(sending, errand, journal)
                await journal.part_sent(answer.message_id)

        try:
            await self._fixed.within(FixedTopic.OPS, errand, journal, use)
        except Failed as failed:
            if failed.what is What.CONFIG or lacking(failed):
                raise self._held_up(failed) from None
            return await ended(alert.key, journal, failed)
        await journal.sent()
        return Delivered(state=DeliveryState.SENT, possibly_twice=journal.possibly_twice)

    async def _rendered(self, alert: Alert) -> Rendered:
        """A ticket that was resolved on the way here is left out."""
        found = await self._found.tickets([line.ticket for line in alert.lines])
        lines = [(view(found[line.ticket]), line.clock, line.due) for line in alert.lines if line.ticket in found]
        called = await self._found.called(alert.queue, alert.circles, alert.assignees)
        mentions = [Mention(person.telegram_id, person.name) for person in called]
        return boards.alert(self._voice(alert), alert.queue, lines, alert.more, mentions)

    def _voice(self, about: ShowBoard | Alert) -> Voice:
        return Voice(self._texts, self._language, self._policy().desk_zone, about.at)

    def _held_up(self, failed: Failed) -> Exception:
        """Not the message's fault, or nothing that a repeat would mend sooner: the workflow tries again later."""
        if (lack := lacking(failed)) is not None:
            self._group.lacks(lack)
        return parked(lack or f"{failed.what}_{failed.posture.code}")


def _digest(rendered: Rendered) -> str:
    """Says whether two boards look the same, and nothing of what they say."""
    entities = [entity.model_dump_json(exclude_none=True) for entity in rendered.entities]
    return hashlib.blake2b("\n".join([rendered.text, *entities]).encode(), digest_size=8).hexdigest()

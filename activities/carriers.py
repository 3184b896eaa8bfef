"""How each kind of message goes: to the customer or into the ticket's topic, as a new message or an edit."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from activities.bodies import Address, edit, in_words, message, parts
from activities.context import Contexts, Material
from activities.failures import Failed, What
from activities.journal import DeliveryJournal, Journal
from activities.lanes import Lanes
from activities.rendering import Context, Part, Rendered
from activities.requests import Errand, Requests
from activities.topics import Place, TopicKeeper
from domain.outgoing import Destination, Kind, Outgoing
from domain.points import Point, Reached
from domain.ticket import ContentKind, Phase
from storage.deliveries import Deliveries, Delivery
from storage.outbound import Outbound
from storage.topics import Topics

Render = Callable[[Outgoing, Context], Rendered]
Title = Callable[[Outgoing, Context], str]
Label = Callable[[Outgoing, Context, ContentKind], str]

# an edit of a person's words changes the copy that these kinds made
COPIES = {
    Kind.AGENT_EDIT: (Kind.AGENT_REPLY, Kind.AGENT_EDIT),
    Kind.CUSTOMER_EDIT: (Kind.RELAY_TO_AGENTS, Kind.CUSTOMER_EDIT),
}

_NO_FILE = frozenset(
    {What.SOURCE_GONE, What.PROTECTED, What.FILE_UNAVAILABLE, What.FILE_TOO_BIG, What.VOICE_FORBIDDEN}
)


@dataclass(frozen=True)
class Letter:
    item: Outgoing
    material: Material
    journal: DeliveryJournal
    priority: int


class Carriers:
    def __init__(
        self,
        *,
        render: Render,
        title: Title,
        label: Label,
        contexts: Contexts,
        outbound: Outbound,
        deliveries: Deliveries,
        topics: Topics,
        requests: Requests,
        keeper: TopicKeeper,
        lanes: Lanes,
        reached: Reached,
    ) -> None:
        self._render = render
        self._title = title
        self._label = label
        self._contexts = contexts
        self._outbound = outbound
        self._deliveries = deliveries
        self._topics = topics
        self._requests = requests
        self._keeper = keeper
        self._lanes = lanes
        self._reached = reached
        self._in_topic: dict[Kind, Callable[[Letter, Place], Awaitable[None]]] = {
            Kind.CARD: self._card,
            Kind.CARD_EDIT: self._card_edit,
        }

    async def carry(self, letter: Letter) -> None:
        """Raises Failed when it cannot be done."""
        if letter.item.to is Destination.CUSTOMER:
            await self._write(letter, letter.material.private_chat, None)
        elif letter.item.kind is Kind.TOPIC_DRESS:
            await self._dress(letter)
        else:
            await self._into_topic(letter)

    async def _into_topic(self, letter: Letter) -> None:
        async def use(place: Place) -> None:
            if letter.item.kind is not Kind.CARD and place.card is None:
                await self._post_lost_card(letter, place)
            special = self._in_topic.get(letter.item.kind)
            await (special(letter, place) if special else self._write(letter, place.chat, place.thread))

        title = self._title(letter.item, letter.material.context)
        errand = self._lanes.group(letter.item.key, letter.priority)
        await self._keeper.within(letter.item.ticket, title, errand, letter.journal, use)

    async def _write(self, letter: Letter, chat: int, thread: int | None) -> None:
        """The message itself, new or in the place of an earlier one."""
        item, rendered = letter.item, self._render(letter.item, letter.material.context)
        target = None if rendered.reply_keyboard else await self._target(item, chat)
        if target is not None and await self._edited(letter, rendered, chat, target.ids):
            return
        address = Address(
            chat=chat,
            thread=thread,
            reply_to=await self._answered(letter, chat),
            silent=item.silent,
            hidden=item.to is Destination.GROUP,
        )
        await self._send(letter, rendered, address)

    async def _target(self, item: Outgoing, chat: int) -> Delivery | None:
        found = None
        if item.edits is not None:
            found = await self._deliveries.find(item.edits)
        elif item.kind in COPIES and item.message is not None:
            found = await self._deliveries.copy_of(item.message, chat, COPIES[item.kind])
        return found if found and found.ids and found.chat == chat else None

    async def _edited(self, letter: Letter, rendered: Rendered, chat: int, ids: list[int]) -> bool:
        """False when the earlier message is not there any more, or cannot become this one."""
        errand = self._lanes.edit(letter.item, chat, letter.priority)
        if rendered.copy_of is not None or len(parts(rendered)) > len(ids):
            return False
        try:
            for part, message_id in zip(parts(rendered), ids, strict=False):
                keyboard = rendered.keyboard if part is rendered else None
                await self._requests.send(edit(part, chat, message_id, keyboard), errand, Journal())
        except Failed as failed:
            if failed.what is What.CARD_LOST:
                return False
            raise
        await letter.journal.edited(ids[0], chat)
        return True

    async def _answered(self, letter: Letter, chat: int) -> int | None:
        """What it is a reply to, as this chat knows it (SPEC E4)."""
        original = letter.material.original
        if letter.item.kind in COPIES and original is not None:
            return await self._outbound.seen_as(original["id"], chat)
        relayed = letter.item.kind in (Kind.AGENT_REPLY, Kind.RELAY_TO_AGENTS)
        if not relayed or original is None or original["reply_to"] is None:
            return None
        return await self._outbound.seen_as(original["reply_to"], chat)

    async def _send(self, letter: Letter, rendered: Rendered, address: Address) -> None:
        """What an earlier attempt has sent is not sent again."""
        errand = self._lanes.send(letter.item, letter.material.private_chat, letter.priority)
        for part in parts(rendered)[len(letter.journal.ids) :]:
            message_id = await self._part(letter, part, address, errand)
            self._reached(Point.REQUEST_SENT)
            await letter.journal.part_sent(message_id)

    async def _part(self, letter: Letter, part: Part, address: Address, errand: Errand) -> int | None:
        """A file that cannot be had is named in words: nobody is to miss that there was one."""
        try:
            answer = await self._requests.send(message(part, address), errand, letter.journal)
        except Failed as failed:
            if failed.what not in _NO_FILE or (part.file_id is None and part.copy_of is None):
                raise
            words = in_words(part, self._label(letter.item, letter.material.context, part.content_kind))
            answer = await self._requests.send(message(words, address), errand, letter.journal)
        return answer.message_id

    async def _card(self, letter: Letter, place: Place) -> None:
        rendered = self._render(letter.item, letter.material.context)
        try:
            address = Address(place.chat, place.thread, silent=letter.item.silent, hidden=True)
            await self._send(letter, rendered, address)
        finally:
            if letter.journal.ids:
                await self._topics.card_sent(letter.item.ticket, letter.journal.ids[0])

    async def _card_edit(self, letter: Letter, place: Place) -> None:
        if place.card is None:
            return  # it was posted just now, from the same row
        rendered = self._render(letter.item, letter.material.context)
        errand = self._lanes.edit(letter.item, place.chat, letter.priority)
        try:
            method = edit(rendered, place.chat, place.card, rendered.keyboard)
            await self._requests.send(method, errand, Journal())
        except Failed as failed:
            if failed.what is not What.CARD_LOST:
                raise
            await self._post_lost_card(letter, place)

    async def _post_lost_card(self, letter: Letter, place: Place) -> None:
        """In a topic made anew, or when somebody deleted it; the message at hand follows it."""
        item = letter.item.model_copy(update={"kind": Kind.CARD, "message": None, "agent": None})
        material = await self._contexts.load(item)
        rendered = self._render(item, material.context)
        errand = self._lanes.group(item.key, letter.priority)
        address = Address(place.chat, place.thread, silent=True, hidden=True)
        card = await self._part(letter, replace(rendered, more=()), address, errand)
        await self._topics.card_sent(item.ticket, card)
        for part in rendered.more:
            await self._part(letter, part, address, errand)
        await letter.journal.settled()
        await self._dress(replace(letter, item=item, material=material))

    async def _dress(self, letter: Letter) -> None:
        context = letter.material.context
        await self._keeper.dress(
            letter.item.ticket,
            self._title(letter.item, context),
            self._lanes.group(letter.item.key, letter.priority),
            closed=context.ticket.phase is Phase.CLOSED,
        )

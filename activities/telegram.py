"""The activities of the senders: a ticket's messages, and one-off answers that belong to no ticket."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from temporalio import activity

from activities.aftermath import Aftermath
from activities.boards import Boards
from activities.bodies import Address, edit, message, parts
from activities.carriers import Carriers, Letter
from activities.coded import coded, parked
from activities.context import Contexts, Material
from activities.failures import Failed, What
from activities.group import AgentsGroup
from activities.journal import DeliveryJournal, Journal
from activities.lanes import Lanes
from activities.outcomes import begin, ended, lacking
from activities.patience import Crowd, beating, patiently
from activities.rendering import NoticeContext, Rendered
from activities.requests import Requests
from domain.calls import Call, Mark, Notice
from domain.outgoing import SURVEYS, Delivered, DeliveryState, Destination, Kind, Outgoing
from domain.points import Point, Reached
from domain.priority import priority_key
from storage.claims import Claims
from storage.deliveries import Deliveries, NewDelivery
from storage.outbound import Outbound
from storage.profiles import Profiles

RenderNotice = Callable[[Notice, NoticeContext], Rendered]
NOTICE_PRIORITY = 3


class Telegram:
    def __init__(
        self,
        *,
        render_notice: RenderNotice,
        contexts: Contexts,
        outbound: Outbound,
        deliveries: Deliveries,
        profiles: Profiles,
        claims: Claims,
        requests: Requests,
        carriers: Carriers,
        aftermath: Aftermath,
        lanes: Lanes,
        group: AgentsGroup,
        reached: Reached,
        boards: Boards,
    ) -> None:
        self.boards = boards
        self._render_notice = render_notice
        self._contexts = contexts
        self._outbound = outbound
        self._deliveries = deliveries
        self._profiles = profiles
        self._claims = claims
        self._requests = requests
        self._carriers = carriers
        self._aftermath = aftermath
        self._lanes = lanes
        self._group = group
        self._reached = reached
        self._crowd = Crowd()

    @activity.defn(name=Call.DELIVER)
    @coded(parked)
    async def deliver(self, item: Outgoing) -> Delivered:
        """Sends, or edits, one message of a ticket; whatever interrupts it, it goes on from the delivery row."""
        async with beating():
            return await patiently(lambda: self._deliver(item))

    @activity.defn(name=Call.NOTIFY_ONCE)
    @coded(parked)
    async def notify_once(self, notice: Notice) -> Delivered:
        async with beating():
            return await patiently(lambda: self._notify(notice))

    @activity.defn(name=Call.MARK)
    @coded(parked)
    async def mark(self, mark: Mark) -> None:
        """Nice to have: the boards show the rest."""
        async with beating():
            await self._aftermath.done(mark, self._group.chat)

    async def _deliver(self, item: Outgoing) -> Delivered:
        journal, over = await begin(
            self._deliveries,
            NewDelivery(item.key, item.kind, ticket=item.ticket, message=item.message),
            once=item.kind in SURVEYS,
        )
        if over is not None:
            return over
        material = await self._claimed(item, await self._contexts.load(item))
        if material is None:
            await journal.end(DeliveryState.CANCELLED, "not_due")
            return Delivered(state=DeliveryState.CANCELLED)
        letter = Letter(item, material, journal, _priority(item))
        try:
            if item.to is Destination.CUSTOMER:
                async with self._crowd.joined(material.private_chat):
                    await self._carriers.carry(letter)
            else:
                await self._carriers.carry(letter)
        except Failed as failed:
            return await self._failed(letter, failed)
        if item.kind is Kind.WELCOME:
            await self._profiles.welcomed(material.customer, item.at)
        await journal.sent()
        await self._aftermath.delivered(letter)
        return Delivered(state=DeliveryState.SENT, possibly_twice=journal.possibly_twice)

    async def _claimed(self, item: Outgoing, material: Material) -> Material | None:
        """What may be asked only so often is claimed before it is (SPEC H5, H6); None: not now, or no more."""
        since = item.moments.get("talking_since", item.at)
        changed: dict[str, Any] = {}
        match item.kind:
            case Kind.HANDED_OVER:  # it waited for the group's budget, and the ticket has gone on meanwhile
                return material if material.assignee == item.agent else None
            case Kind.ZONE_QUESTION:
                return material if await self._claims.zone(material.customer, item.at) else None
            case Kind.RESOLVED:
                changed["may_ask"] = await self._claims.rating(material.customer, item.ticket, item.at, since)
            case Kind.NPS:
                changed["survey"] = await self._claims.nps(material.customer, item.ticket, item.at, since)
                if changed["survey"] is None:
                    return None
            case _:
                return material
        return replace(material, context=replace(material.context, **changed))

    async def _failed(self, letter: Letter, failed: Failed) -> Delivered:
        told, journal = failed.posture, letter.journal
        to_group = letter.item.to is Destination.GROUP
        if told.what is What.CONFIG:
            raise parked(f"config_{told.code}")
        if to_group and (lack := lacking(failed)):
            self._group.lacks(lack)
            raise parked(lack)
        if told.what is What.UNREACHABLE:
            # not final: the lane tries again when the customer comes back
            await self._aftermath.not_delivered(letter)
            return Delivered(state=DeliveryState.REFUSED, unreachable=True)
        if told.what is not What.AMBIGUOUS:
            await self._aftermath.not_delivered(letter)
        return await ended(letter.item.key, journal, failed)

    async def _notify(self, notice: Notice) -> Delivered:
        customer = await self._outbound.customer_by_ref(notice.customer) if notice.customer else None
        new = NewDelivery(notice.key, notice.kind, customer=customer["id"] if customer else None)
        journal, over = await begin(self._deliveries, new, once=False)
        if over is not None:
            return over
        rendered = self._render_notice(notice, await self._contexts.notice(notice, customer))
        if customer is None:
            address = Address(self._group.chat, notice.thread, reply_to=notice.reply_to)
            errand = self._lanes.group(notice.key, NOTICE_PRIORITY)
        else:
            address = Address(customer["telegram_id"])
            errand = self._lanes.private(address.chat, notice.key, NOTICE_PRIORITY)
        try:
            if not await self._in_place(notice, rendered, address.chat, journal):
                for part in parts(rendered)[len(journal.ids) :]:
                    answer = await self._requests.send(message(part, address), errand, journal)
                    self._reached(Point.REQUEST_SENT)
                    await journal.part_sent(answer.message_id)
        except Failed as failed:
            if customer is None and (lack := lacking(failed)):
                self._group.lacks(lack)
            return await ended(notice.key, journal, failed)
        await journal.sent()
        return Delivered(state=DeliveryState.SENT, possibly_twice=journal.possibly_twice)

    async def _in_place(self, notice: Notice, rendered: Rendered, chat: int, journal: DeliveryJournal) -> bool:
        """Instead of an earlier message; False when that one is not there (any more)."""
        old = await self._deliveries.find(notice.edits) if notice.edits else None
        if old is None or not old.ids or old.chat != chat or journal.ids:
            return False
        method = edit(rendered, chat, old.ids[0], rendered.keyboard)
        try:
            await self._requests.send(method, self._lanes.free(chat, notice.key), Journal())
        except Failed as failed:
            if failed.what is not What.CARD_LOST:
                raise
            return False
        await journal.edited(old.ids[0], chat)
        return True


def _priority(item: Outgoing) -> int:
    """A message that its lane put in front, because its sender was killed, stays in front here too."""
    scheduled = activity.info().priority.priority_key
    own = priority_key(item.kind, item.severity, vip=item.vip)
    return own if scheduled is None else min(own, scheduled)

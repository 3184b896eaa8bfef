"""Activities on PostgreSQL and content: short transactions, each repeatable."""

from collections.abc import Callable

from temporalio import activity

from activities.coded import again, coded
from domain.calls import (
    BeginClosing,
    Call,
    CustomerProfile,
    CustomerQuery,
    HandedOut,
    HandOut,
    Held,
    HeldBy,
    PaceQuery,
    Projection,
    Queues,
    RecordConsent,
    RecordRating,
    Registered,
    RegisterTicket,
    SetNotify,
    StillComing,
    TicketQuery,
)
from domain.eta import Pace
from domain.policy import TicketPolicy
from storage.duty import Duty
from storage.pace import Paces
from storage.profiles import Profiles
from storage.tickets import Tickets


class Records:
    def __init__(
        self, profiles: Profiles, tickets: Tickets, duty: Duty, paces: Paces, policy: Callable[[], TicketPolicy]
    ) -> None:
        self._profiles = profiles
        self._tickets = tickets
        self._duty = duty
        self._paces = paces
        self._policy = policy

    @activity.defn(name=Call.LOAD_POLICY)
    async def load_policy(self) -> TicketPolicy:
        return self._policy()

    @activity.defn(name=Call.LOAD_CUSTOMER)
    @coded(again)
    async def load_customer(self, query: CustomerQuery) -> CustomerProfile:
        """Consent counts for the notice in force: a new version is asked for anew."""
        policy = self._policy()
        return await self._profiles.load(query, consent_version=policy.consent_version, desk_zone=policy.desk_zone)

    @activity.defn(name=Call.RECORD_CONSENT)
    @coded(again)
    async def record_consent(self, decision: RecordConsent) -> None:
        await self._profiles.record_consent(decision)

    @activity.defn(name=Call.SET_NOTIFY)
    @coded(again)
    async def set_notify(self, choice: SetNotify) -> None:
        await self._profiles.set_notify(choice)

    @activity.defn(name=Call.REGISTER_TICKET)
    @coded(again)
    async def register_ticket(self, registration: RegisterTicket) -> Registered:
        return Registered(number=await self._tickets.register(registration))

    @activity.defn(name=Call.PROJECT_TICKET)
    @coded(again)
    async def project_ticket(self, projection: Projection) -> None:
        await self._tickets.project(projection)

    @activity.defn(name=Call.BEGIN_CLOSING)
    @coded(again)
    async def begin_closing(self, closing: BeginClosing) -> StillComing:
        return StillComing(facts=await self._tickets.begin_closing(closing))

    @activity.defn(name=Call.ACCEPT_AGAIN)
    @coded(again)
    async def accept_again(self, query: TicketQuery) -> None:
        await self._tickets.accept_again(query.ticket)

    @activity.defn(name=Call.HAND_OUT)
    @coded(again)
    async def hand_out(self, wanted: HandOut) -> HandedOut:
        if wanted.by_policy:
            wanted = wanted.model_copy(update=self._policy().room())
        return HandedOut(agent=await self._duty.hand_out(wanted))

    @activity.defn(name=Call.MEASURE_PACE)
    @coded(again)
    async def measure_pace(self, query: PaceQuery) -> Pace:
        return await self._paces.measure(query)

    @activity.defn(name=Call.TICKETS_HELD)
    @coded(again)
    async def tickets_held(self, by: HeldBy) -> Held:
        return Held(tickets=await self._duty.held(by))

    @activity.defn(name=Call.QUEUES_WAITING)
    @coded(again)
    async def queues_waiting(self) -> Queues:
        return Queues(names=await self._duty.queues_waiting())

    @activity.defn(name=Call.RECORD_RATING)
    @coded(again)
    async def record_rating(self, rated: RecordRating) -> None:
        await self._tickets.rate(rated)

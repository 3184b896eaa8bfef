"""What a ticket may know of its customer, and what the customer decided: consent and notifications."""

from datetime import datetime

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.calls import CustomerProfile, CustomerQuery, RecordConsent, SetNotify
from domain.ticket import Notify
from storage.deliveries import RowGone
from storage.tables import consent, customer, dead_letter, fact, message, ticket


class Profiles:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def load(self, query: CustomerQuery, *, consent_version: str, desk_zone: str) -> CustomerProfile:
        columns = select(
            customer.c.consent_version,
            customer.c.welcomed_at,
            customer.c.language,
            customer.c.zone,
            customer.c.zone_asked_at,
            customer.c.notify,
            customer.c.vip_until,
            customer.c.blocked_at,
        ).where(customer.c.ref == query.customer)
        async with self._database.connect() as connection:
            row = (await connection.execute(columns)).one_or_none()
        if row is None:
            raise RowGone("customer")
        return CustomerProfile(
            consented=row.consent_version == consent_version,
            welcomed=row.welcomed_at is not None,
            language=row.language,
            zone=row.zone or desk_zone,
            zone_known=row.zone is not None or row.zone_asked_at is not None,
            notify=Notify(row.notify) if row.notify else None,
            vip=row.vip_until is not None and (query.at is None or query.at < row.vip_until),
            vip_until=row.vip_until,
            reachable=row.blocked_at is None,
        )

    async def set_notify(self, choice: SetNotify) -> None:
        async with self._database.begin() as connection:
            customer_id = await _lock(connection, choice.customer)
            await connection.execute(
                update(customer).where(customer.c.id == customer_id).values(notify=choice.notify)
            )

    async def welcomed(self, customer_id: int, at: datetime) -> None:
        async with self._database.begin() as connection:
            await connection.execute(update(customer).where(customer.c.id == customer_id).values(welcomed_at=at))

    async def record_consent(self, decision: RecordConsent) -> None:
        async with self._database.begin() as connection:
            customer_id = await _lock(connection, decision.customer)
            await _note(connection, customer_id, decision)
            if decision.granted:
                values = {"consent_version": decision.version, "consent_at": decision.at, "refused_at": None}
                await connection.execute(update(customer).where(customer.c.id == customer_id).values(**values))
            else:
                await _keep_only_the_refusal(connection, customer_id, decision)


async def _lock(connection: AsyncConnection, ref: str) -> int:
    found: int | None = await connection.scalar(
        select(customer.c.id).where(customer.c.ref == ref).with_for_update()
    )
    if found is None:
        raise RowGone("customer")
    return found


async def _note(connection: AsyncConnection, customer_id: int, decision: RecordConsent) -> None:
    """One row a decision, however often it is recorded."""
    same = (consent.c.customer == customer_id) & (consent.c.at == decision.at)
    if await connection.scalar(select(consent.c.id).where(same).limit(1)) is None:
        values = {"granted": decision.granted, "version": decision.version, "at": decision.at}
        await connection.execute(insert(consent).values(customer=customer_id, **values))


async def _keep_only_the_refusal(connection: AsyncConnection, customer_id: int, decision: RecordConsent) -> None:
    """SPEC C2. The language stays, for it is needed to say so; earlier, consented tickets are erasure's matter."""
    await _forget_draft(connection, decision.ticket)
    refused = update(customer).where(customer.c.id == customer_id)
    await connection.execute(
        refused.values(consent_version=None, consent_at=None, refused_at=decision.at, source=None)
    )
    registered = exists().where(ticket.c.customer == customer_id, ticket.c.number.is_not(None))
    personal = {"name": "", "username": None, "zone": None, "notify": None}
    await connection.execute(refused.where(~registered).values(**personal))
    chat = select(customer.c.telegram_id).where(customer.c.id == customer_id).scalar_subquery()
    await connection.execute(delete(dead_letter).where(dead_letter.c.chat == chat))


async def _forget_draft(connection: AsyncConnection, ticket_id: int) -> None:
    """The facts themselves stay: they drop repeats of updates that Telegram may still deliver again."""
    draft = exists().where(ticket.c.id == ticket_id, ticket.c.number.is_(None))
    told = fact.c.forwarded_at.is_not(None)
    await connection.execute(update(fact).where(fact.c.ticket == ticket_id, draft).values(message=None))
    await connection.execute(update(fact).where(fact.c.ticket == ticket_id, draft, told).values(input={}))
    await connection.execute(delete(message).where(message.c.ticket == ticket_id, draft))
    await connection.execute(
        update(ticket).where(ticket.c.id == ticket_id, draft).values(source=None, answers={}, topic=None)
    )

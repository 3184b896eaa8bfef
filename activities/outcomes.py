"""How a delivery begins and ends, whatever it delivers."""

import logging

from activities.failures import Failed, What
from activities.journal import DeliveryJournal
from domain.outgoing import Delivered, DeliveryState
from storage.deliveries import FINAL, Deliveries, NewDelivery

logger = logging.getLogger(__name__)

# what the group's administrators must mend; its messages wait for it
_LACKING = {What.NOT_FORUM: "topics", What.UNREACHABLE: "membership"}


async def begin(
    deliveries: Deliveries, new: NewDelivery, *, once: bool
) -> tuple[DeliveryJournal, Delivered | None]:
    """The row as it stands; the second value when there is nothing more to do for it."""
    row = await deliveries.prepare(new)
    journal = DeliveryJournal(deliveries, row, once=once)
    if row.ticket != new.ticket:  # the summary that several tickets share: whose row it is sends it
        return journal, Delivered(state=DeliveryState.SENT)
    if row.state in FINAL:
        return journal, Delivered(state=row.state, possibly_twice=row.possibly_twice)
    if row.state is DeliveryState.SENDING and not await journal.doubted():
        await journal.end(DeliveryState.UNKNOWN, "killed")
        return journal, Delivered(state=DeliveryState.UNKNOWN)
    return journal, None


async def ended(key: str, journal: DeliveryJournal, failed: Failed) -> Delivered:
    unclear = failed.what is What.AMBIGUOUS
    state = DeliveryState.UNKNOWN if unclear else DeliveryState.REFUSED
    logger.warning("%s ended %s: %s %s", key, state, failed.what, failed.posture.code)
    await journal.end(state, failed.what)
    return Delivered(state=state, possibly_twice=journal.possibly_twice)


def lacking(failed: Failed) -> str | None:
    """What the group lacks, if that is why."""
    return failed.posture.right if failed.what is What.MISSING_RIGHT else _LACKING.get(failed.what)

"""Numbers of the whole desk, counted in SQL when somebody asks: every replica shows the same."""

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from storage.database import Database
from storage.dead_letters import DeadLetters
from storage.facts import Facts
from storage.overview import open_tickets_by_phase


async def exposition(database: Database) -> bytes:
    registry = CollectorRegistry()
    waiting = Gauge("desk_waiting_facts", "Facts that Temporal does not have yet", registry=registry)
    waiting.set(await Facts(database).count_waiting())
    letters = Gauge("desk_open_dead_letters", "Updates given up and not replayed", registry=registry)
    letters.set(await DeadLetters(database).count())
    tickets = Gauge("desk_open_tickets", "Tickets that are not ended, by phase", ["phase"], registry=registry)
    for phase, count in (await open_tickets_by_phase(database)).items():
        tickets.labels(phase).set(count)
    return generate_latest(registry)

"""The desk as processes that can be killed: bot, worker, sender, Temporal, PostgreSQL, around a local Telegram."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Select, delete
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from domain.search_attributes import SEARCH_ATTRIBUTES
from local import programs, temporal
from local.layout import Layout, Ports
from local.ports import free_port
from local.postgres import Cluster
from local.process import Process
from local.telegram.person import LocalTelegramClient, Person
from local.telegram.running import running
from storage.database import open_database
from storage.migrate import upgrade
from storage.tables import lane, slot, waiter
from tests.support.desk import RIGHTS, Customer

ARGUMENTS = {"bot": ("bot",), "worker": ("worker",), "sender": ("worker", "sender")}
POLL = 0.02


@dataclass
class MortalDesk:
    layout: Layout
    env: dict[str, str]
    cluster: Cluster
    temporal_server: temporal.Server
    people: LocalTelegramClient
    database: AsyncEngine
    bot_id: int
    group: int
    olena: Person
    running: dict[str, Process] = field(default_factory=dict)

    async def customer(self, name: str) -> Customer:
        person = await self.people.person(name, language_code="uk")
        return Customer(person, person.in_private(self.bot_id), "uk")

    async def start(self, name: str, **env: str) -> None:
        """Without blocking the loop: the local Telegram in it must answer the child."""
        match name:
            case "postgres":
                self.running[name] = await asyncio.to_thread(self.cluster.start)
            case "temporal":
                self.running[name] = await asyncio.to_thread(self.temporal_server.start)
            case _:
                # Not forked, as `up` does: a test has threads.
                command = replace(
                    programs.process(self.layout, name, *ARGUMENTS[name], env={**self.env, **env}),
                    module=None,
                    argv=[sys.executable, "-m", *ARGUMENTS[name]],
                )
                self.running[name] = process = Process(command)
                while not process.is_ready():
                    assert process.exit_code() is None, process.said()
                    await asyncio.sleep(POLL)

    async def died(self, name: str) -> None:
        """Waits until the process has killed itself at its point."""
        process = self.running[name]
        while process.exit_code() is None:  # noqa: ASYNC110 - a process sets no event
            await asyncio.sleep(POLL)

    def kill(self, name: str) -> None:
        self.running[name].kill()

    async def restart(self, name: str, **env: str) -> None:
        await asyncio.to_thread(self.running[name].stop)
        await self.start(name, **env)

    async def rest_a_minute(self) -> None:
        """Frees the group's window as a minute without messages would."""
        async with self.database.begin() as connection:
            for table in (slot, waiter, lane):
                await connection.execute(delete(table))

    async def rows(self, query: Select[Any]) -> list[Any]:
        async with self.database.connect() as connection:
            return list(await connection.execute(query))

    def stop(self) -> None:
        for name in ("bot", "sender", "worker", "temporal", "postgres"):
            if name in self.running:
                self.running[name].stop()


@asynccontextmanager
async def mortal_desk(home: Path) -> AsyncIterator[MortalDesk]:
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(running(home / "telegram"))
        people = await stack.enter_async_context(LocalTelegramClient(telegram.url))
        await people.settings(limits=False)
        bot = await people.bot("nightdesk_bot")
        olena = await people.person("Олена")
        group = await people.group("Агенти", creator_id=olena.id, admins={str(bot["id"]): RIGHTS})
        cluster = Cluster(home / "postgres", free_port())
        server = temporal.Server(home, free_port(), file=home / "temporal.db")
        postgres = await asyncio.to_thread(cluster.start)
        stack.callback(postgres.stop)
        database = open_database(cluster.url("postgres"))
        stack.push_async_callback(database.dispose)
        env = {
            "DATABASE_URL": cluster.url("postgres"),
            "TEMPORAL_ADDRESS": server.address,
            "TEMPORAL_NAMESPACE": temporal.NAMESPACE,
            "TELEGRAM_API_URL": telegram.url,
            "BOT_TOKEN": bot["token"],
            "AGENTS_CHAT_ID": str(group["id"]),
            "GROUP_BUDGET_PER_MINUTE": "20",
            "COUNT_EDITS": "false",
            "WEBHOOK_PORT": str(free_port()),
        }
        layout = Layout(home, Ports())
        layout.make()
        desk = MortalDesk(layout, env, cluster, server, people, database, bot["id"], int(group["id"]), olena)
        desk.running["postgres"] = postgres
        stack.callback(desk.stop)
        await _start_all(desk)
        yield desk


async def _start_all(desk: MortalDesk) -> None:
    await asyncio.to_thread(upgrade, desk.env["DATABASE_URL"])
    await desk.start("temporal")
    client = await Client.connect(
        desk.temporal_server.address, namespace=temporal.NAMESPACE, data_converter=pydantic_data_converter
    )
    await temporal.add_search_attributes(client, SEARCH_ATTRIBUTES)
    await asyncio.gather(*(desk.start(name) for name in ARGUMENTS))

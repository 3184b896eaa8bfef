import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from local.telegram.app import LocalTelegram, create_app
from local.telegram.clock import Clock
from local.telegram.core import Telegram
from local.telegram.person_api import Jump
from local.telegram.settings import Settings

# Longer than aiohttp keeps a connection for its next call (15 s): else a call may meet its closing and be lost.
KEEP_ALIVE_SECONDS = 75


class Server(uvicorn.Server):
    """Long polls and event streams would hold uvicorn's graceful stop: they are ended first."""

    def __init__(self, app: LocalTelegram, sock: socket.socket) -> None:
        config = uvicorn.Config(
            app,
            log_level="warning",
            http="h11",
            ws="none",
            lifespan="on",
            timeout_graceful_shutdown=3,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
        )
        super().__init__(config)
        self._telegram = app.telegram
        self.socket = sock

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._telegram.stop_waiting()
        await super().shutdown(sockets)


@dataclass(frozen=True)
class Running:
    url: str
    telegram: Telegram


def listening(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    # asyncio turns Nagle's delay off only where the protocol is named: without it a call takes 40 ms.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError:
        sock.close()
        raise
    return sock


def url_of(sock: socket.socket) -> str:
    host, port = sock.getsockname()
    return f"http://{host}:{port}"


@asynccontextmanager
async def running(
    state: Path, *, settings: Settings | None = None, clock: Clock | None = None, jump: Jump | None = None
) -> AsyncIterator[Running]:
    """The server on a free port in this loop."""
    app = create_app(state, settings=settings, clock=clock, jump=jump)
    sock = listening()
    server = Server(app, sock)
    # Not serve(): that one takes over the signal handlers of the process and stops with a delay.
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    await server.startup([sock])
    try:
        yield Running(url_of(sock), app.telegram)
    finally:
        await server.shutdown([sock])
        sock.close()

"""uvicorn inside a process that has other things to do, too: it is stopped by us, not by signals."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Iterator

from fastapi import FastAPI
from uvicorn import Config, Server

logger = logging.getLogger(__name__)

FINISH_WITHIN_SECONDS = 12  # longer than a webhook call may take
# Longer than any client keeps a connection for its next call: else a call may meet its closing and be lost.
KEEP_ALIVE_SECONDS = 150


class _Server(Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class CannotListen(Exception):
    """The port is taken, or the address is not ours."""


def listen(host: str, port: int) -> socket.socket:
    """Connections wait here until the server runs."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's delay (40 ms an answer) off only where the protocol is named
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise CannotListen(f"cannot listen on {host}:{port}: {error.strerror}") from error
    return listening


async def serve(app: FastAPI, listening: socket.socket, stop: asyncio.Event) -> None:
    """Until `stop`, then to the end of what is being answered."""
    config = Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=FINISH_WITHIN_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listening]))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({running, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    server.should_exit = True
    await running

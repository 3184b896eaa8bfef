from typing import Any

from starlette.types import Receive, Send


async def drop_connection(receive: Receive, send: Send) -> None:
    """Breaks the connection without a byte of answer, as a network does. Needs uvicorn's own `send`."""
    cycle: Any = getattr(send, "__self__", None)
    transport = getattr(cycle, "transport", None)
    if transport is None:
        raise RuntimeError("the connection cannot be dropped: the server under this application is not uvicorn")
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass

"""The HTTP side of the receiver: the webhook, health and metrics."""

import asyncio
import json
import logging
from hmac import compare_digest

from fastapi import FastAPI, Request, Response
from prometheus_client import generate_latest

from bot.lanes import Lanes
from bot.metrics import Metrics
from bot.receiver import Held, Receiver
from bot.updates import Raw, lane_of

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LARGEST_BODY = 1024 * 1024
HANDLE_WITHIN_SECONDS = 10.0  # Telegram hangs up after about a minute
COME_AGAIN = {"Retry-After": "2"}


class Webhook:
    def __init__(
        self, receiver: Receiver, lanes: Lanes, *, secret: str, within_seconds: float = HANDLE_WITHIN_SECONDS
    ) -> None:
        self._receiver = receiver
        self._lanes = lanes
        self._secret = secret.encode()
        self._within = within_seconds

    async def take(self, request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not compare_digest(given.encode(), self._secret):
            return Response(status_code=401)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        raw = _update(body)
        if raw is None:
            return Response(status_code=400)
        return await self._handle(raw)

    async def _handle(self, raw: Raw) -> Response:
        try:
            async with asyncio.timeout(self._within), self._lanes.turn(lane_of(raw)):
                await self._receiver.receive(raw)
        except (Held, TimeoutError):
            return Response(status_code=503, headers=COME_AGAIN)
        return Response(status_code=200)


def create_app(metrics: Metrics, webhook: Webhook | None = None, path: str = "/") -> FastAPI:
    """Without a webhook (polling) it serves health and metrics only."""
    app = FastAPI(openapi_url=None)

    @app.get("/healthz")
    async def healthz() -> Response:
        return Response("ok")

    @app.get("/metrics")
    async def show_metrics() -> Response:
        return Response(generate_latest(metrics.registry), media_type="text/plain; version=0.0.4")

    if webhook is not None:
        app.add_api_route(path, webhook.take, methods=["POST"])
    return app


async def _body(request: Request) -> bytes | None:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return body


def _update(body: bytes) -> Raw | None:
    try:
        raw = json.loads(body)
    except ValueError:
        return None
    return raw if isinstance(raw, dict) and isinstance(raw.get("update_id"), int) else None

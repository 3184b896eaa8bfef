import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.local.telegram.scene import Scene, eventually

SECRET = "X-Telegram-Bot-Api-Secret-Token"


class Receiver:
    """A bot's webhook: what it got, and what it answers."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answer: Callable[[dict[str, Any]], web.Response] = lambda _body: web.Response()
        self.gate: Callable[[dict[str, Any]], asyncio.Event | None] = lambda _body: None
        self._news = asyncio.Event()
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.got.append(body)
        self.secrets.append(request.headers.get(SECRET))
        self._news.set()
        gate = self.gate(body)
        if gate is not None:
            await gate.wait()
        return self.answer(body)

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.got if "message" in update]

    async def until(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.got) < count:
                self._news.clear()
                await self._news.wait()


@pytest.fixture
async def receiver(scene: Scene) -> AsyncIterator[Receiver]:
    made = Receiver()
    app = web.Application()
    app.router.add_post("/hook", made.handle)
    async with TestServer(app) as running:
        made.url = str(running.make_url("/hook"))
        yield made
        await scene.bot.delete_webhook()


async def settled(scene: Scene) -> None:
    async def nothing_waits() -> bool:
        return not scene.world.updates.live(scene.bot.id)

    await eventually(nothing_waits)


async def test_updates_go_to_the_webhook_with_its_secret(scene: Scene, receiver: Receiver) -> None:
    await scene.bot.set_webhook(receiver.url, secret_token="s3cret")

    await scene.chat.write("hello")
    await receiver.until(1)

    assert receiver.texts() == ["hello"]
    assert receiver.secrets == ["s3cret"]
    await settled(scene)


async def test_what_waits_is_delivered_when_a_webhook_is_set(scene: Scene, receiver: Receiver) -> None:
    await scene.chat.write("before")

    await scene.bot.set_webhook(receiver.url)
    await receiver.until(1)

    assert receiver.texts() == ["before"]


async def test_pending_updates_can_be_dropped(scene: Scene, receiver: Receiver) -> None:
    await scene.chat.write("before")

    await scene.bot.set_webhook(receiver.url, drop_pending_updates=True)
    await scene.chat.write("after")
    await receiver.until(1)

    assert receiver.texts() == ["after"]


async def test_a_failing_update_holds_back_only_its_own_chat(scene: Scene, receiver: Receiver) -> None:
    james = await scene.telegram.person("James")
    gate = asyncio.Event()
    receiver.gate = lambda body: gate if body["message"]["text"] == "slow" else None
    await scene.bot.set_webhook(receiver.url)

    await scene.chat.write("slow")
    await scene.chat.write("behind it")
    await james.in_private(scene.bot.id).write("elsewhere")
    await receiver.until(2)
    assert sorted(receiver.texts()) == ["elsewhere", "slow"]

    gate.set()
    await receiver.until(3)
    assert receiver.texts()[-1] == "behind it"


async def test_a_refused_update_comes_again_and_order_holds(scene: Scene, receiver: Receiver) -> None:
    scene.world.settings.webhook_delay = 0.01
    failures = iter([503, 503])
    receiver.answer = lambda _body: web.Response(status=next(failures, 200))
    await scene.bot.set_webhook(receiver.url)

    await scene.chat.write("one")
    await scene.chat.write("two")
    await receiver.until(4)

    assert receiver.texts() == ["one", "one", "one", "two"]
    await settled(scene)


async def test_the_last_error_is_told(scene: Scene, receiver: Receiver) -> None:
    receiver.answer = lambda _body: web.Response(status=500)
    await scene.bot.set_webhook(receiver.url, allowed_updates=["message"])

    await scene.chat.write("one")
    await receiver.until(2)

    info = await scene.bot.get_webhook_info()
    assert info.url == receiver.url
    assert info.pending_update_count == 1
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    assert info.last_error_date is not None
    assert info.allowed_updates == ["message"]


async def test_retry_after_is_honoured(scene: Scene, receiver: Receiver) -> None:
    answers = iter([web.Response(status=503, headers={"Retry-After": "1"})])
    receiver.answer = lambda _body: next(answers, web.Response())
    await scene.bot.set_webhook(receiver.url)
    started = asyncio.get_running_loop().time()

    await scene.chat.write("one")
    await receiver.until(2)

    assert asyncio.get_running_loop().time() - started >= 1.0


async def test_a_webhook_that_is_gone_for_a_day_is_removed(scene: Scene, receiver: Receiver) -> None:
    scene.world.settings.webhook_delay = 0.01
    receiver.answer = lambda _body: web.Response(status=410)
    await scene.bot.set_webhook(receiver.url)
    await scene.chat.write("one")
    await receiver.until(1)

    await scene.telegram.advance_clock(23 * 3600 + 10)
    seen = len(receiver.got)
    await receiver.until(seen + 1)

    async def removed() -> bool:
        return not (await scene.bot.get_webhook_info()).url

    await eventually(removed)
    async with asyncio.timeout(5):
        while scene.world.updates.live(scene.bot.id):  # its update waits for a poller; the server goes on
            await scene.drain()


async def test_nobody_listening_is_told(scene: Scene) -> None:
    await scene.bot.set_webhook("http://127.0.0.1:9/hook")
    await scene.chat.write("one")

    async def told() -> bool:
        return (await scene.bot.get_webhook_info()).last_error_message == "Connection refused"

    await eventually(told)
    await scene.bot.delete_webhook()


@pytest.mark.parametrize(
    ("secret", "words"),
    [("x" * 257, "secret token is too long"), ("space bar", "secret token contains unallowed characters")],
)
async def test_a_wrong_secret_is_refused(scene: Scene, secret: str, words: str) -> None:
    with pytest.raises(TelegramBadRequest, match=words):
        await scene.bot.set_webhook("http://127.0.0.1:9/hook", secret_token=secret)


async def test_a_wrong_address_is_refused(scene: Scene) -> None:
    with pytest.raises(TelegramBadRequest, match="invalid webhook URL specified"):
        await scene.bot.set_webhook("somewhere")

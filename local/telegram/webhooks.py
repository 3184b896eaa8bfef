"""Webhook delivery: one update in flight per queue, so each chat keeps its order; failures are tried again."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout

from local.telegram.core import Telegram
from local.telegram.ledger import note_update
from local.telegram.world import Bot, Update, Webhook

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
MAX_RETRY_AFTER = 3600
GONE = 410
GONE_LIMIT = 23 * 3600.0


@dataclass(frozen=True)
class Answer:
    status: int | None
    problem: str | None
    retry_after: int = 0


class WebhookSender:
    def __init__(self, tg: Telegram) -> None:
        self._tg = tg
        self._tasks: dict[tuple[int, str], asyncio.Task[None]] = {}
        self._slots: dict[int, asyncio.Semaphore] = {}
        self._session: ClientSession | None = None

    async def start(self) -> None:
        self._session = ClientSession(timeout=ClientTimeout(total=self._tg.settings.webhook_timeout))
        self._tg.updates.on_added = self._on_added
        self._tg.updates.on_webhook = self.restart
        for bot_id in self._tg.bots:
            self._kick_all(bot_id)

    async def stop(self) -> None:
        self._tg.updates.on_added = lambda _update: None
        self._tg.updates.on_webhook = lambda _bot_id: None
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def restart(self, bot_id: int) -> None:
        for key in [key for key in self._tasks if key[0] == bot_id]:
            self._tasks.pop(key).cancel()
        self._slots.pop(bot_id, None)
        self._kick_all(bot_id)

    def _kick_all(self, bot_id: int) -> None:
        for queue in {update.queue for update in self._tg.updates.live(bot_id)}:
            self._kick(bot_id, queue)

    def _on_added(self, update: Update) -> None:
        self._kick(update.bot_id, update.queue)

    def _kick(self, bot_id: int, queue: str) -> None:
        """A queue that has updates and no task gets one."""
        bot = self._tg.bots[bot_id]
        if bot.webhook is None or (bot_id, queue) in self._tasks:
            return
        self._slots.setdefault(bot_id, asyncio.Semaphore(bot.webhook.max_connections))
        self._tasks[bot_id, queue] = asyncio.create_task(self._drain(bot, queue))

    async def _drain(self, bot: Bot, queue: str) -> None:
        try:
            for update in self._heads(bot, queue):
                await self._deliver(bot, update)
        finally:
            if self._tasks.get((bot.id, queue)) is asyncio.current_task():
                del self._tasks[bot.id, queue]

    def _heads(self, bot: Bot, queue: str) -> Iterator[Update]:
        while bot.webhook is not None:
            head = self._tg.updates.head(bot.id, queue)
            if head is None:
                return
            yield head

    async def _deliver(self, bot: Bot, update: Update) -> None:
        """Until it is taken or expires. The first failure is tried again at once, then after 1, 2, 4 ... s."""
        settings = self._tg.settings
        delay, failures = settings.webhook_delay, 0
        while update.expires_at > self._tg.clock() and bot.webhook is not None:
            answer = await self._post(bot.webhook, update)
            self._note(bot, update, answer)
            if answer.problem is None:
                return
            if answer.retry_after:
                pause = float(min(answer.retry_after, MAX_RETRY_AFTER))
            elif failures:
                delay = min(settings.webhook_delay_limit, delay * 2)
                pause = delay
            else:
                pause = 0.0
            failures += 1
            await asyncio.sleep(pause)

    async def _post(self, webhook: Webhook, update: Update) -> Answer:
        if self._session is None:
            raise RuntimeError("the webhook sender was not started")
        headers = {SECRET_HEADER: webhook.secret_token} if webhook.secret_token else {}
        try:
            async with (
                self._slots[update.bot_id],
                self._session.post(webhook.url, json=update.body, headers=headers) as response,
            ):
                await response.read()
                if 200 <= response.status < 300:
                    return Answer(response.status, None)
                problem = f"Wrong response from the webhook: {response.status} {response.reason}"
                retry_after = response.headers.get("Retry-After", "")
                return Answer(response.status, problem, int(retry_after) if retry_after.isdigit() else 0)
        except TimeoutError:
            return Answer(None, "Read timeout expired")
        except ClientConnectorError:
            return Answer(None, "Connection refused")
        except ClientError as error:
            return Answer(None, f"Connection failed: {type(error).__name__}")

    def _note(self, bot: Bot, update: Update, answer: Answer) -> None:
        taken = answer.problem is None
        note_update(self._tg, update, by="webhook", ok=taken, status=answer.status or answer.problem)
        if taken:
            self._tg.updates.remove(update)
        if bot.webhook is not None:
            self._remember(bot, bot.webhook, answer)
        self._tg.store.commit()

    def _remember(self, bot: Bot, webhook: Webhook, answer: Answer) -> None:
        now = self._tg.clock()
        if answer.problem is not None:
            webhook.last_error_date, webhook.last_error_message = int(now), answer.problem
        gone_since = webhook.gone_since or now
        webhook.gone_since = gone_since if answer.status == GONE else None
        if answer.status == GONE and now - gone_since > GONE_LIMIT:
            bot.webhook = None
        self._tg.store.put("bot", str(bot.id), bot)

"""The people of a test or a demo, over the person API.

async with LocalTelegramClient(url) as telegram:
    maria = await telegram.person("Марія", language_code="uk")
    chat = maria.in_private(bot_id)
    await chat.write("/start")
    greeting = await chat.next_message(text="мова")
    await chat.press("Українська")
"""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import ClientSession, ClientTimeout, FormData

from local.telegram.person_mirror import Mirror
from local.telegram.person_views import Seen, button_place, matcher

Json = dict[str, Any]
Predicate = Callable[[Seen], bool]
WAIT = 10.0


class PersonApiError(Exception):
    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status}: {text}")
        self.status = status
        self.text = text


class LocalTelegramClient:
    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session: ClientSession | None = None
        self._mirror: Mirror | None = None

    async def __aenter__(self) -> Self:
        self._session = ClientSession(timeout=ClientTimeout(total=None))
        self._mirror = Mirror(self._session, self.url)
        await self._mirror.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._mirror is not None:
            await self._mirror.stop()
        if self._session is not None:
            await self._session.close()

    @property
    def mirror(self) -> Mirror:
        if self._mirror is None:
            raise RuntimeError("use the client as an async context manager")
        return self._mirror

    async def call(self, method: str, path: str, body: Any = None, form: FormData | None = None) -> Any:
        """One request of the person API; a refusal is raised. What it changed is seen before it returns."""
        if self._session is None:
            raise RuntimeError("use the client as an async context manager")
        url = f"{self.url}/local/{path}"
        async with self._session.request(method, url, json=body, data=form) as response:
            answer = await response.json(content_type=None)
            if response.status >= 400:
                raise PersonApiError(response.status, str(answer.get("error", answer)))
            return answer

    async def post(self, path: str, **body: Any) -> Any:
        return await self.call("POST", path, {key: value for key, value in body.items() if value is not None})

    async def state(self) -> Json:
        answer: Json = await self.call("GET", "state")
        return answer

    async def ledger(self, after: int = 0) -> list[Json]:
        answer: Json = await self.call("GET", f"ledger?after={after}")
        entries: list[Json] = answer["entries"]
        return entries

    async def settings(self, **changes: Any) -> Json:
        answer: Json = await self.call("PATCH", "settings", changes)
        return answer

    async def fault(self, method: str, action: str, **more: Any) -> None:
        await self.post("faults", method=method, action=action, **more)

    async def advance_clock(self, seconds: float) -> None:
        await self.post("clock", advance=seconds)

    async def person(self, first_name: str, **more: Any) -> "Person":
        user = await self.post("users", first_name=first_name, **more)
        return Person(self, user["id"])

    def as_person(self, user_id: int) -> "Person":
        """Somebody who exists already, of the demo world for example."""
        return Person(self, user_id)

    async def bot(self, username: str = "test_bot", **more: Any) -> Json:
        answer: Json = await self.post("bots", username=username, **{"first_name": "Bot", **more})
        return answer

    async def group(self, title: str = "Agents", **more: Any) -> Json:
        answer: Json = await self.post("chats", title=title, **more)
        return answer

    async def topics(self, chat_id: int | str) -> list[Json]:
        """Topics of a group that are not deleted, oldest first."""
        state = await self.state()
        chat = next(chat for chat in state["chats"] if chat["key"] == str(chat_id))
        return [topic for topic in chat["topics"] if not topic["is_deleted"]]


class Person:
    def __init__(self, telegram: LocalTelegramClient, user_id: int) -> None:
        self.telegram = telegram
        self.id = user_id

    def in_private(self, bot_id: int) -> "Conversation":
        return Conversation(self, f"{bot_id}:{self.id}")

    def in_group(self, chat_id: int | str, thread_id: int | None = None) -> "Conversation":
        return Conversation(self, str(chat_id), thread_id)

    async def block(self, bot_id: int) -> None:
        await self.telegram.post("block", user_id=self.id, bot_id=bot_id)

    async def unblock(self, bot_id: int) -> None:
        await self.telegram.post("unblock", user_id=self.id, bot_id=bot_id)

    async def join(self, chat_id: int | str) -> None:
        await self.telegram.post(f"chats/{chat_id}/members", user_id=self.id, action="join")

    async def leave(self, chat_id: int | str) -> None:
        await self.telegram.post(f"chats/{chat_id}/members", user_id=self.id, action="leave")


class Conversation:
    """One person in one chat, or in one topic of a group. It reads on: each wait starts behind the last match."""

    def __init__(self, person: Person, key: str, thread_id: int | None = None) -> None:
        self.person = person
        self.key = key
        self.thread_id = thread_id
        self._read = 0  # number of the last change that a wait took

    @property
    def _telegram(self) -> LocalTelegramClient:
        return self.person.telegram

    async def write(
        self,
        text: str = "",
        *,
        reply_to: Seen | int | None = None,
        files: list[tuple[str, bytes]] | None = None,
        **more: Any,
    ) -> Seen:
        """Files are (name, bytes); several make an album, and the first item is returned."""
        body = {"user_id": self.person.id, "chat": self.key, "thread_id": self.thread_id, "text": text, **more}
        body["reply_to"] = reply_to.id if isinstance(reply_to, Seen) else reply_to
        body = {key: value for key, value in body.items() if value is not None}
        if files:
            answer = await self._telegram.call("POST", "messages", form=_form(body, files))
        else:
            answer = await self._telegram.call("POST", "messages", body)
        return await self._telegram.mirror.seen(Seen(answer["messages"][0]))

    async def press(
        self,
        button: str | None = None,
        *,
        on: Seen | int | None = None,
        data: str | None = None,
        wait: float = WAIT,
    ) -> Json:
        """By the button's text (a part of it is enough) on that message, or on the newest that has it.
        `data` forges a press.
        """
        message = self._target(button, on)
        body: Json = {"user_id": self.person.id, "chat": self.key, "message_id": message.id, "wait": wait}
        if data is not None:
            body["data"] = data
        else:
            body["row"], body["column"] = button_place(message, button or "")
        answer: Json = await self._telegram.call("POST", "press", body)
        return answer

    def _target(self, button: str | None, on: Seen | int | None) -> Seen:
        if isinstance(on, int):
            return self._telegram.mirror.message(self.key, on) or Seen({"chat": self.key, "message_id": on})
        if on is not None:
            return self._telegram.mirror.message(self.key, on.id) or on
        for message in reversed(self.messages()):
            if button is None or any(button in text for text in message.buttons):
                return message
        raise LookupError(f"no message in {self.key} has a button {button!r}; buttons: {self._all_buttons()}")

    def _all_buttons(self) -> list[str]:
        return [text for message in self.messages() for text in message.buttons]

    async def edit(self, message: Seen | int, text: str) -> Seen:
        return Seen(await self._act(message, "edit", text=text))

    async def delete(self, message: Seen | int) -> None:
        await self._act(message, "delete")

    async def react(self, message: Seen | int, emoji: str | None) -> Seen:
        return Seen(await self._act(message, "reaction", emoji=emoji))

    async def pin(self, message: Seen | int, *, pinned: bool = True) -> None:
        await self._act(message, "pin", pinned=pinned)

    async def _act(self, message: Seen | int, action: str, **body: Any) -> Json:
        message_id = message.id if isinstance(message, Seen) else message
        path = f"messages/{self.key}/{message_id}/{action}"
        answer: Json = await self._telegram.post(path, user_id=self.person.id, **body)
        return answer

    def messages(self) -> list[Seen]:
        """All that is there now, oldest first; in a topic, the topic's."""
        inside = self._telegram.mirror.messages(self.key)
        return inside if self.thread_id is None else [m for m in inside if m.thread_id == self.thread_id]

    async def next_message(
        self, text: str | None = None, *, where: Predicate | None = None, within: float = WAIT
    ) -> Seen:
        """The next new or edited message of somebody else that fits, behind the last one waited for.
        `text` is a part of its text; in a group several people and bots write.
        """
        fits = matcher(self, text, where)
        try:
            number, message = await asyncio.wait_for(self._telegram.mirror.next_change(self._read, fits), within)
        except TimeoutError:
            raise TimeoutError(self._what_is_there(text)) from None
        self._read = number
        return message

    wait_for = next_message

    async def until(self, where: Callable[[list[Seen]], bool], within: float = WAIT) -> list[Seen]:
        """Waits until the messages as a whole satisfy the condition."""
        while_changing = self._telegram.mirror.until(lambda: where(self.messages()))
        try:
            await asyncio.wait_for(while_changing, within)
        except TimeoutError:
            raise TimeoutError(self._what_is_there(None)) from None
        return self.messages()

    def skip_to_now(self) -> None:
        """Forget what came so far: the next wait looks at what is still to come."""
        self._read = self._telegram.mirror.number

    def _what_is_there(self, text: str | None) -> str:
        last = "\n".join(f"  {m.id} from {m.from_id}: {m.text!r} {m.buttons}" for m in self.messages()[-8:])
        return f"nothing in {self.key} fits {text!r}; the last messages:\n{last}"


def _form(body: Json, files: list[tuple[str, bytes]]) -> FormData:
    form = FormData()
    for key, value in body.items():
        form.add_field(key, str(value).lower() if isinstance(value, bool) else str(value))
    for name, data in files:
        form.add_field("files", data, filename=name)
    return form

"""`/local/...`: what people do, and what tests and the page read. docs/local-telegram.md describes it."""

import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import UploadFile

from local.telegram import forums, groups, people, person_messages, presses, shown
from local.telegram.core import Telegram
from local.telegram.files import Upload
from local.telegram.people import PersonError
from local.telegram.world import Bot, Chat, ChatType, User

QUIET_SECONDS = 15.0
Json = dict[str, Any]


class JumpRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    chat_id: str | int | None = None
    user_id: int | None = None
    thread_id: int | None = None


Jump = Callable[[JumpRequest], Awaitable[Any]]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewUser(Strict):
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    id: int | None = None


class UserChange(Strict):
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_deactivated: bool | None = None
    refuses_voice: bool | None = None


class NewBot(Strict):
    username: str
    first_name: str
    token: str | None = None
    can_read_all_group_messages: bool = False


class NewChat(Strict):
    title: str
    type: ChatType = ChatType.SUPERGROUP
    is_forum: bool = True
    creator_id: int | None = None
    members: list[int] = Field(default_factory=list)
    admins: dict[int, list[str] | bool] = Field(default_factory=dict)


class MemberChange(Strict):
    user_id: int
    action: str
    rights: list[str] | None = None
    by_user_id: int | None = None


class ForumSwitch(Strict):
    on: bool


class NewTopic(Strict):
    user_id: int
    name: str
    icon_color: int = forums.ICON_COLORS[0]


class TopicChange(Strict):
    user_id: int
    action: str
    name: str | None = None


class TextEdit(Strict):
    user_id: int
    text: str
    entities: list[Json] | None = None


class ByUser(Strict):
    user_id: int


class ReactionBy(Strict):
    user_id: int
    emoji: str | None = None


class PinBy(Strict):
    user_id: int
    pinned: bool = True


class Blocking(Strict):
    user_id: int
    bot_id: int


def new_bot(tg: Telegram, asked: NewBot) -> Bot:
    bot_id = int(asked.token.partition(":")[0]) if asked.token else tg.next_bot_id()
    token = asked.token or f"{bot_id}:AA{secrets.token_urlsafe(25)}"
    reads_all = asked.can_read_all_group_messages
    return tg.save_bot(
        Bot(
            id=bot_id,
            token=token,
            username=asked.username,
            first_name=asked.first_name,
            can_read_all_group_messages=reads_all,
        )
    )


def new_user(tg: Telegram, asked: NewUser) -> User:
    user_id = asked.id or tg.next_user_id()
    return tg.save_user(User(**{**asked.model_dump(), "id": user_id}))


def reading_routes(tg: Telegram, jump: Jump | None) -> APIRouter:
    router = APIRouter(prefix="/local")

    @router.get("/state")
    async def state(messages: int = 500) -> Json:
        latest = [message for inside in tg.messages.values() for message in list(inside.values())[-messages:]]
        latest.sort(key=lambda message: (message.date, message.message_id, message.chat))
        return {
            "seq": tg.events.seq,
            "now": tg.clock(),
            "can_jump": jump is not None,
            "users": [shown.user(user) for user in tg.users.values()],
            "bots": [shown.bot(bot) for bot in tg.bots.values()],
            "chats": [shown.chat(chat) for chat in tg.chats.values()],
            "messages": [tg.show(message) for message in latest],
            "settings": tg.settings.model_dump(mode="json"),
        }

    @router.get("/events")
    async def events(request: Request, after: int | None = None) -> Response:
        last = request.headers.get("last-event-id", "")
        start = int(last) if last.isdigit() else after
        stream = _event_lines(tg, tg.events.seq if start is None else start)
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    @router.get("/files/{file_id}")
    async def file(file_id: str) -> Response:
        stored = tg.files.get(file_id)
        data = tg.bytes.read(stored.unique_id) if stored else None
        if stored is None or data is None:
            raise PersonError(f"there is no file {file_id}", 404)
        return Response(data, media_type=stored.mime_type or "application/octet-stream")

    @router.get("/ledger")
    async def ledger(after: int = 0) -> Json:
        return {"entries": tg.store.notes(after)}

    @router.post("/jump")
    async def jump_ahead(asked: JumpRequest) -> Any:
        if jump is None:
            raise PersonError("nothing to jump to: this server was started without a jump", 404)
        return await jump(asked)

    return router


async def _event_lines(tg: Telegram, after: int) -> AsyncIterator[bytes]:
    yield b": hello\n\n"
    async for event in tg.events.follow(after, QUIET_SECONDS):
        if event is None:
            yield b": quiet\n\n"
        else:
            body = json.dumps(event, ensure_ascii=False)
            yield f"id: {event['seq']}\ndata: {body}\n\n".encode()


def account_routes(tg: Telegram) -> APIRouter:
    router = APIRouter(prefix="/local")

    @router.post("/users")
    async def add_user(asked: NewUser) -> Json:
        return shown.user(new_user(tg, asked))

    @router.patch("/users/{user_id}")
    async def change_user(user_id: int, asked: UserChange) -> Json:
        user = people.user_of(tg, user_id)
        return shown.user(tg.save_user(user.model_copy(update=asked.model_dump(exclude_unset=True))))

    @router.post("/bots")
    async def add_bot(asked: NewBot) -> Json:
        return shown.bot(new_bot(tg, asked))

    @router.post("/block")
    async def block(asked: Blocking) -> Json:
        return shown.chat(people.block(tg, asked.bot_id, asked.user_id, blocked=True))

    @router.post("/unblock")
    async def unblock(asked: Blocking) -> Json:
        return shown.chat(people.block(tg, asked.bot_id, asked.user_id, blocked=False))

    return router


def chat_routes(tg: Telegram) -> APIRouter:
    router = APIRouter(prefix="/local/chats")

    @router.post("")
    async def create(asked: NewChat) -> Json:
        chat = groups.create(
            tg,
            asked.title,
            asked.type,
            is_forum=asked.is_forum,
            creator_id=asked.creator_id,
            members=asked.members,
            admins=asked.admins,
        )
        return shown.chat(chat)

    @router.post("/{key}/members")
    async def change_member(key: str, asked: MemberChange) -> Json:
        chat = people.chat_of(tg, key)
        by_id = asked.by_user_id or asked.user_id
        if asked.user_id not in tg.bots:
            people.user_of(tg, asked.user_id)
        member = people.change_member(tg, chat, asked.user_id, asked.action, rights=asked.rights, by_id=by_id)
        return member.model_dump(mode="json")

    @router.post("/{key}/forum")
    async def switch_forum(key: str, asked: ForumSwitch) -> Json:
        return shown.chat(groups.switch_forum(tg, people.chat_of(tg, key), on=asked.on))

    @router.post("/{key}/migrate")
    async def migrate(key: str) -> Json:
        return shown.chat(groups.migrate(tg, people.chat_of(tg, key)))

    @router.post("/{key}/topics")
    async def create_topic(key: str, asked: NewTopic) -> Json:
        chat = people.chat_of(tg, key)
        if not chat.is_forum:
            raise PersonError("this chat has no topics")
        people.place(tg, chat, asked.user_id, None)
        name = forums.clean_name(asked.name)
        return forums.create(tg, chat, asked.user_id, name, icon_color=asked.icon_color).model_dump()

    @router.post("/{key}/topics/general")
    async def change_general(key: str, asked: TopicChange) -> Json:
        chat = people.chat_of(tg, key)
        return shown.chat(people.change_general(tg, chat, asked.user_id, asked.action))

    @router.post("/{key}/topics/{topic_id}")
    async def change_topic(key: str, topic_id: int, asked: TopicChange) -> Json:
        chat = people.chat_of(tg, key)
        topic = people.change_topic(tg, chat, asked.user_id, topic_id, asked.action, name=asked.name)
        return topic.model_dump()

    return router


def message_routes(tg: Telegram) -> APIRouter:
    router = APIRouter(prefix="/local")

    @router.post("/messages")
    async def write(request: Request) -> Json:
        asked, files = await _written(request)
        return {"messages": [tg.show(message) for message in person_messages.write(tg, asked, files)]}

    def found(key: str, message_id: int, user_id: int) -> tuple[Chat, Any]:
        chat = people.chat_of(tg, key, user_id)
        return chat, people.message_of(tg, chat, message_id)

    @router.post("/messages/{key}/{message_id}/edit")
    async def edit(key: str, message_id: int, asked: TextEdit) -> Json:
        _, message = found(key, message_id, asked.user_id)
        return tg.show(people.edit(tg, message, asked.user_id, asked.text, asked.entities))

    @router.post("/messages/{key}/{message_id}/delete")
    async def delete(key: str, message_id: int, asked: ByUser) -> Json:
        chat, message = found(key, message_id, asked.user_id)
        people.delete(tg, chat, message, asked.user_id)
        return {"ok": True}

    @router.post("/messages/{key}/{message_id}/reaction")
    async def react(key: str, message_id: int, asked: ReactionBy) -> Json:
        chat, message = found(key, message_id, asked.user_id)
        return tg.show(people.react(tg, chat, message, asked.user_id, asked.emoji))

    @router.post("/messages/{key}/{message_id}/pin")
    async def pin(key: str, message_id: int, asked: PinBy) -> Json:
        chat, message = found(key, message_id, asked.user_id)
        return shown.chat(people.pin(tg, chat, message, asked.user_id, pinned=asked.pinned))

    @router.post("/press")
    async def press(asked: presses.Press) -> Json:
        return await presses.press(tg, asked)

    return router


Value = TypeVar("Value", bound=BaseModel)


async def _written(request: Request) -> tuple[person_messages.Written, list[Upload]]:
    if request.headers.get("content-type", "").startswith("application/json"):
        return person_messages.Written.model_validate(await request.json()), []
    fields: Json = {}
    files: list[Upload] = []
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files.append(Upload(value.filename or name, value.content_type, await value.read()))
            elif value != "":
                fields[name] = json.loads(value) if value[:1] in {"[", "{"} and name != "text" else value
    return person_messages.Written.model_validate(fields), files


def error_answer(status: int, text: str) -> JSONResponse:
    return JSONResponse({"error": text}, status)

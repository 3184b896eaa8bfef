import json

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile

from local.telegram import people, person_messages, presses, shown
from local.telegram.core import Telegram
from local.telegram.files import Upload
from local.telegram.person_api import ByUser, Json, PinBy, ReactionBy, TextEdit
from local.telegram.person_messages import Written
from local.telegram.routes.world import World
from local.telegram.world import Chat, Message

router = APIRouter(prefix="/local")
LISTS = {"entities", "options", "forward_from"}  # fields of a form that hold JSON


@router.post("/messages")
async def write(tg: World, request: Request) -> Json:
    asked, files = await _written(request)
    return {"messages": [tg.show(message) for message in person_messages.write(tg, asked, files)]}


async def _written(request: Request) -> tuple[Written, list[Upload]]:
    if request.headers.get("content-type", "").startswith("application/json"):
        return Written.model_validate(await request.json()), []
    fields: Json = {}
    files: list[Upload] = []
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files.append(Upload(value.filename or name, value.content_type, await value.read()))
            elif value:
                fields[name] = json.loads(value) if name in LISTS else value
    return Written.model_validate(fields), files


def _found(tg: Telegram, key: str, message_id: int, user_id: int) -> tuple[Chat, Message]:
    chat = people.chat_of(tg, key, user_id)
    return chat, people.message_of(tg, chat, message_id)


@router.post("/messages/{key}/{message_id}/edit")
async def edit(tg: World, key: str, message_id: int, asked: TextEdit) -> Json:
    _, message = _found(tg, key, message_id, asked.user_id)
    return tg.show(people.edit(tg, message, asked.user_id, asked.text, asked.entities))


@router.post("/messages/{key}/{message_id}/delete")
async def delete(tg: World, key: str, message_id: int, asked: ByUser) -> Json:
    chat, message = _found(tg, key, message_id, asked.user_id)
    people.delete(tg, chat, message, asked.user_id)
    return {"ok": True}


@router.post("/messages/{key}/{message_id}/reaction")
async def react(tg: World, key: str, message_id: int, asked: ReactionBy) -> Json:
    chat, message = _found(tg, key, message_id, asked.user_id)
    return tg.show(people.react(tg, chat, message, asked.user_id, asked.emoji))


@router.post("/messages/{key}/{message_id}/pin")
async def pin(tg: World, key: str, message_id: int, asked: PinBy) -> Json:
    chat, message = _found(tg, key, message_id, asked.user_id)
    return shown.chat(people.pin(tg, chat, message, asked.user_id, pinned=asked.pinned))


@router.post("/press")
async def press(tg: World, asked: presses.Press) -> Json:
    return await presses.press(tg, asked)

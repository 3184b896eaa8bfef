import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from local.telegram import shown
from local.telegram.core import Telegram
from local.telegram.people import PersonError
from local.telegram.person_api import Json, JumpRequest
from local.telegram.routes.world import JumpHook, World

QUIET_SECONDS = 15.0
router = APIRouter(prefix="/local")


@router.get("/state")
async def state(tg: World, jump: JumpHook, messages: int = 500) -> Json:
    latest = [message for inside in tg.messages.values() for message in list(inside.values())[-messages:]]
    latest.sort(key=lambda message: (message.date, message.message_id, message.chat))
    return {
        "seq": tg.events.seq,
        "now": tg.clock(),
        "pace": tg.pace._asdict(),
        "can_jump": jump is not None,
        "users": [shown.user(user) for user in tg.users.values()],
        "bots": [shown.bot(bot) for bot in tg.bots.values()],
        "chats": [shown.chat(chat) for chat in tg.chats.values()],
        "messages": [tg.show(message) for message in latest],
        "settings": tg.settings.model_dump(mode="json"),
    }


@router.get("/links")
async def links(request: Request) -> list[dict[str, str]]:
    """Other pages of this desk, for the header."""
    return [{"name": name, "url": url} for name, url in request.app.state.links.items()]


@router.get("/events")
async def events(tg: World, request: Request, after: int | None = None) -> Response:
    last = request.headers.get("last-event-id", "")
    start = int(last) if last.isdigit() else after
    stream = _event_lines(tg, tg.events.seq if start is None else start)
    return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def _event_lines(tg: Telegram, after: int) -> AsyncIterator[bytes]:
    yield b": hello\n\n"
    async for event in tg.events.follow(after, QUIET_SECONDS):
        if event is None:
            yield b": quiet\n\n"
        else:
            body = json.dumps(event, ensure_ascii=False)
            yield f"id: {event['seq']}\ndata: {body}\n\n".encode()


@router.get("/files/{file_id}")
async def file(tg: World, file_id: str) -> Response:
    stored = tg.files.get(file_id)
    data = tg.bytes.read(stored.unique_id) if stored else None
    if stored is None or data is None:
        raise PersonError(f"there is no file {file_id}", 404)
    return Response(data, media_type=stored.mime_type or "application/octet-stream")


@router.get("/ledger")
async def ledger(tg: World, after: int = 0) -> Json:
    return {"entries": tg.store.notes(after)}


@router.post("/jump")
async def jump_ahead(jump: JumpHook, asked: JumpRequest) -> Any:
    if jump is None:
        raise PersonError("nothing to jump to: this server was started without a jump", 404)
    return await jump(asked)

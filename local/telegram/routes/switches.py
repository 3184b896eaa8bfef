"""For tests only: raw updates, faults, settings, the clock."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from local.telegram.core import Telegram
from local.telegram.faults import Fault
from local.telegram.people import PersonError
from local.telegram.routes.world import World
from local.telegram.settings import Settings
from local.telegram.world import Update

router = APIRouter(prefix="/local")


class RawUpdate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    bot_id: int
    update: dict[str, Any]


class Advance(BaseModel):
    model_config = ConfigDict(extra="forbid")

    advance: float = Field(ge=0)


def inject(tg: Telegram, asked: RawUpdate) -> int:
    """Kept as it is, whether anything could parse it or not."""
    bot = tg.bots.get(asked.bot_id)
    if bot is None:
        raise PersonError(f"there is no bot {asked.bot_id}", 404)
    given = asked.update.get("update_id")
    update_id = given if isinstance(given, int) else tg.updates.next_id(bot)
    kind = next((key for key in asked.update if key != "update_id"), "unknown")
    value = asked.update.get(kind)
    chat = value.get("chat") if isinstance(value, dict) else None
    chat_id = chat.get("id") if isinstance(chat, dict) else None
    repeat = isinstance(given, int) and given <= tg.updates.tail(bot.id)
    tg.updates.push(
        Update(
            bot_id=bot.id,
            update_id=update_id,
            type=kind,
            queue=f"message:chat:{chat_id}" if chat_id is not None else f"raw:{update_id}",
            expires_at=tg.clock() + tg.settings.update_life,
            body={**asked.update, "update_id": update_id},
            undelivered_repeat=repeat,
        )
    )
    return update_id


@router.post("/updates")
async def add_update(tg: World, asked: RawUpdate) -> dict[str, int]:
    return {"update_id": inject(tg, asked)}


@router.get("/faults")
async def list_faults(tg: World) -> list[Fault]:
    return tg.faults.waiting


@router.post("/faults")
async def add_fault(tg: World, asked: Fault) -> Fault:
    tg.faults.add(asked)
    return asked


@router.delete("/faults")
async def clear_faults(tg: World) -> dict[str, bool]:
    tg.faults.clear()
    return {"ok": True}


@router.get("/settings")
async def read_settings(tg: World) -> Settings:
    return tg.settings


@router.patch("/settings")
async def change_settings(tg: World, changes: dict[str, Any]) -> Settings:
    merged = Settings.model_validate({**tg.settings.model_dump(), **changes})
    for name in changes:
        setattr(tg.settings, name, getattr(merged, name))
    return tg.settings


@router.post("/clock")
async def move_clock(tg: World, asked: Advance) -> dict[str, float]:
    tg.clock.advance(asked.advance)
    return {"now": tg.clock()}

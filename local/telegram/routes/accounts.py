from fastapi import APIRouter

from local.telegram import people, shown
from local.telegram.person_api import Blocking, Json, NewBot, NewUser, UserChange, new_bot, new_user
from local.telegram.routes.world import World

router = APIRouter(prefix="/local")


@router.post("/users")
async def add_user(tg: World, asked: NewUser) -> Json:
    return shown.user(new_user(tg, asked))


@router.patch("/users/{user_id}")
async def change_user(tg: World, user_id: int, asked: UserChange) -> Json:
    user = people.user_of(tg, user_id)
    return shown.user(tg.save_user(user.model_copy(update=asked.model_dump(exclude_unset=True))))


@router.post("/bots")
async def add_bot(tg: World, asked: NewBot) -> Json:
    return shown.bot(new_bot(tg, asked))


@router.post("/block")
async def block(tg: World, asked: Blocking) -> Json:
    return shown.chat(people.block(tg, asked.bot_id, asked.user_id, blocked=True))


@router.post("/unblock")
async def unblock(tg: World, asked: Blocking) -> Json:
    return shown.chat(people.block(tg, asked.bot_id, asked.user_id, blocked=False))

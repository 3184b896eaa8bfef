from typing import Annotated

from fastapi import Depends, Request

from local.telegram.core import Telegram
from local.telegram.person_api import Jump


async def _world(request: Request) -> Telegram:
    world: Telegram = request.app.state.telegram
    return world


async def _jump(request: Request) -> Jump | None:
    jump: Jump | None = request.app.state.jump
    return jump


World = Annotated[Telegram, Depends(_world)]
JumpHook = Annotated[Jump | None, Depends(_jump)]

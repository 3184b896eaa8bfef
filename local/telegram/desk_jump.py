"""The jump of `./nightdesk up`: the desk is found by the environment, at the first jump."""

from typing import Any

from config.settings import DatabaseSettings
from config.temporal import connect
from local.jump import Jumper
from local.telegram.person_api import Jump, JumpRequest
from storage.database import open_database
from workflows.client import DeskClient


def jump_of_environment() -> Jump:
    known: list[Jumper] = []

    async def jump(asked: JumpRequest) -> Any:
        if not known:
            database = open_database(DatabaseSettings().database_url.get_secret_value(), pool_size=1)
            known.append(Jumper(database, DeskClient(await connect())))
        return await known[0].jump(asked)

    return jump

"""Telling "PostgreSQL is away" from a statement that is wrong: the first is waited for, the second is not."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine


def database_is_away(error: BaseException) -> bool:
    if isinstance(error, DBAPIError):
        return isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
    return isinstance(error, PoolTimeoutError | ConnectionError)


async def database_answers(database: AsyncEngine) -> bool:
    try:
        async with database.connect():
            return True
    except (DBAPIError, PoolTimeoutError, OSError):
        return False

"""Opening the database. Statement parameters stay out of errors and logs: they are people's data."""

from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

Database: TypeAlias = AsyncEngine  # for packages that hold a database without speaking SQL


def open_database(url: str, *, pool_size: int = 10) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=True,  # a killed server leaves dead connections in the pool
        hide_parameters=True,
        connect_args={"connect_timeout": 5},
    )

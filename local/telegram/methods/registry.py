from collections.abc import Callable
from typing import Any, TypeVar

from aiogram.methods.base import TelegramMethod

from local.telegram.calls import Call

Method = TypeVar("Method", bound=TelegramMethod[Any])
Handler = Callable[[Call[Any]], Any]
HANDLERS: dict[type[TelegramMethod[Any]], Handler] = {}


def serves(model: type[Method]) -> Callable[[Callable[[Call[Method]], Any]], Callable[[Call[Method]], Any]]:
    def register(handler: Callable[[Call[Method]], Any]) -> Callable[[Call[Method]], Any]:
        HANDLERS[model] = handler
        return handler

    return register

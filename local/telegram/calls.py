"""From a request to aiogram's own method model: what it does not know is refused by name."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar, get_args

from aiogram import methods
from aiogram.client.default import Default
from aiogram.methods.base import TelegramMethod
from aiogram.types import InputFile
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import from_json

from local.telegram.core import Telegram
from local.telegram.errors import Refusal
from local.telegram.files import Upload
from local.telegram.world import Bot

Method = TypeVar("Method", bound=TelegramMethod[Any])
Convert = Callable[[Any], Any]

# Known to the Bot API, not modelled here: they must not be ignored in silence.
NOT_SERVED = {
    *("business_connection_id", "direct_messages_topic_id", "suggested_post_parameters", "inline_message_id"),
    *("ephemeral_message_parameters", "receiver_user_id", "rich_message", "message_effect_id", "certificate"),
    *("allow_paid_broadcast", "cover", "explanation_media"),
}
KNOWN = {
    cls.__api_method__.lower(): cls
    for cls in vars(methods).values()
    if isinstance(cls, type) and issubclass(cls, TelegramMethod) and cls is not TelegramMethod
}


@dataclass(frozen=True)
class Call(Generic[Method]):
    tg: Telegram
    bot: Bot
    params: Method
    uploads: dict[str, Upload]

    def given(self, name: str) -> Any:
        """A parameter, or None: aiogram's marks for "the bot's default" mean nothing on this side."""
        return given(self.params, name)


def given(model: BaseModel, name: str) -> Any:
    value = getattr(model, name, None)
    return None if isinstance(value, Default) else value


def method_class(name: str) -> type[TelegramMethod[Any]]:
    found = KNOWN.get(name.lower())
    if found is None:
        raise Refusal.METHOD_NOT_FOUND.error(method=name)
    return found


def decoded(model: type[Method], raw: dict[str, Any]) -> Method:
    converts = _converters(model)
    name = model.__api_method__
    values: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in converts:
            raise Refusal.UNKNOWN_PARAMETER.error(name=key, method=name)
        if key in NOT_SERVED:
            raise Refusal.UNSUPPORTED_PARAMETER.error(name=key)
        values[key] = converts[key](_encodable(value, key, name))
    params = _validated(model, {**_required_texts(model), **values})
    _refuse_extras(params, name)
    return params


def _validated(model: type[Method], values: dict[str, Any]) -> Method:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(part) for part in first["loc"][:4])
        method = model.__api_method__
        raise Refusal.INVALID_PARAMETER.error(name=path, method=method, reason=first["msg"]) from None


def _encodable(value: Any, key: str, method: str) -> Any:
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            reason = "strings must be encoded in UTF-8"
            raise Refusal.INVALID_PARAMETER.error(name=key, method=method, reason=reason) from None
    return value


@cache
def _converters(model: type[TelegramMethod[Any]]) -> dict[str, Convert]:
    return {name: _converter(field.annotation) for name, field in model.model_fields.items()}


def _converter(annotation: Any) -> Convert:
    kinds = set(get_args(annotation)) or {annotation}
    if {int, str} <= kinds:
        return _chat_id
    if str in kinds and kinds <= {str, type(None), Default, InputFile}:
        return str
    return _json


def _chat_id(value: Any) -> Any:
    return int(value) if isinstance(value, str) and re.fullmatch(r"-?\d+", value) else value


def _json(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return _without_thumbnails(from_json(value))
    except ValueError:
        return value


def _without_thumbnails(value: Any) -> Any:
    """Typed as InputFile by aiogram, which no JSON can be; they are previews, so they are left out."""
    if isinstance(value, list):
        return [_without_thumbnails(item) for item in value]
    if isinstance(value, dict) and "media" in value:
        return {key: item for key, item in value.items() if key != "thumbnail"}
    return value


@cache
def _required_texts(model: type[TelegramMethod[Any]]) -> dict[str, str]:
    """Empty strings are left out of the form by aiogram: a missing required text is an empty one."""
    fields = model.model_fields.items()
    return {
        name: "" for name, field in fields if field.is_required() and _converter(field.annotation) is not _json
    }


def _refuse_extras(value: Any, method: str) -> None:
    if isinstance(value, BaseModel):
        for extra in value.model_extra or {}:
            raise Refusal.UNKNOWN_PARAMETER.error(name=extra, method=method)
        for name in value.model_fields_set:
            _refuse_extras(getattr(value, name, None), method)
    elif isinstance(value, list):
        for item in value:
            _refuse_extras(item, method)


@cache
def _result_adapter(model: type[TelegramMethod[Any]]) -> TypeAdapter[Any]:
    return TypeAdapter(model.__returning__)


def check_result(model: type[TelegramMethod[Any]], result: Any) -> None:
    """A result that aiogram's types refuse is a bug of ours and must not reach a bot."""
    _result_adapter(model).validate_python(result)

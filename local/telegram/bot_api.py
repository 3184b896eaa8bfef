"""`/bot<token>/<method>` and `/file/bot<token>/<path>`: one way for every call, one place for faults."""

import inspect
import logging
import re
from typing import Any

from pydantic_core import from_json, to_json
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from local.telegram.calls import Call, check_result, decoded, method_class
from local.telegram.core import Telegram
from local.telegram.dropping import drop_connection
from local.telegram.errors import ApiError, Refusal, too_many_requests
from local.telegram.faults import Fault, FaultAction
from local.telegram.files import Upload, download_path
from local.telegram.ledger import chat_key, note_call
from local.telegram.methods import HANDLERS
from local.telegram.world import Bot

log = logging.getLogger(__name__)
QUIET = {"getupdates"}  # a long poll is not worth a line in the ledger: its deliveries are noted one by one
SLACK = 1 << 20  # of a multipart request around its files


class BotApi:
    """Answers under bare ASGI: breaking a connection needs the server's own `send`."""

    def __init__(self, tg: Telegram) -> None:
        self._tg = tg

    async def handle(self, scope: Scope, receive: Receive, send: Send, token: str, method: str) -> None:
        response, dropped = await self._answer(Request(scope, receive), token, method)
        if dropped:
            await drop_connection(receive, send)
        else:
            await response(scope, receive, send)

    async def _answer(self, request: Request, token: str, name: str) -> tuple[Response, bool]:
        fault: Fault | None = None
        try:
            bot = authorized(self._tg, token)
            raw, uploads = await arguments(request, self._tg.settings.upload_limit)
            fault = self._fault(bot, name, raw)
            result = await self._run(bot, name, raw, uploads)
            response = _json(200, {"ok": True, "result": result})
        except ApiError as error:
            response = _refused(error)
        return response, bool(fault and fault.action is FaultAction.DROP_REPLY)

    def _fault(self, bot: Bot, name: str, raw: dict[str, Any]) -> Fault | None:
        """The seam of all faults: each call passes here once, before it is executed."""
        chat = chat_key(self._tg, bot.id, str(raw.get("chat_id")))
        fault = self._tg.faults.take(name, chat)
        if fault is None or fault.action is FaultAction.DROP_REPLY:
            return fault
        error = _error_of(fault)
        self._note(bot, name, raw, error=error)
        raise error

    async def _run(self, bot: Bot, name: str, raw: dict[str, Any], uploads: dict[str, Upload]) -> Any:
        try:
            result = await self._execute(bot, name, raw, uploads)
        except ApiError as error:
            self._note(bot, name, raw, error=error)
            raise
        finally:
            self._tg.store.commit()
        self._note(bot, name, raw, result=result)
        return result

    async def _execute(self, bot: Bot, name: str, raw: dict[str, Any], uploads: dict[str, Upload]) -> Any:
        model = method_class(name)
        handler = HANDLERS.get(model)
        if handler is None:
            raise Refusal.METHOD_NOT_MODELLED.error(method=model.__api_method__)
        result = handler(Call(self._tg, bot, decoded(model, raw), uploads))
        result = await result if inspect.isawaitable(result) else result
        if name.lower() not in QUIET:
            check_result(model, result)  # updates may be injected, and broken on purpose
        return result

    def _note(
        self, bot: Bot, name: str, raw: dict[str, Any], result: Any = None, error: ApiError | None = None
    ) -> None:
        if name.lower() in QUIET:
            return
        outcome: dict[str, Any] = {"ok": error is None, "message_ids": _message_ids(result)}
        if error is not None:
            outcome |= {"error_code": error.code, "error": error.description}
        note_call(self._tg, bot.id, name, raw, outcome)
        self._tg.store.commit()


def authorized(tg: Telegram, token: str) -> Bot:
    if not re.fullmatch(r"\d+:[\w-]+", token):
        raise ApiError(404)
    bot = tg.bot_by_token(token)
    if bot is None:
        raise Refusal.UNAUTHORIZED.error()
    return bot


async def arguments(request: Request, upload_limit: int) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Query, form or JSON, as the Bot API takes them; files by the name of their part."""
    raw: dict[str, Any] = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    if request.headers.get("content-type", "").startswith("application/json"):
        raw |= from_json(await request.body() or b"{}")
        return raw, uploads
    if int(request.headers.get("content-length") or 0) > 10 * upload_limit + SLACK:
        raise Refusal.ENTITY_TOO_LARGE.error()
    async with request.form(max_part_size=upload_limit) as form:
        for key, value in form.multi_items():
            if isinstance(value, UploadFile):
                uploads[key] = Upload(value.filename or key, value.content_type, await value.read())
            else:
                raw[key] = value
    return _with_direct_files(raw, uploads), uploads


def _with_direct_files(raw: dict[str, Any], uploads: dict[str, Upload]) -> dict[str, Any]:
    """A file may come as `attach://<part>` or as the part that bears the parameter's own name."""
    mentioned = " ".join(value for value in raw.values() if isinstance(value, str) and "attach://" in value)
    direct = {key: f"attach://{key}" for key in uploads if f"attach://{key}" not in mentioned}
    return {**raw, **direct}


def _error_of(fault: Fault) -> ApiError:
    if fault.action is FaultAction.SERVER_ERROR:
        return Refusal.BAD_GATEWAY.error()
    if fault.error_code == 429:
        return too_many_requests(fault.retry_after)
    error = ApiError(fault.error_code)
    error.description = fault.description or error.description
    return error


def _message_ids(result: Any) -> list[int]:
    items = result if isinstance(result, list) else [result]
    return [item["message_id"] for item in items if isinstance(item, dict) and "message_id" in item]


def _refused(error: ApiError) -> Response:
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return _json(error.code, body)


def _json(status: int, body: dict[str, Any]) -> Response:
    return Response(to_json(body), status, media_type="application/json")


class FileDownloads:
    def __init__(self, tg: Telegram) -> None:
        self._tg = tg

    async def handle(self, scope: Scope, receive: Receive, send: Send, token: str, path: str) -> None:
        await self._answer(token, path)(scope, receive, send)

    def _answer(self, token: str, path: str) -> Response:
        try:
            authorized(self._tg, token)
        except ApiError as error:
            return _refused(error)
        file = next((f for f in self._tg.files.values() if download_path(f) == path), None)
        data = self._tg.bytes.read(file.unique_id) if file else None
        if data is None:
            return _refused(ApiError(404))
        return Response(data, media_type="application/octet-stream")

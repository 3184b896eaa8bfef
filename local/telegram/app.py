import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from pydantic import ValidationError
from starlette.types import Message, Receive, Scope, Send

from local.telegram.bot_api import BotApi, FileDownloads
from local.telegram.clock import Clock, Pace
from local.telegram.core import Telegram
from local.telegram.errors import ApiError
from local.telegram.people import PersonError
from local.telegram.person_api import Jump
from local.telegram.routes import ROUTERS
from local.telegram.settings import Settings
from local.telegram.webhooks import WebhookSender

PAGE = Path(__file__).parent / "page"
CALL = re.compile(r"/bot([^/]+)/([^/]+)")
FILE = re.compile(r"/file/bot([^/]+)/(.+)")


class FreshFiles(StaticFiles):
    """The page is edited while it is looked at."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-store"
        return response


class LocalTelegram:
    """The Bot API, and everything else (person API, page) behind FastAPI."""

    def __init__(self, tg: Telegram, jump: Jump | None, links: Mapping[str, str]) -> None:
        self.telegram = tg
        self._calls = BotApi(tg)
        self._downloads = FileDownloads(tg)
        self._people = _people_app(tg, jump, links)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if call := CALL.fullmatch(path):
            await self._calls.handle(scope, receive, send, *call.groups())
        elif file := FILE.fullmatch(path):
            await self._downloads.handle(scope, receive, send, *file.groups())
        else:
            await self._people(scope, receive, self._kept(send))

    def _kept(self, send: Send) -> Send:
        """What a person did is on disk before the answer leaves."""

        async def commit_first(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.telegram.store.commit()
            await send(message)

        return commit_first


def create_app(
    state: Path,
    *,
    settings: Settings | None = None,
    clock: Clock | None = None,
    jump: Jump | None = None,
    links: Mapping[str, str] | None = None,
    pace: Pace | None = None,
) -> LocalTelegram:
    """`links`: addresses of other pages for the header, by the name that `page/locale/` translates."""
    made = LocalTelegram(Telegram(state, settings, clock), jump, links or {})
    made.telegram.pace = pace or Pace()
    return made


def _people_app(tg: Telegram, jump: Jump | None, links: Mapping[str, str]) -> FastAPI:
    webhooks = WebhookSender(tg)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await webhooks.start()
        yield
        await webhooks.stop()
        tg.close()

    app = FastAPI(title="Local Telegram", lifespan=lifespan)
    app.state.telegram, app.state.jump, app.state.links = tg, jump, links
    _add_errors(app)
    for router in ROUTERS:
        app.include_router(router)
    if PAGE.is_dir():
        app.mount("/", FreshFiles(directory=PAGE, html=True))
    return app


def error_answer(status: int, text: str) -> JSONResponse:
    return JSONResponse({"error": text}, status)


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(PersonError)
    async def person_error(_request: Request, error: PersonError) -> Response:
        return error_answer(error.status, str(error))

    @app.exception_handler(ApiError)
    async def api_error(_request: Request, error: ApiError) -> Response:
        return error_answer(400, error.description)

    @app.exception_handler(RequestValidationError)
    @app.exception_handler(ValidationError)
    async def wrong_body(_request: Request, error: RequestValidationError | ValidationError) -> Response:
        first = error.errors()[0]
        path = ".".join(str(part) for part in first["loc"])
        return error_answer(422, f"{path}: {first['msg']}")

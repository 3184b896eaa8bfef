"""The web process: the first page, health for orchestrators, metrics."""

from collections.abc import Mapping
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles

from domain.ticket import Phase
from storage.database import Database
from storage.outages import database_is_away
from storage.overview import open_tickets_by_phase
from webapp.health import Check, results
from webapp.home import HomePage, preferred_language
from webapp.metrics import exposition

STATIC = Path(__file__).parent / "static"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def create_app(database: Database, home: HomePage, checks: Mapping[str, Check]) -> FastAPI:
    app = FastAPI(openapi_url=None)

    @app.get("/")
    async def show_home(request: Request, lang: str | None = None) -> Response:
        language = preferred_language(lang, request.headers.get("Accept-Language", ""))
        health = await results(checks)
        phases = await _phases(database)
        return HTMLResponse(home.render(language, health, phases), headers=HEADERS)

    @app.get("/healthz")
    async def healthz() -> Response:
        """The process itself: a restart would not mend a service that is away."""
        return Response("ok", media_type="text/plain")

    @app.get("/readyz")
    async def readyz() -> Response:
        health = await results(checks)
        return JSONResponse(health, status_code=200 if all(health.values()) else 503)

    @app.get("/metrics")
    async def metrics() -> Response:
        try:
            shown = await exposition(database)
        except Exception as error:
            if not database_is_away(error):
                raise
            return Response(status_code=503)
        return Response(shown, media_type="text/plain; version=0.0.4")

    app.mount("/static", StaticFiles(directory=STATIC))
    return app


async def _phases(database: Database) -> dict[Phase, int]:
    try:
        return await open_tickets_by_phase(database)
    except Exception as error:
        if not database_is_away(error):
            raise
        return {}

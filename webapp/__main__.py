"""`python -m webapp`: pages and numbers for people who watch the desk."""

import asyncio
import logging
import sys

from config.loading import WRONG_SETTINGS, load
from config.logging import configure, secrets_of
from config.ready import announce
from config.running import patiently, stop_event, until_stop
from config.serving import CannotListen, listen, serve
from config.settings import WebSettings
from config.temporal import connect
from content.problems import ContentError
from content.texts import Texts
from storage.database import open_database
from webapp.app import create_app
from webapp.health import checks
from webapp.home import HomePage

logger = logging.getLogger("webapp")


def main() -> None:
    settings = load(WebSettings)
    configure(settings.log_level, settings.log_format, secrets_of(settings))
    try:
        asyncio.run(run(settings))
    except CannotListen as error:
        logger.error("%s (WEB_HOST, WEB_PORT)", error)  # noqa: TRY400 - one clear line
        sys.exit(WRONG_SETTINGS)
    except ContentError as error:
        print(error, file=sys.stderr)  # noqa: T201 - lines for a person who edits content
        sys.exit(error.exit_code)


async def run(settings: WebSettings) -> None:
    home = HomePage(Texts(settings.content_dir), links(settings))
    listening = listen(settings.web_host, settings.web_port)
    stop = stop_event()
    temporal = await until_stop(patiently(connect), stop)
    if temporal is None:
        return
    database = open_database(settings.database_url.get_secret_value())
    try:
        announce()
        logger.info("pages at http://%s:%s", settings.web_host, settings.web_port)
        await serve(create_app(database, home, checks(database, temporal)), listening, stop)
    finally:
        await database.dispose()


def links(settings: WebSettings) -> dict[str, str]:
    addresses = {
        "page-link-telegram": settings.local_telegram_url,
        "page-link-temporal": settings.temporal_ui_url,
    }
    known = {text_id: str(url) for text_id, url in addresses.items() if url is not None}
    return {**known, "page-link-metrics": "/metrics"}


if __name__ == "__main__":
    main()

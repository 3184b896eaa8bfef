"""Which services the environment names, so that `up` does not run its own."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import ValidationError

from config.loading import WRONG_SETTINGS, problems
from config.settings import BotSettings, WebSettings
from local.errors import RuntimeProblem
from local.layout import Ports

TEMPORAL_VARIABLES = ("TEMPORAL_ADDRESS", "TEMPORAL_PROFILE", "TEMPORAL_CONFIG_FILE")
# Stand for what `up` itself will give, so that the rest can be checked before anything starts.
OWN_DATABASE: dict[str, Any] = {"database_url": "postgresql://up"}
OWN_TELEGRAM: dict[str, Any] = {"bot_token": "1:up", "agents_chat_id": -1}


@dataclass(frozen=True)
class Outside:
    database: bool
    temporal: bool
    telegram: bool

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Outside":
        return cls(
            database=bool(environment.get("DATABASE_URL")),
            temporal=any(environment.get(name) for name in TEMPORAL_VARIABLES),
            telegram=bool(environment.get("BOT_TOKEN")),
        )


def read_env_file(path: Path) -> None:
    """Into our environment, which children inherit; what is set already wins."""
    if path.exists():
        for name, value in dotenv_values(path).items():
            os.environ.setdefault(name, value or "")


def check_settings(outside: Outside) -> None:
    """Every wrong variable at once, before anything starts."""
    given: dict[str, Any] = ({} if outside.database else OWN_DATABASE) | ({} if outside.telegram else OWN_TELEGRAM)
    wrong: dict[str, None] = {}
    for model in (BotSettings, WebSettings):
        try:
            model(**given)
        except ValidationError as error:
            wrong |= dict.fromkeys(problems(model, error))
    if os.environ.get("TELEGRAM_API_URL") and not outside.telegram:
        wrong["BOT_TOKEN is not set though TELEGRAM_API_URL is. Give the token, or unset both."] = None
    if wrong:
        raise RuntimeProblem("\n".join(wrong), exit_code=WRONG_SETTINGS)


def needed_ports(ports: Ports, outside: Outside) -> dict[str, int]:
    """Port of each service that `up` runs here."""
    ours = {
        "the web pages": int(os.environ.get("WEB_PORT") or ports.web),
        "the bot's webhook and metrics": int(os.environ.get("WEBHOOK_PORT") or ports.webhook),
    }
    if not outside.telegram:
        ours["the local Telegram's page"] = ports.page
    if not outside.temporal:
        ours |= {
            "the Temporal Web UI": ports.temporal_ui,
            "Temporal": ports.temporal,
            "Temporal's HTTP": ports.temporal_http,
        }
    if not outside.database:
        ours["PostgreSQL"] = ports.postgres
    return ours

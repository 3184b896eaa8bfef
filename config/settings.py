"""What a process is told by its environment. Each process asks for its own set: `load(BotSettings)`.

A field's name in capitals is the variable; its description is what a person is told to do when it is wrong.
"""

from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field, HttpUrl, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.crash import CrashSwitch
from domain.clock import DeskClock

CHECKOUT = Path(__file__).parent.parent
DRIVER = "postgresql+psycopg"


def _with_driver(url: SecretStr) -> SecretStr:
    scheme, separator, rest = url.get_secret_value().partition("://")
    if not separator or scheme not in {"postgres", "postgresql", DRIVER}:
        raise ValueError("is no PostgreSQL address")
    return SecretStr(f"{DRIVER}://{rest}")


def _bot_token(token: SecretStr) -> SecretStr:
    bot_id, _, key = token.get_secret_value().partition(":")
    if not bot_id.isdecimal() or not key or not key.replace("-", "").replace("_", "").isalnum():
        raise ValueError("does not look like a bot token")
    return token


def _webhook_secret(secret: SecretStr) -> SecretStr:
    value = secret.get_secret_value()
    if not 1 <= len(value) <= 256 or not value.replace("-", "").replace("_", "").isalnum():
        raise ValueError("is not 1-256 of A-Z a-z 0-9 _ -")
    return secret


def _crash_at(value: str) -> str:
    CrashSwitch.parse(value)
    return value


Port = Annotated[int, Field(ge=1, le=65535)]


class _Environment(BaseSettings):
    model_config = SettingsConfigDict(
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=False,
    )

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="One of DEBUG, INFO, WARNING, ERROR."
    )
    log_format: Literal["console", "json"] = Field(
        "console", description="console for people, json for a log collector."
    )


class DatabaseSettings(_Environment):
    database_url: Annotated[SecretStr, AfterValidator(_with_driver)] = Field(
        description="Give postgresql://user:password@host:5432/database."
    )


class TelegramSettings(_Environment):
    bot_token: Annotated[SecretStr, AfterValidator(_bot_token)] = Field(
        description="Make a bot with @BotFather and give its token, like 123456:ABC-DEF."
    )
    telegram_api_url: HttpUrl = Field(
        HttpUrl("https://api.telegram.org"),
        description="Give the address of the Bot API server, like http://host:8081.",
    )

    @property
    def telegram_api(self) -> str:
        """Without the slash at the end, as clients join it."""
        return str(self.telegram_api_url).rstrip("/")


class DeskSettings(_Environment):
    agents_chat_id: Annotated[int, Field(lt=0)] = Field(
        description="Give the id of the agents' group with topics, a negative number like -1001234567890."
    )
    agents_language: Literal["uk", "en"] = Field("uk", description="uk or en.")
    group_budget_per_minute: int = Field(
        15, ge=1, le=20, description="Messages to one group in a minute: 1 to 20, which is Telegram's own limit."
    )
    count_edits: bool = Field(True, description="Whether edits count in the group's budget: true or false.")
    desk_speed: float = Field(1, gt=0, description="How much faster than real time the desk lives, like 60.")
    desk_epoch: AwareDatetime = Field(
        datetime(2026, 1, 1, tzinfo=UTC),
        description="When desk and real time were the same, like 2026-01-31T12:00:00Z.",
    )
    desk_demo: bool = Field(False, description="Whether this is a demo: true or false.")
    content_dir: Path = Field(
        CHECKOUT / "content", description="Give a directory like content/ of the repository."
    )
    crash_at: Annotated[str, AfterValidator(_crash_at)] | None = Field(
        None, description="For crash tests: a point, or point:n for the n-th time it is reached."
    )

    @property
    def clock(self) -> DeskClock:
        return DeskClock(epoch=self.desk_epoch, speed=self.desk_speed, demo=self.desk_demo)

    @cached_property
    def crash_switch(self) -> CrashSwitch:
        return CrashSwitch.parse(self.crash_at)


class WebhookSettings(_Environment):
    webhook_url: HttpUrl | None = Field(None, description="Give an https address that Telegram can reach.")
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = Field(
        None,
        validate_default=True,
        description="With WEBHOOK_URL, give a secret of 1-256 characters of A-Z a-z 0-9 _ -.",
    )
    webhook_host: str = Field("127.0.0.1", description="Give the address to listen on.")
    webhook_port: Port = Field(8082, description="Give a port, 1 to 65535.")

    @field_validator("webhook_secret")
    @classmethod
    def _goes_with_the_url(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if secret is None and info.data.get("webhook_url") is not None:
            raise ValueError("is not set though WEBHOOK_URL is: anybody could post updates")
        return secret


class BotSettings(DatabaseSettings, TelegramSettings, DeskSettings, WebhookSettings):
    """The receiver; polls unless WEBHOOK_URL is set."""


FreeOrPort = Annotated[int, Field(ge=0, le=65535)]


class WorkerSettings(DatabaseSettings, DeskSettings):
    """Workflows and SQL; never holds the bot's token."""

    worker_metrics_port: FreeOrPort = Field(0, description="Give a port for the worker's metrics; 0: a free one.")


class SenderSettings(DatabaseSettings, TelegramSettings, DeskSettings):
    """Telegram out."""

    sender_metrics_port: FreeOrPort = Field(0, description="Give a port for the sender's metrics; 0: a free one.")


class WebSettings(DatabaseSettings, DeskSettings):
    web_host: str = Field("127.0.0.1", description="Give the address to listen on.")
    web_port: Port = Field(8081, description="Give a port, 1 to 65535.")
    temporal_ui_url: HttpUrl | None = Field(None, description="Give the address of Temporal's Web UI.")
    local_telegram_url: HttpUrl | None = Field(None, description="Give the address of the local Telegram's page.")

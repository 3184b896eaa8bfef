"""Logs of every process: readable lines for people, JSON lines for collectors; redacted either way.

By habit of the code they carry our references and codes, no names and no message texts.
"""

import json
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel, SecretStr
from typing_extensions import override

from config.redaction import redact

COLOURS = {"DEBUG": "2", "INFO": "32", "WARNING": "33", "ERROR": "31", "CRITICAL": "1;31"}
STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName", "color_message"}
# Chatty at INFO: one line per request or update.
QUIET = ("aiogram.event", "aiogram.dispatcher", "httpx", "uvicorn.access", "alembic")


def configure(level: str, style: Literal["console", "json"], secrets: Sequence[str] = ()) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json(secrets) if style == "json" else _Console(secrets, _wants_colour()))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def secrets_of(settings: BaseModel) -> list[str]:
    values = (getattr(settings, name) for name in type(settings).model_fields)
    return [value.get_secret_value() for value in values if isinstance(value, SecretStr)]


def _wants_colour() -> bool:
    return "NO_COLOR" not in os.environ and sys.stderr.isatty()


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in record.__dict__.items() if name not in STANDARD}


def _trace(record: logging.LogRecord) -> str | None:
    if not record.exc_info or record.exc_info[0] is None:
        return None
    return "".join(traceback.format_exception(*record.exc_info)).rstrip()


class _Console(logging.Formatter):
    def __init__(self, secrets: Sequence[str], coloured: bool) -> None:
        super().__init__()
        self._secrets = secrets
        self._coloured = coloured

    @override
    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        extras = "".join(f" {name}={value}" for name, value in _extras(record).items())
        trace = _trace(record)
        line = f"{when} {self._level(record.levelname)} {record.name}: {record.getMessage()}{extras}"
        return redact(line if trace is None else f"{line}\n{trace}", self._secrets)

    def _level(self, name: str) -> str:
        padded = f"{name:<7}"
        return f"\x1b[{COLOURS[name]}m{padded}\x1b[0m" if self._coloured and name in COLOURS else padded


class _Json(logging.Formatter):
    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._secrets = secrets

    @override
    def format(self, record: logging.LogRecord) -> str:
        line = {
            **{name: self._clean(value) for name, value in _extras(record).items()},
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._clean(record.getMessage()),
        }
        trace = _trace(record)
        if trace is not None:
            line["exception"] = self._clean(trace)
        return json.dumps(line, ensure_ascii=False)

    def _clean(self, value: Any) -> Any:
        """Before the JSON is made, so that a replacement never breaks it."""
        return value if isinstance(value, int | float | None) else redact(str(value), self._secrets)

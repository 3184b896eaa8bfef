"""Reading settings at a process's start: everything that is wrong at once, one line each, exit code 2."""

import sys
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings

# The supervisor stops everything at this code: a restart would not mend a setting.
WRONG_SETTINGS = 2

S = TypeVar("S", bound=BaseSettings)


def load(model: type[S]) -> S:
    try:
        return model()
    except ValidationError as error:
        for line in problems(model, error):
            print(line, file=sys.stderr)  # noqa: T201 - before logging is set up, for a person
        sys.exit(WRONG_SETTINGS)


def refuse(message: str) -> None:
    """For what only the outside can tell, like a token that Telegram does not know."""
    print(message, file=sys.stderr)  # noqa: T201 - the one line that the supervisor shows
    sys.exit(WRONG_SETTINGS)


def problems(model: type[BaseSettings], error: ValidationError) -> list[str]:
    return [_line(model, detail) for detail in error.errors(include_url=False, include_context=False)]


def _line(model: type[BaseSettings], detail: ErrorDetails) -> str:
    what = "is not set" if detail["type"] == "missing" else detail["msg"].removeprefix("Value error, ")
    if not detail["loc"]:
        return what
    field = str(detail["loc"][0])
    known = model.model_fields.get(field)
    separator = " " if what.startswith(("is ", "does ", "names ", "counts ")) else ": "
    return f"{field.upper()}{separator}{what}. {(known and known.description) or ''}".strip()

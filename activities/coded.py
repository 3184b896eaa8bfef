"""Nothing that leaves an activity as a failure carries text: neither a person's nor a server's."""

import logging
import traceback
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from storage.deliveries import RowGone

logger = logging.getLogger(__name__)

T = TypeVar("T")


def gone(table: str) -> ApplicationError:
    """What was referred to does not exist any more: final, and not to be retried."""
    return ApplicationError("gone", table, type="gone", non_retryable=True)


def parked(code: str) -> ApplicationError:
    """Not the message's fault: whoever scheduled it keeps it and schedules it again."""
    return ApplicationError("parked", code, type="parked", category=ApplicationErrorCategory.BENIGN)


def code_of(error: BaseException) -> str:
    """The type, and PostgreSQL's state where there is one."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return f"{type(error).__name__}:{state}" if state else type(error).__name__


def place_of(error: BaseException) -> str:
    """The line it was raised at, which is code and tells nobody's secrets."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


def coded(
    failure: Callable[[str], ApplicationError],
) -> Callable[[Callable[..., Awaitable[T]]], Callable[..., Awaitable[T]]]:
    """Turns what an activity did not expect into `failure(code)`; the trace keeps lines of code, no values."""

    def decorate(run: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
        @wraps(run)
        async def wrapped(*args: Any) -> T:
            try:
                return await run(*args)
            except ApplicationError:
                raise
            except RowGone as error:
                raise gone(str(error.facts["table"])) from None
            except Exception as error:  # noqa: BLE001 - the boundary: whatever it is, only its code passes
                logger.warning("%s failed: %s at %s", run.__name__, code_of(error), place_of(error))
                raise failure(code_of(error)).with_traceback(error.__traceback__) from None

        return wrapped

    return decorate


def again(code: str) -> ApplicationError:
    """By the retry policy of the activity."""
    return ApplicationError(code, type=code)

"""The content in force while a process runs: what an editor saves is taken within seconds, whole or not at all."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from content.policy import load_lexicon, load_policy
from content.problems import ContentError
from content.texts import Texts

logger = logging.getLogger(__name__)

LOOK_EVERY = 2.0  # seconds

Stamp = frozenset[tuple[str, int, int]]


async def _nothing() -> None:
    pass


class LiveContent:
    """`texts` stays one object; `policy` and `lexicon` are replaced. Raises ContentError only at the start."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._stamp = self._look()
        self.policy = load_policy(directory)  # first: it names the mistakes of all files together
        self.texts = Texts(directory)
        self.lexicon = load_lexicon(directory)

    def refresh(self) -> bool:
        """True when something new was taken. Broken files leave in force what was, and are named once."""
        stamp = self._look()
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        try:
            policy, lexicon, texts = (
                load_policy(self._directory),
                load_lexicon(self._directory),
                Texts(self._directory),
            )
        except (ContentError, OSError) as error:
            logger.error("changed content is not taken, the old stays in force:\n%s", error)  # noqa: TRY400
            return False
        self.policy, self.lexicon = policy, lexicon
        self.texts.take(texts)
        logger.info("changed content is in force")
        return True

    async def watch(self, stop: asyncio.Event, taken: Callable[[], Awaitable[None]] = _nothing) -> None:
        """Calls `taken` after each change."""
        while not stop.is_set():
            try:
                await asyncio.wait_for(stop.wait(), LOOK_EVERY)
            except TimeoutError:
                if await asyncio.to_thread(self.refresh):
                    await taken()

    def _look(self) -> Stamp:
        """What tells one version of the files from another."""
        files = (path for ending in ("*.yaml", "locales/*/*.ftl") for path in self._directory.glob(ending))
        return frozenset(seen for path in files if (seen := _version(path)))


def _version(path: Path) -> tuple[str, int, int] | None:
    """None for what is there and is not: an editor's lock, a file that is just being replaced."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return str(path), seen.st_mtime_ns, seen.st_size

"""Where the one-command runtime keeps its state, and the ports it takes."""

import os
from dataclasses import dataclass
from pathlib import Path

from config.settings import CHECKOUT
from local.errors import RuntimeProblem
from local.ports import DEFAULT_PORT, freed
from local.unprivileged import make_enterable, state_dir

LARGEST_LOG = 20_000_000  # bytes


@dataclass(frozen=True)
class Ports:
    """One number moves all: the page's; the others follow it."""

    page: int = DEFAULT_PORT

    @property
    def web(self) -> int:
        return self.page + 1

    @property
    def webhook(self) -> int:
        return self.page + 2

    @property
    def temporal_ui(self) -> int:
        return self.page + 3

    @property
    def temporal(self) -> int:
        return self.page + 4

    @property
    def temporal_http(self) -> int:
        return self.page + 6

    @property
    def postgres(self) -> int:
        return self.page + 5


@dataclass(frozen=True)
class Layout:
    state: Path
    ports: Ports

    @property
    def logs(self) -> Path:
        return self.state / "log"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    @property
    def telegram(self) -> Path:
        return self.state / "telegram"

    @property
    def temporal(self) -> Path:
        return self.state / "temporal"

    @property
    def seed(self) -> Path:
        """The local Telegram's bot token and agents' group."""
        return self.telegram / "seed.json"

    def ready_file(self, name: str) -> Path:
        return self.state / "ready" / name

    def make(self) -> None:
        try:
            make_enterable(self.state)
            # Closed to others: people's words are in them. PostgreSQL closes its own.
            for place in (self.logs, self.telegram, self.temporal, self.state / "ready"):
                place.mkdir(mode=0o700, exist_ok=True)
                (place / ".writable").touch()
        except PermissionError as error:
            raise RuntimeProblem(
                f"{self.state} cannot be written: {error.strerror}. Another user ran nightdesk here before: "
                f"run it as that user, or remove the directory to begin anew."
            ) from error


def layout(page_port: int = DEFAULT_PORT) -> Layout:
    """NIGHTDESK_STATE moves the state, for tests and for several desks from one checkout."""
    chosen = os.environ.get("NIGHTDESK_STATE")
    return Layout(Path(chosen).absolute() if chosen else state_dir(CHECKOUT), Ports(page_port))


def require_free(ports: dict[str, int]) -> None:
    for owner, port in ports.items():
        if not freed(port, seconds=5):
            raise RuntimeProblem(
                f"Port {port} ({owner}) is taken by another program. Choose other ports: "
                f"./nightdesk up --port 9080 (the page's; the others are the numbers after it)."
            )


def trim_log(log: Path) -> None:
    """Keeps one old log beside a grown one. Programs append, so cutting it under them is safe."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.with_suffix(".log.1").write_bytes(log.read_bytes())
        log.write_bytes(b"")

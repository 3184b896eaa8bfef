import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic_core import from_json, to_json

from local.telegram.world import Message, Update

SCHEMA = """
CREATE TABLE IF NOT EXISTS thing (kind TEXT, key TEXT, body BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS message (chat TEXT, id INTEGER, body BLOB, PRIMARY KEY (chat, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pending (row INTEGER PRIMARY KEY AUTOINCREMENT, bot INTEGER, body BLOB);
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ledger (n INTEGER PRIMARY KEY AUTOINCREMENT, body BLOB);
"""

Value = TypeVar("Value", bound=BaseModel)


class Store:
    """The state on disk. WAL with synchronous=normal survives kill -9 of the process (not of the machine)."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, check_same_thread=False)
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + SCHEMA)

    def close(self) -> None:
        self._db.commit()
        self._db.close()

    def commit(self) -> None:
        self._db.commit()

    def put(self, kind: str, key: str, value: BaseModel, exclude: set[str] | None = None) -> None:
        row = (kind, key, value.model_dump_json(exclude=exclude))
        self._db.execute("REPLACE INTO thing VALUES (?, ?, ?)", row)

    def drop(self, kind: str, key: str) -> None:
        self._db.execute("DELETE FROM thing WHERE kind = ? AND key = ?", (kind, key))

    def all(self, kind: str, model: type[Value]) -> Iterator[Value]:
        for (body,) in self._db.execute("SELECT body FROM thing WHERE kind = ?", (kind,)):
            yield model.model_validate_json(body)

    def put_message(self, message: Message) -> None:
        row = (message.chat, message.message_id, message.model_dump_json())
        self._db.execute("REPLACE INTO message VALUES (?, ?, ?)", row)

    def drop_message(self, chat: str, message_id: int) -> None:
        self._db.execute("DELETE FROM message WHERE chat = ? AND id = ?", (chat, message_id))

    def messages(self) -> Iterator[Message]:
        for (body,) in self._db.execute("SELECT body FROM message ORDER BY chat, id"):
            yield Message.model_validate_json(body)

    def add_update(self, update: Update) -> int:
        body = update.model_dump_json()
        cursor = self._db.execute("INSERT INTO pending (bot, body) VALUES (?, ?)", (update.bot_id, body))
        return int(cursor.lastrowid or 0)

    def drop_update(self, row: int) -> None:
        self._db.execute("DELETE FROM pending WHERE row = ?", (row,))

    def updates(self) -> Iterator[Update]:
        for row, body in self._db.execute("SELECT row, body FROM pending ORDER BY row"):
            yield Update.model_validate_json(body).model_copy(update={"row": row})

    def count(self, name: str, start: int = 1) -> int:
        query = (
            "INSERT INTO counter VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value"
        )
        return int(self._db.execute(query, (name, start)).fetchone()[0])

    def set_counter(self, name: str, value: int) -> None:
        self._db.execute("REPLACE INTO counter VALUES (?, ?)", (name, value))

    def note(self, entry: dict[str, Any]) -> None:
        self._db.execute("INSERT INTO ledger (body) VALUES (?)", (to_json(entry),))

    def notes(self, after: int) -> list[dict[str, Any]]:
        rows = self._db.execute("SELECT n, body FROM ledger WHERE n > ? ORDER BY n", (after,))
        return [{"n": n, **from_json(body)} for n, body in rows]

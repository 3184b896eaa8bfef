"""Recorded histories: written once per path, replayed by tests/workflows/test_replay.py ever after."""

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHandle

HISTORIES = Path(__file__).parent.parent / "histories"


async def keep(handle: WorkflowHandle[Any, Any], path: str) -> None:
    """Records the history of a path that has none yet: `RECORD_HISTORIES=1`. An old one is never recorded anew."""
    file = HISTORIES / f"{path}.json"
    if os.environ.get("RECORD_HISTORIES") == "1" and not file.exists():
        HISTORIES.mkdir(exist_ok=True)
        file.write_text((await handle.fetch_history()).to_json())


def payloads_in_clear(history: str) -> str:
    """Everything that workflows were given, gave or kept: base64 in the history's JSON."""
    return "\n".join(_payloads(json.loads(history)))


def _payloads(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _payloads(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "data" and isinstance(value, str):
                yield base64.b64decode(value).decode(errors="replace")
            else:
                yield from _payloads(value)

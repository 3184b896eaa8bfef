"""Recorded histories: written once per path, replayed by tests/workflows/test_replay.py ever after."""

import os
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

"""`python -m webapp` as a process."""

import asyncio
import os
import sys
from pathlib import Path
from signal import SIGTERM

from aiohttp import ClientSession
from temporalio.client import Client

from local import temporal
from local.ports import free_port
from tests.support.waiting import until

ROOT = Path(__file__).parent.parent.parent


async def test_it_serves_until_it_is_asked_to_stop(
    database_url: str, temporal_server: temporal.Server, temporal_client: Client, tmp_path: Path
) -> None:
    port, ready = free_port(), tmp_path / "ready"
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database_url,
        "AGENTS_CHAT_ID": "-1001",
        "TEMPORAL_ADDRESS": temporal_server.address,
        "TEMPORAL_NAMESPACE": temporal_client.namespace,
        "WEB_PORT": str(port),
        "TEMPORAL_UI_URL": "http://127.0.0.1:8233",
        "NIGHTDESK_READY_FILE": str(ready),
    }
    command = (sys.executable, "-m", "webapp")
    started = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:

        async def announced() -> bool:
            return ready.exists()

        await until(announced, within=30)
        async with ClientSession() as http, http.get(f"http://127.0.0.1:{port}/") as response:
            assert "http://127.0.0.1:8233" in await response.text()
        started.send_signal(SIGTERM)
        _, errors = await started.communicate()
        assert started.returncode == 0, errors.decode()
        assert "Traceback" not in errors.decode()
    finally:
        if started.returncode is None:
            started.kill()
            await started.communicate()

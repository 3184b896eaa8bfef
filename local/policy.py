"""`./nightdesk policy`: tickets that are open take the content in force; those to come have it anyway."""

import asyncio
import os
from pathlib import Path

from temporalio.service import RPCError

from config.settings import CHECKOUT, DeskSettings
from config.temporal import connect
from content.live import LOOK_EVERY
from content.policy import load_policy
from content.problems import ContentError
from local.console import Console
from local.errors import RuntimeProblem
from local.layout import layout
from local.outside import Outside, read_env_file
from local.ports import LOOPBACK
from local.temporal import NAMESPACE
from workflows.client import DeskClient


def policy(console: Console, *, port: int) -> int:
    """0 when all were told; 1 names those that were not. A broken file stops it before anything is told."""
    read_env_file(CHECKOUT / ".env")
    directory = Path(os.environ.get("CONTENT_DIR") or DeskSettings.model_fields["content_dir"].default)
    try:
        load_policy(directory)
    except ContentError as error:
        console.fail(str(error))
        return error.exit_code
    told, failed = asyncio.run(_tell(port))
    console.done(f"{told} open tickets take the content of {directory}")
    for ticket in failed:
        console.fail(f"{ticket} could not be told: run this again")
    return 1 if failed else 0


async def _tell(port: int) -> tuple[int, list[str]]:
    ours = {"TEMPORAL_ADDRESS": f"{LOOPBACK}:{layout(port).ports.temporal}", "TEMPORAL_NAMESPACE": NAMESPACE}
    environment = os.environ if Outside.of(os.environ).temporal else {**os.environ, **ours}
    try:
        client = await connect(environment)
        await asyncio.sleep(2 * LOOK_EVERY)  # a worker reads what was saved just now within that time
        return await DeskClient(client).change_policy()
    except (RPCError, RuntimeError) as error:
        raise RuntimeProblem(
            f"Temporal does not answer at {environment.get('TEMPORAL_ADDRESS')}: start `./nightdesk up`, "
            "give its --port, or set TEMPORAL_ADDRESS"
        ) from error

"""What `up` tells our processes, beside what its own environment says already."""

import json
import os
from datetime import UTC, datetime

from local import programs
from local.layout import Layout
from local.outside import Outside
from local.ports import LOOPBACK
from local.temporal import NAMESPACE, Server


def desk_env(place: Layout, outside: Outside, speed: float | None) -> dict[str, str]:
    env = {
        "WEB_PORT": os.environ.get("WEB_PORT") or str(place.ports.web),
        "WEBHOOK_PORT": os.environ.get("WEBHOOK_PORT") or str(place.ports.webhook),
    }
    if speed is not None:
        env["DESK_SPEED"] = f"{speed:g}"
    if speed is not None or (os.environ.get("DESK_SPEED") and not os.environ.get("DESK_EPOCH")):
        # Desk time is real time now, and runs faster from here.
        env["DESK_EPOCH"] = datetime.now(UTC).isoformat()
    if not outside.telegram:
        env |= {"DESK_DEMO": "true", "LOCAL_TELEGRAM_URL": programs.page_url(place)}
    if not outside.temporal:
        env["TEMPORAL_UI_URL"] = temporal_ui(place)
    return env


def temporal_ui(place: Layout) -> str:
    return f"http://{LOOPBACK}:{place.ports.temporal_ui}/namespaces/{NAMESPACE}/workflows"


def temporal_env(server: Server) -> dict[str, str]:
    # A person's own Temporal profile and key (which turns TLS on) stay out of it.
    return {
        "TEMPORAL_ADDRESS": server.address,
        "TEMPORAL_NAMESPACE": NAMESPACE,
        "TEMPORAL_CONFIG_FILE": os.devnull,
        "TEMPORAL_API_KEY": "",
        "TEMPORAL_TLS": "false",
    }


def telegram_env(place: Layout) -> dict[str, str]:
    seed = json.loads(place.seed.read_text())
    return {
        "BOT_TOKEN": seed["token"],
        "AGENTS_CHAT_ID": str(seed["group_id"]),
        "TELEGRAM_API_URL": programs.page_url(place),
    }

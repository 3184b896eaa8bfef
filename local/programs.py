"""The commands of our own processes."""

import os
from collections.abc import Mapping

from config.loading import WRONG_SETTINGS
from config.ready import READY_FILE
from config.settings import CHECKOUT
from local.layout import Layout
from local.ports import LOOPBACK, accepts
from local.process import Command

# The worker holds no token: it never speaks to Telegram.
NO_TOKEN = {"BOT_TOKEN": ""}


def process(layout: Layout, name: str, module: str, *arguments: str, env: Mapping[str, str]) -> Command:
    """One of ours: it says that it is ready by `config.ready.announce()`."""
    ready = layout.ready_file(name)

    def is_ready(pid: int) -> bool:
        return ready.exists() and ready.read_text() == str(pid)

    return Command(
        name=name,
        module=module,
        argv=arguments,
        log=layout.log(name),
        is_ready=is_ready,
        env={**_environment(), **env, READY_FILE: str(ready)},
        settings_exit_code=WRONG_SETTINGS,
        may_lag=True,
    )


def desk(layout: Layout, env: Mapping[str, str]) -> list[Command]:
    return [
        process(layout, "worker", "worker", env={**env, **NO_TOKEN}),
        process(layout, "sender", "worker", "sender", env=env),
        process(layout, "web", "webapp", env=env),
        process(layout, "bot", "bot", env=env),
    ]


def local_telegram(layout: Layout, env: Mapping[str, str]) -> Command:
    port = layout.ports.page
    links = {"temporal": env.get("TEMPORAL_UI_URL"), "web": f"http://{LOOPBACK}:{env['WEB_PORT']}"}
    pace = (
        ["--pace", f"{env['DESK_SPEED']}@{env['DESK_EPOCH']}"]
        if {"DESK_SPEED", "DESK_EPOCH"} <= env.keys()
        else []
    )
    shown = [part for name, url in links.items() if url for part in ("--link", f"{name}={url}")]
    return Command(
        name="local Telegram",
        module="local.telegram",
        argv=["--port", str(port), "--state", str(layout.telegram), "--seed", "--jump", *pace, *shown],
        log=layout.log("telegram"),
        is_ready=lambda _pid: accepts(port),
        env={**_environment(), **env},
    )


def page_url(layout: Layout) -> str:
    return f"http://{LOOPBACK}:{layout.ports.page}"


def _environment() -> dict[str, str]:
    # Found from any directory.
    return {**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONUNBUFFERED": "1"}

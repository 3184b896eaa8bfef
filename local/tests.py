"""`./nightdesk test`: pytest, as if nothing of this machine's desk were set."""

import os
import subprocess
import sys

from config import settings
from config.settings import CHECKOUT
from local.console import Console, Stopwatch

MODELS = (settings.BotSettings, settings.SenderSettings, settings.WorkerSettings, settings.WebSettings)


def run_tests(console: Console, arguments: list[str]) -> int:
    watch = Stopwatch()
    code = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], cwd=CHECKOUT, env=clean_environment(), check=False
    ).returncode
    say = console.done if code == 0 else console.fail
    say(f"Tests {'passed' if code == 0 else 'failed'} in {watch.seconds:.0f} s")
    return code


def clean_environment() -> dict[str, str]:
    """Without our settings and Temporal's: a developer's BOT_TOKEN must not reach a test."""
    ours = settings_names()
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ours and not name.startswith(("TEMPORAL_", "NIGHTDESK_READY", "NIGHTDESK_STATE"))
    }


def settings_names() -> set[str]:
    return {name.upper() for model in MODELS for name in model.model_fields}

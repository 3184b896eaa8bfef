"""`./nightdesk check`: everything that needs no running service, each named, all of them even when one fails."""

import subprocess
import sys

from config.settings import CHECKOUT
from local.console import Console, Stopwatch

# As modules: the scripts of a .venv that was moved point to nowhere.
STEPS: dict[str, list[str]] = {
    "format": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "lint": ["-m", "ruff", "check", "--quiet", "."],
    "types": ["-m", "mypy", "--no-error-summary"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])"],
}


def check(console: Console) -> int:
    failed = [name for name, argv in STEPS.items() if not _passes(console, name, argv)]
    if failed:
        console.say(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def _passes(console: Console, name: str, argv: list[str]) -> bool:
    watch = Stopwatch()
    done = subprocess.run([sys.executable, *argv], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    took = f"{name} {watch.seconds:.1f} s"
    if done.returncode == 0:
        console.done(took)
        return True
    console.fail(took)
    console.say((done.stdout + done.stderr).rstrip())
    return False

"""What a forked module may do: `fork_cases.py CASE`."""

import os
import sys
from pathlib import Path

from tests.local.runtime.probes import say


def main(case: str) -> None:
    match case:
        case "settings":
            say("BOT_TOKEN is refused")
            sys.exit(2)
        case "words":
            sys.exit("in words")
        case "crash":
            raise ValueError("it broke")
        case "environment":
            say(sorted(os.environ))
        case "files":
            say(sorted(str(place.readlink()) for place in Path("/proc/self/fd").iterdir() if place.is_symlink()))
        case "name":
            say(f"{Path('/proc/self/comm').read_text().strip()} {__name__} {sys.argv[1:]}")


main(sys.argv[1])

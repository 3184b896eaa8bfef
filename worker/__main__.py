"""`python -m worker`: workflows and SQL. `python -m worker sender`: Telegram out."""

import argparse
import sys

from config.loading import WRONG_SETTINGS
from content.problems import ContentError


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m worker", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["sender"])
    try:
        _start(sender=parser.parse_args().what == "sender")
    except ContentError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)  # noqa: T201 - lines for a person who edits content
        sys.exit(WRONG_SETTINGS)


def _start(*, sender: bool) -> None:
    """Each command imports its own: Telegram's types alone take 2 s, and the desk needs none of them."""
    if sender:
        from worker.sender_process import start  # noqa: PLC0415 - see above
    else:
        from worker.desk_process import start  # noqa: PLC0415
    start()


if __name__ == "__main__":
    main()

import argparse
import sys
from datetime import datetime
from pathlib import Path

from local.telegram.app import create_app
from local.telegram.clock import Pace
from local.telegram.person_api import Jump
from local.telegram.running import Server, listening, url_of
from local.telegram.seed import seeded


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m local.telegram", description="A local stand-in for the Bot API"
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--state", type=Path, required=True, help="directory of the state")
    parser.add_argument("--seed", action="store_true", help="make the demo world once, write seed.json")
    parser.add_argument("--jump", action="store_true", help="the page may jump to a ticket's next deadline")
    parser.add_argument(
        "--link", action="append", default=[], metavar="NAME=URL", help="another page, shown in the header"
    )
    parser.add_argument(
        "--pace", type=_pace, metavar="SPEED@ISO", help="what the page counts down runs so much faster since then"
    )
    asked = parser.parse_args(arguments)
    try:
        sock = listening(asked.host, asked.port)
    except OSError as error:
        print(f"local Telegram: port {asked.port} is taken: {error}", file=sys.stderr)
        return 2
    links = dict(link.split("=", 1) for link in asked.link)
    app = create_app(asked.state, jump=_jump() if asked.jump else None, links=links, pace=asked.pace)
    if asked.seed:
        seeded(app.telegram, asked.state)
    server = Server(app, sock)
    sock.listen()
    print(f"local Telegram ready {url_of(sock)}", flush=True)
    server.run([sock])
    return 0


def _pace(value: str) -> Pace:
    speed, _, since = value.partition("@")
    return Pace(float(speed), datetime.fromisoformat(since).timestamp())


def _jump() -> Jump:
    from local.telegram.desk_jump import jump_of_environment  # noqa: PLC0415 - only the demo needs the desk

    return jump_of_environment()


if __name__ == "__main__":
    sys.exit(main())

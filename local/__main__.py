"""`python -m local COMMAND`, which is what `./nightdesk COMMAND` calls."""

import argparse
import sys

from local.console import Console, console
from local.errors import RuntimeProblem
from local.ports import DEFAULT_PORT, HIGHEST_PORT


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="nightdesk", description="A Telegram support desk on Temporal.", allow_abbrev=False
    )
    parser.add_argument("--no-color", action="store_true", help="plain output (NO_COLOR in the environment too)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    up = commands.add_parser("up", help="run everything on this machine and print where it is")
    up.add_argument("--speed", type=_speed, metavar="N", help="let the desk's time run N times as fast, for demos")
    up.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, metavar="N", help="first of seven ports (%(default)s)"
    )
    _plain_output(up)
    commands.add_parser("test", help="run the tests; further arguments go to pytest", add_help=False)
    _plain_output(commands.add_parser("check", help="format, lint, types and import contracts"))
    doctor = commands.add_parser(
        "doctor", help="say what is wrong with this machine, the settings or the services"
    )
    doctor.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, metavar="N", help="as given to up (%(default)s)"
    )
    _plain_output(doctor)
    policy = commands.add_parser("policy", help="let open tickets take the content in force")
    policy.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, metavar="N", help="as given to up (%(default)s)"
    )
    _plain_output(policy)
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command != "test":
        parser.error(f"unknown arguments: {' '.join(rest)}")
    return options, rest


def run(options: argparse.Namespace, rest: list[str], out: Console) -> int:
    # Each command imports its own: none waits for another's libraries.
    match options.command:
        case "up":
            from local.up import up  # noqa: PLC0415

            return up(out, port=options.port, speed=options.speed)
        case "test":
            from local.tests import run_tests  # noqa: PLC0415

            return run_tests(out, rest)
        case "check":
            from local.check import check  # noqa: PLC0415

            return check(out)
        case "policy":
            from local.policy import policy  # noqa: PLC0415

            return policy(out, port=options.port)
        case _:
            from local.doctor import doctor  # noqa: PLC0415

            return doctor(out, port=options.port)


def main() -> int:
    options, rest = parse(sys.argv[1:])
    out = console(no_color=options.no_color)
    try:
        return run(options, rest, out)
    except RuntimeProblem as problem:
        out.fail(str(problem))
        return problem.exit_code
    except KeyboardInterrupt:
        return 130


def _plain_output(parser: argparse.ArgumentParser) -> None:
    # Not lost when it stands before the command.
    parser.add_argument("--no-color", action="store_true", default=argparse.SUPPRESS, help="plain output")


def _speed(text: str) -> float:
    speed = float(text)
    if not 0 < speed <= 100_000:
        raise argparse.ArgumentTypeError("must be over 0 and at most 100000")
    return speed


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"must be 1 to {HIGHEST_PORT}: six more ports follow it")
    return port


if __name__ == "__main__":
    sys.exit(main())

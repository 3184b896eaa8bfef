"""Small programs that tests of the runtime run as processes of their own: `python probes.py NAME ...`."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from local.console import Console
from local.errors import RuntimeProblem
from local.forking import Errand
from local.process import Command, Process, start_ready
from local.supervisor import StopAsked, Supervisor

FAKE_CHILD = Path(__file__).with_name("fake_child.py")


def say(text: object) -> None:
    print(text, flush=True)  # noqa: T201 - how a probe answers


def forever() -> None:
    while True:
        signal.pause()


def child_forever(log: str, stop_signal: str) -> None:
    """A parent with one ordinary child; says the child's process id."""
    argv = [sys.executable, "-c", "import signal; signal.pause()"]
    command = Command("child", argv, Path(log), lambda _pid: True, stop_signal=signal.Signals[stop_signal])
    say(start_ready(command).pid)
    forever()


def supervise(home: str, *names: str) -> None:
    """Fake children that write what happens to them into one file."""
    supervisor = Supervisor(Console(), first_pause=0.05)
    commands = [fake(Path(home), name) for name in names]
    with supervisor.running():
        try:
            for command in commands:
                supervisor.start(command)
            say("all up")
            supervisor.watch()
        except StopAsked:
            pass


def fork_once(log: str, case: str) -> None:
    """Says the exit code and the output of a case of fork_cases.py."""
    held = Path(log).with_name("held-by-the-parent").open("w")
    module = "tests.local.runtime.fork_cases"
    process = Process(Command("case", [case], Path(log), lambda _pid: False, env={"ONLY": "this"}, module=module))
    process.finish()
    held.close()
    say(process.exit_code())
    say(process.said(100))


def errand(way: str) -> None:
    waiting = Errand(kill_itself if way == "kill" else refuse)
    try:
        waiting.finish()
    except RuntimeProblem as problem:
        say(f"{problem.exit_code} {problem}")


def kill_itself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse() -> None:
    raise RuntimeProblem("refused", exit_code=2)


def fake(home: Path, name: str) -> Command:
    """Those whose name begins with "forked" are forks."""
    forked = name.startswith("forked")
    ready = home / f"{name}.ready"
    return Command(
        name=name,
        argv=[str(home), name] if forked else [sys.executable, str(FAKE_CHILD), str(home), name],
        module="tests.local.runtime.fake_child" if forked else None,
        log=home / f"{name}.log",
        is_ready=lambda pid: ready.exists() and ready.read_text() == str(pid),
        stop_seconds=5,
    )


PROBES: dict[str, Callable[..., None]] = {
    probe.__name__: probe for probe in (child_forever, supervise, fork_once, errand)
}

if __name__ == "__main__":
    PROBES[sys.argv[1]](*sys.argv[2:])

"""Starting our own Python processes as forks of one that has loaded the libraries already.

aiogram takes seconds of a processor to import; four processes importing it at once made `up` twice as slow.
A fork is safe only while we have one thread: what needs threads (Temporal's client) is an `Errand`.
"""

import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from local.errors import RuntimeProblem
from local.leash import die_with_parent, name_process

# Elsewhere system libraries do not survive a fork.
CAN_FORK = sys.platform == "linux"
LIBRARIES = (
    "aiogram",
    "temporalio.worker",
    "temporalio.contrib.pydantic",
    "sqlalchemy.ext.asyncio",
    "fastapi",
    "uvicorn",
    "pydantic_settings",
    "fluent.runtime",
)
CONTEXT = multiprocessing.get_context("fork") if CAN_FORK else multiprocessing.get_context("spawn")
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def load_libraries() -> None:
    """Theirs only: our own modules are read afresh by every process that starts."""
    if CAN_FORK:
        for name in LIBRARIES:
            import_module(name)


@dataclass(frozen=True)
class Module:
    """`python -m name arguments`, as a fork; `title` is what `ps` and `top` call it."""

    title: str
    name: str
    arguments: Sequence[str]
    env: Mapping[str, str]
    log: Path
    stop_signal: signal.Signals


class ForkedModule:
    """As much of subprocess.Popen as a Process needs."""

    def __init__(self, module: Module) -> None:
        self._process = CONTEXT.Process(target=_become, args=(module, os.getpid()))
        self._process.start()
        assert self._process.pid is not None
        self.pid: int = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _become(module: Module, parent: int) -> None:
    die_with_parent(module.stop_signal)
    if os.getppid() != parent:
        return
    os.setsid()
    for number in ENDINGS:
        signal.signal(number, signal.SIG_DFL if number != signal.SIGINT else signal.default_int_handler)
    name_process(f"nd-{module.title}")
    _redirect(module.log)
    os.environ.clear()
    os.environ.update(module.env)
    sys.argv = [module.name, *module.arguments]
    runpy.run_module(module.name, run_name="__main__", alter_sys=True)


def _redirect(log: Path) -> None:
    """Also lets go of everything we inherit: a child that ends slowly must not hold the lock of `up`."""
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))


class Errand:
    """Work done by a process of its own, beside us; its RuntimeProblem is raised where it is waited for."""

    def __init__(self, work: Callable[..., None], *arguments: Any) -> None:
        self._answer, theirs = CONTEXT.Pipe(duplex=False)
        self._process = CONTEXT.Process(target=_report, args=(theirs, work, arguments), daemon=True)
        self._process.start()
        theirs.close()

    def finished(self) -> bool:
        return self._answer.poll()

    def finish(self) -> None:
        try:
            problem = self._answer.recv()
        except EOFError:
            problem = ("a helper process ended without a word", 1)
        self._process.join()
        self._answer.close()
        if problem is not None:
            raise RuntimeProblem(*problem)


def _report(to: Connection, work: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    die_with_parent(signal.SIGKILL)
    for number in ENDINGS:  # the parent hears them and ends us
        signal.signal(number, signal.SIG_IGN)
    try:
        work(*arguments)
    except RuntimeProblem as problem:
        to.send((str(problem), problem.exit_code))
    else:
        to.send(None)

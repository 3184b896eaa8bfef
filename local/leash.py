"""Runs a command that ends when its parent does: `leash.py SIGNAL USER PARENT_PID COMMAND...`.

A program of its own instead of a preexec_fn: it is safe in a parent with threads. USER is `-` to stay who we are.
"""

import ctypes
import os
import pwd
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15


def drop_to(name: str) -> None:
    user = pwd.getpwnam(name)
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)


def die_with_parent(signal_number: int) -> None:
    # Only Linux can do this; elsewhere a parent killed with -9 leaves its children behind.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number)


def name_process(name: str) -> None:
    """At most 15 bytes are kept."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_NAME, name.encode())


def main() -> None:
    signal_name, user, parent, *command = sys.argv[1:]
    if user != "-":
        drop_to(user)
    # After the change of user, which clears it.
    die_with_parent(signal.Signals[signal_name])
    if os.getppid() != int(parent):
        sys.exit("the parent ended before its child began")
    os.execvp(command[0], command)  # noqa: S606 - exactly the command that was asked for


if __name__ == "__main__":
    main()

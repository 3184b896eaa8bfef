import subprocess
import sys
from pathlib import Path

import pytest

from config.crash import CrashSwitch
from domain.points import Point

PROGRAM = """
import sys
from config.crash import CrashSwitch
from domain.points import Point
switch = CrashSwitch.parse(sys.argv[1])
for n in range(3):
    switch.reached(Point.TOPIC_MADE)
    print(n + 1, flush=True)
"""


def run(crash_at: str) -> tuple[int, str]:
    checkout = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, crash_at], capture_output=True, text=True, check=False, cwd=checkout
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("crash_at", "code", "said"),
    [
        ("topic_made", -9, ""),
        ("topic_made:3", -9, "1\n2\n"),
        ("topic_made:4", 0, "1\n2\n3\n"),
        ("row_committed", 0, "1\n2\n3\n"),
    ],
)
def test_the_process_is_killed_when_the_point_is_reached_for_the_nth_time(
    crash_at: str, code: int, said: str
) -> None:
    assert run(crash_at) == (code, said)


def test_without_a_point_nothing_happens() -> None:
    CrashSwitch.parse(None).reached(Point.ROW_COMMITTED)

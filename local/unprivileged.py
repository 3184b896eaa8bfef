"""PostgreSQL refuses to run as root: whom to become, and what that user can reach."""

import hashlib
import os
import pwd
import shutil
import stat
from pathlib import Path

from local.errors import RuntimeProblem

NOBODY = "nobody"


def server_user() -> str | None:
    """The user to become, None when we are no root. initdb needs one with a passwd entry."""
    return NOBODY if os.geteuid() == 0 else None


def group_of(user: str | None) -> int | None:
    return None if user is None else pwd.getpwnam(user).pw_gid


def user_id(user: str | None) -> int:
    return os.geteuid() if user is None else pwd.getpwnam(user).pw_uid


def hand_over(path: Path, user: str | None) -> None:
    if user is not None:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def everyone_can_enter(path: Path) -> bool:
    """Whether every directory down to here lets others pass."""
    existing = [place for place in (path, *path.parents) if place.is_dir()]
    return all(place.stat().st_mode & stat.S_IXOTH for place in existing)


def make_enterable(path: Path) -> None:
    """Makes the directory; as root such that the unprivileged user can pass it, whatever the umask."""
    missing = [place for place in (path, *path.parents) if not place.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for place in missing:
        place.chmod(0o711)
    if server_user() is not None and not everyone_can_enter(path):
        raise RuntimeProblem(
            f"As root PostgreSQL runs as {NOBODY}, who cannot come to {path}: open its directories."
        )


def reachable_copy(tree: Path, place: Path) -> Path:
    """The tree itself, or its copy when the unprivileged user cannot come to it (a home of mode 0700)."""
    if server_user() is None or everyone_can_enter(tree):
        return tree
    # Another build is another copy.
    copy = place / f"{tree.name}-{(tree / 'bin/postgres').stat().st_mtime_ns}"
    if not copy.exists():
        making = copy.with_name(f"{copy.name}.new")
        shutil.rmtree(making, ignore_errors=True)
        shutil.copytree(tree, making, symlinks=True)
        making.chmod(0o711)
        making.rename(copy)
    return copy


def state_dir(checkout: Path) -> Path:
    """./var, unless we are root in a place that the unprivileged user cannot reach."""
    if server_user() is None or everyone_can_enter(checkout):
        return checkout / "var"
    name = hashlib.sha256(str(checkout).encode()).hexdigest()[:12]
    return Path("/var/lib/nightdesk") / name

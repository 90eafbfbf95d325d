"""The folder of the index: held by one process at a time, and suspect if not as it was left."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from shutil import rmtree
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from bot.triage.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROBE_SECONDS = 60.0


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold the folder `path`, made if need be; give True if it isn't as its last holder left it.

    So after a crash, and where a file was changed since. A lock beside it keeps others out: two
    processes in one folder silently miss rows. Raise Rejected if another process holds it or it
    can't be written.
    """
    lock = FileLock(f"{path}.lock", timeout=0, thread_local=False)
    left = path.with_name(f"{path.name}.closed")
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        is_suspect = _files(path) not in {"", _noted(left)}
        left.unlink(missing_ok=True)
    except Timeout as error:
        raise Rejected(f"{path} is in use by another `triage run`", code="index_in_use") from error
    except OSError as error:
        raise Rejected(f"{path} can't hold the index: {error.strerror}") from error
    try:
        yield is_suspect
        left.write_text(_files(path), "utf-8")
    finally:
        lock.release()


def _noted(left: Path) -> str | None:
    return left.read_text("utf-8", "replace") if left.is_file() else None


def _files(path: Path) -> str:
    """Return a line for each file within: its name, its size, and when it was changed last."""
    found = ((file, file.stat()) for file in sorted(path.rglob("*")) if file.is_file())
    return "".join(
        f"{file.relative_to(path)} {stat.st_size} {stat.st_mtime_ns}\n" for file, stat in found
    )


def probe(path: Path) -> None:
    """Return if a child process can open the folder `path` and query it, else raise Unavailable.

    Chroma ends the process that reads a header cut short, so the child goes first.
    """
    command = [sys.executable, "-m", "kb.search.probe", str(path)]
    try:
        subprocess.run(  # noqa: S603 - our own module, in this interpreter
            command, capture_output=True, timeout=PROBE_SECONDS, check=True
        )
    except subprocess.SubprocessError as error:
        raise Unavailable("the index breaks the process that opens it") from error


def move_aside(path: Path) -> None:
    """Keep the folder `path` as `.damaged`, in place of the one that was kept before."""
    aside = path.with_name(f"{path.name}.damaged")
    rmtree(aside, ignore_errors=True)
    if path.exists():
        path.rename(aside)

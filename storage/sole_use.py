"""One bot at a time works on a database, wherever its other files lie."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from bot.triage.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def held(file: Path, holder: str) -> Iterator[None]:
    """Hold the database in `file` for `holder`; Rejected, which names the other, if it is held.

    The lock ends with its process. Who has it stands in a file of its own beside it, since taking
    a lock may empty what it locks. Unavailable where neither can be written.
    """
    place = file.resolve()
    note = place.with_name(f"{place.name}.holder")
    lock = FileLock(f"{place}.held", timeout=0, thread_local=False)
    try:
        lock.acquire()
        note.write_text(holder, "utf-8")
    except Timeout as error:
        raise Rejected(
            f"{file} is in use by another `triage run` ({_other(note)})", code="database_in_use"
        ) from error
    except OSError as error:
        lock.release()
        raise Unavailable(f"no lock can be written beside {file}: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()


def _other(note: Path) -> str:
    try:
        return note.read_text("utf-8", "replace") or "it has just begun"
    except OSError:
        return "it has just begun"

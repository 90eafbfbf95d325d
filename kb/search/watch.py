"""Notices what is lost of the index's folder while it is open.

Chroma answers from memory until it writes out what is new, up to 1,000 rows later, which fails.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Watch:
    """Compares the folder with what was seen there before."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before = _landmarks(path)
        self._missed: set[str] = set()
        self.is_damaged = False
        """True from the look that found something lost until all begins anew."""

    def look(self) -> None:
        """Look once; what is gone, or cut short, counts when it is so at two looks in a row.

        Chroma empties a file before it writes it anew.
        """
        now = _landmarks(self._path)
        missed = {name for name, size in self._before.items() if now.get(name, -1) < size}
        self.is_damaged = self.is_damaged or bool(missed & self._missed)
        self._missed = missed
        self._before |= {name: size for name, size in now.items() if name not in missed}

    def begin_anew(self) -> None:
        """Forget what was seen: a part of it was taken away on purpose."""
        self._before, self._missed = _landmarks(self._path), set()
        self.is_damaged = False


def _landmarks(path: Path) -> dict[str, int]:
    """Return the least size of what is there for as long as a collection is, by name."""
    found: dict[str, int] = {}
    for file in (*path.glob("chroma.sqlite3"), *path.glob("*/header.bin")):
        with suppress(OSError):  # gone since it was listed, or not to be read any more
            stat = file.stat()
            is_header = file.parent != path
            # The database grows and shrinks; another one in its place has another number.
            found[str(file) if is_header else f"{file} {stat.st_ino}"] = stat.st_size * is_header
    return found

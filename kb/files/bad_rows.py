"""Rows of a file before they are known issues, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.triage.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands; lines count from 1."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class RawRow:
    """The values of one row as they stand in a file, unchecked."""

    place: Place
    values: Mapping[str, object]
    lines: Mapping[str, int] = field(default_factory=dict)
    """Where the format tells: the lines of single values."""

    def place_of(self, key: str) -> Place:
        """Return where the value of `key` stands, or would."""
        return Place(self.place.file, self.lines.get(key, self.place.line))


@dataclass(frozen=True, slots=True, order=True)
class BadRow:
    """One reason why a row can't be imported."""

    place: Place
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


Parsed = RawRow | BadRow


class BadRows(Rejected):
    """Nothing was imported; the message has a line for each reason, in the order of the files."""

    def __init__(self, rows: Sequence[BadRow]) -> None:
        self.rows = tuple(sorted(rows))
        listed = "\n".join(f"  {row}" for row in self.rows)
        super().__init__(f"nothing was imported:\n{listed}", code="bad_rows")

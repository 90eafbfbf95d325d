"""Finds again, without their context, values that were recognised once by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import HELD, Finding, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_VALUES = 100
SHORTEST = 6
REPEATED_KINDS = frozenset({Kind.SECRET, Kind.PHONE, Kind.ID})


class Repeats:
    """Values to look for verbatim; only such as can't be a common word."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        distinct = {
            one.value: one.kind
            for one in findings
            if one.kind in REPEATED_KINDS and _is_distinct(one.value)
        }
        longest_first = sorted(distinct, key=len, reverse=True)[:MOST_VALUES]
        self._kinds = {value: distinct[value] for value in longest_first}

    def find(self, text: str) -> Iterator[Finding]:
        """Yield every place where one of the values stands by itself."""
        for value, kind in self._kinds.items():
            start = text.find(value)
            while start >= 0:
                end = start + len(value)
                if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
                    yield Finding(start, end, kind, value)
                start = text.find(value, end)


def _is_distinct(value: str) -> bool:
    has_digit = any(map(str.isdecimal, value))
    return len(value) >= SHORTEST and has_digit and HELD not in value

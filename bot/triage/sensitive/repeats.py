"""Finds again, without their context, values that were recognised once by it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import HELD, Finding, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_VALUES = 200
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
            if value in text:
                bounded = rf"(?<![^\W_]){re.escape(value)}(?![^\W_])"
                for match in re.finditer(bounded, text):
                    yield Finding(*match.span(), kind, value)


def _is_distinct(value: str) -> bool:
    has_digit = any(map(str.isdecimal, value))
    return len(value) >= SHORTEST and has_digit and HELD not in value

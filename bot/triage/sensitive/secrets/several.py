"""Finds the other passwords of a sentence that names several: `both passwords: A and B`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.secrets.secret_values import BARE, is_made_up, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.triage.sensitive.finding import Finding

BULLET = r"[-*\u2022]"
"""Begins a line of a list."""
OR = "or|oder|ou|o"
AND = "and|und|et|y|e|en|i|och|og"
PLURAL = re.compile(r".*(?:s|örter|woorden)|mots.*")
OF_MANY = rf"(?:,|;|\s[/&+]|,?\s(?:{AND}|{OR})|\n{BULLET})"
OF_ONE = rf"(?:\s/|,?\s(?:{OR}))"
"""What may part two values: of several, and of one that is not remembered for sure."""
ANOTHER, OTHERWISE = (
    re.compile(rf"[\"'`]?{between}\s[\"'`]?(?P<bare>{BARE})") for between in (OF_MANY, OF_ONE)
)
MOST_OTHERS = 8
KEY_LIKE = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)")
"""In the second of two passwords it is enough: `Blue_R1ver`."""


def others(name: str, text: str, small: str, end: int) -> Iterator[Finding]:
    """Yield what follows the first value of `name`, which ends at `end` of `text`.

    `small` is the text in small letters.
    """
    next_one = ANOTHER if PLURAL.fullmatch(name) else OTHERWISE
    for _ in range(MOST_OTHERS):
        match = next_one.match(small, end)
        if match is None:
            return
        value = value_of(text, match)
        if not (is_made_up(value.value) or KEY_LIKE.search(value.value)):
            return
        yield value
        end = value.end

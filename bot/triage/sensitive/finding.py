"""What a rule finds in a text, and what rules need in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

HELD = "\ue000"
"""Stands in a text for what is already masked: a private character that no rule matches."""


class Kind(StrEnum):
    """What a value is; the word stands in its placeholder."""

    EMAIL = "email"
    PHONE = "phone"
    CARD = "card"
    IBAN = "iban"
    ID = "id"
    IP = "ip"
    SECRET = "secret"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Finding:
    """A value at `text[start:end]`; equal `value`s of one kind are the same thing."""

    start: int
    end: int
    kind: Kind
    value: str


Rule = Callable[[str], Iterable[Finding]]
"""Finds values in a text, in time linear in its length."""


def any_word(words: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Return a pattern for any of the space-separated `words`; `_` in them is a gap.

    Underscores and digits may touch a word (`ni_number`, `phone2`), letters may not, unless it
    is written in a script without spaces.
    """
    spelt = sorted(words.split(), key=len, reverse=True)
    latin = "|".join(re.escape(word).replace("_", r"[\s_-]?") for word in spelt if _spaced(word))
    other = "|".join(re.escape(word) for word in spelt if not _spaced(word))
    bounded = rf"(?<![^\W\d_])(?:{latin})(?![^\W\d_])"
    return re.compile(f"{bounded}|{other}" if other else bounded, flags)


def last_word_before(
    words: re.Pattern[str], text: str, start: int, reach: int
) -> re.Match[str] | None:
    """Return the last match of `words` in the `reach` characters before `start`, on its line."""
    line = text.rfind("\n", max(0, start - reach), start) + 1 or max(0, start - reach)
    last = None
    for last in words.finditer(text, line, start):  # noqa: B007  # the last one is what is wanted
        pass
    return last


def digits_of(text: str) -> str:
    """Return only the digits of `text`."""
    return "".join(filter(str.isdecimal, text))


def _spaced(word: str) -> bool:
    """Return True if `word` is written in a script that puts spaces between words."""
    return max(word) < "\u2e80"

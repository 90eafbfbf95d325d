"""What a rule finds in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

HELD = "\x1a"
"""Stands in a text for what is masked already: the control character SUBSTITUTE.

No text has it and no rule matches it; and ASCII stays ASCII, which is searched twice as fast.
"""


DIGIT = re.compile("[0-9]")
NOT_DIGITS = bytes(set(range(128)) - set(b"0123456789"))


class Kind(StrEnum):
    """What a value is; the word stands in its placeholder."""

    EMAIL = "email"
    PHONE = "phone"
    CARD = "card"
    IBAN = "iban"
    ID = "id"
    IP = "ip"
    SECRET = "secret"  # noqa: S105  # the kind's name
    PERSON = "person"


class Finding(NamedTuple):
    """A value at `text[start:end]`; equal `value`s of one kind are the same thing."""

    start: int
    end: int
    kind: Kind
    value: str

    def moved(self, by: int) -> Finding:
        """Return what it is in a text with `by` more characters before it."""
        return Finding(self.start + by, self.end + by, self.kind, self.value)


class Effort:
    """How many looks that lead to nothing a text may cost; what comes after those is masked unseen.

    So no text takes long, and no value is saved by what stands before it.
    """

    def __init__(self, most: int) -> None:
        self._left = most

    @property
    def is_spent(self) -> bool:
        """Return True if there is none left."""
        return self._left <= 0

    def spend(self, looks: int = 1) -> None:
        """Count what was looked at in vain."""
        self._left -= looks


Rule = Callable[[str], Iterable[Finding]]
"""Finds values in a text, in time linear in its length."""


def digits_of(text: str) -> str:
    """Return only the digits of `text`."""
    return text.encode("ascii", "ignore").translate(None, NOT_DIGITS).decode("ascii")


WIDENED = "İ"
"""The only letter that becomes two in lower case."""


def lowered(text: str) -> str:
    """Return `text` in lower case with every character at its place.

    Patterns without IGNORECASE on lowered text are several times faster: `re` can then skip to
    the next character that starts a match.
    """
    return text.replace(WIDENED, "i").lower()


def capitals_of(text: str) -> str:
    """Return `text` in capitals with every character at its place."""
    changed = text.upper()
    if len(changed) == len(text):
        return changed
    # Some letters would become two, such as ß: they stay.
    widened = "".join(letter for letter in set(text) if len(letter.upper()) > 1)
    parts = re.split(f"([{widened}]+)", text)
    parts[::2] = map(str.upper, parts[::2])
    return "".join(parts)


def beginning_with(first: str, pattern: str) -> re.Pattern[str]:
    """Return `pattern`, which begins with a character of the class `first`, as group 1 of a match.

    `re` skips fast to a character only if a pattern begins with it, and ours begin with what must
    not stand before. So this takes the character, then looks at all of it from one step back.
    """
    return re.compile(rf"{first}(?<=(?=({pattern})).)")


def each(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern made by `beginning_with` whose groups 1 don't overlap."""
    found = pattern.search(text)
    while found:
        yield found
        found = pattern.search(text, max(found.end(), found.end(1)))


def each_at(word: str, pattern: re.Pattern[str], text: str, small: str) -> Iterator[re.Match[str]]:
    """Yield the matches of `pattern` that begin where `word` stands in `small`, and don't overlap.

    `small` is `text` in small letters. `re` is slow where it takes any case of letters.
    """
    at = small.find(word)
    while at >= 0:
        match = pattern.match(text, at)
        if match:
            yield match
        at = small.find(word, match.end() if match else at + 1)


def holds_any(text: str, parts: tuple[str, ...]) -> bool:
    """Return True if one of `parts` stands in `text`: far cheaper than a pattern that fails."""
    return any(map(text.__contains__, parts))


def has_digit(text: str) -> bool:
    """Return True if an ASCII digit stands in `text`."""
    return DIGIT.search(text) is not None

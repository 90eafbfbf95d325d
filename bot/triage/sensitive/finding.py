"""What a rule finds in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

HELD = "\ue000"
"""Stands in a text for what is already masked: a private character that no rule matches."""


DIGIT = re.compile("[0-9]")
NOT_DIGITS = re.compile("[^0-9]+")


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


@dataclass(frozen=True, slots=True)
class Finding:
    """A value at `text[start:end]`; equal `value`s of one kind are the same thing."""

    start: int
    end: int
    kind: Kind
    value: str


Rule = Callable[[str], Iterable[Finding]]
"""Finds values in a text, in time linear in its length."""


def digits_of(text: str) -> str:
    """Return only the digits of `text`."""
    return NOT_DIGITS.sub("", text)


def lowered(text: str) -> str:
    """Return `text` in lower case with every character at its place.

    Patterns without IGNORECASE on lowered text are several times faster: `re` can then skip to
    the next character that starts a match.
    """
    return _in_place(text, str.lower)


def capitals_of(text: str) -> str:
    """Return `text` in capitals with every character at its place."""
    return _in_place(text, str.upper)


def _in_place(text: str, change: Callable[[str], str]) -> str:
    """Return `text` changed, except for characters such as ß that would become two."""
    changed = change(text)
    if len(changed) == len(text):
        return changed
    return "".join(new if len(new := change(letter)) == 1 else letter for letter in text)


def holds_any(text: str, parts: tuple[str, ...]) -> bool:
    """Return True if one of `parts` stands in `text`: far cheaper than a pattern that fails."""
    return any(part in text for part in parts)


def has_digit(text: str) -> bool:
    """Return True if an ASCII digit stands in `text`."""
    return DIGIT.search(text) is not None

"""What a rule finds in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

HELD = "\ue000"
"""Stands in a text for what is already masked: a private character that no rule matches."""


ASCII_CAPITALS = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}


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
    return "".join(filter(str.isdecimal, text))


def lowered(text: str) -> str:
    """Return `text` in lower case with every character at its place.

    Patterns without IGNORECASE on lowered text are several times faster: `re` can then skip to
    the next character that starts a match.
    """
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


def capitals_of(text: str) -> str:
    """Return `text` with its ASCII letters in capitals and every character at its place."""
    return text.upper() if text.isascii() else text.translate(ASCII_CAPITALS)


def holds_any(text: str, parts: tuple[str, ...]) -> bool:
    """Return True if one of `parts` stands in `text`: far cheaper than a pattern that fails."""
    return any(part in text for part in parts)

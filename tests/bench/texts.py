"""Texts for the bench: our own shipped examples, combined."""

from __future__ import annotations

import random
from itertools import islice
from typing import TYPE_CHECKING

from bot.analysts.examples import shipped
from bot.triage.issue import KnownIssue

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST, LONGEST = 40, 140
"""Characters of the parts: two make a ticket of usual length, some 40 tokens."""


def tickets(seed: int) -> Iterator[str]:
    """Yield tickets without end, none like another, the same for the same seed."""
    draw, parts = random.Random(seed), _parts()
    seen: set[str] = set()
    while True:
        text = " ".join(draw.sample(parts, 2))
        if text not in seen:
            seen.add(text)
            yield text


def known_issues(count: int) -> list[KnownIssue]:
    """Return known issues, each with a title and two symptoms."""
    draw, parts = random.Random(count), _parts()
    return [_issue(number, draw.sample(parts, 3)) for number in range(count)]


def some_tickets(count: int, seed: int) -> list[str]:
    """Return `count` tickets."""
    return list(islice(tickets(seed), count))


def _issue(number: int, parts: list[str]) -> KnownIssue:
    title, *symptoms = parts
    return KnownIssue(f"KB-{number:05}", title, "Bug", tuple(symptoms), "Look at the log.")


def _parts() -> list[str]:
    return [
        example.text
        for example in shipped()
        if SHORTEST <= len(example.text) <= LONGEST and not example.needs_info
    ]

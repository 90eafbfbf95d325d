"""Tickets for the bench, as many as it takes: our own shipped examples, combined."""

from __future__ import annotations

import random
from itertools import islice
from typing import TYPE_CHECKING

from bot.analysts.examples import shipped

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


def some_tickets(count: int, seed: int) -> list[str]:
    """Return `count` tickets."""
    return list(islice(tickets(seed), count))


def _parts() -> list[str]:
    return [
        example.text
        for example in shipped()
        if SHORTEST <= len(example.text) <= LONGEST and not example.needs_info
    ]

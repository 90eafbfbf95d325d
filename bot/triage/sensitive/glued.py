"""Finds what touches a mask, unseen: for long texts with too many masks to look around each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import HELD, Finding, Kind, digits_of

if TYPE_CHECKING:
    from collections.abc import Iterator

FEWEST_DIGITS = 6
GLUED = re.compile(
    rf"(?:(?<={HELD})|(?<={HELD}[.,/-]))[\w+(][\w@.+()-]{{5,60}}"
    rf"|(?<![\w@.+()-])[\w@.+()-]{{6,60}}+(?=[,/]?{HELD})"
)
TOUCHED = re.compile(rf"{HELD}(?:(?=[.,/-]?[\w+(])|(?<=[\w@.+()-].)|(?<=[\w@.+()-][,/].))")
"""A mask with something beside it: `re` finds these at once."""


def find_glued(text: str) -> Iterator[Finding]:
    """Yield the numbers and addresses that nothing, or one sign, parts from what is masked.

    What was masked can uncover its neighbour, as in `+49 171 3920081,219-48-6071`.
    """
    for match in _glued(text):
        if "@" in match[0]:
            yield Finding(*match.span(), Kind.EMAIL, match[0])
        elif len(digits_of(match[0])) >= FEWEST_DIGITS:
            yield Finding(*match.span(), Kind.ID, match[0])


def _glued(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of GLUED, looked for from the mask before to the one after each TOUCHED."""
    done = 0
    for mask in TOUCHED.finditer(text):
        begin = max(done, text.rfind(HELD, 0, mask.start()) + 1)
        done = text.find(HELD, mask.end()) + 1 or len(text)
        yield from GLUED.finditer(text, begin, done)

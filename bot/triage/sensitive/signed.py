"""Patterns that find what begins with a word and has a sign in it, as an address has its `@`."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

START = re.compile(r"[\w.+%'\u2019~^{}\"-](?<![\w.+-].)")
"""Where a match can begin."""
MOST_SIGNS, LEAST_GAIN = 300, 4
"""With more signs, or words before them in more of a text, all of it is looked at as fast."""


class Signed:
    """A pattern whose matches begin at `start`, `before` characters and a word before a sign.

    Or less before it; a word is what has no space in it.

    It finds what it would by itself. `re` tries it at each word of a text, a sign is found at
    once: so the pattern is tried at the words before one. What signs have in common is not to be
    missed, so their pattern takes one character and only looks at the others.
    """

    def __init__(
        self,
        pattern: str,
        sign: str,
        before: int,
        start: re.Pattern[str] = START,
        flags: int = 0,
    ) -> None:
        self.pattern = re.compile(pattern, flags)
        self._sign = re.compile(sign, flags)
        self._before, self._start = before, start

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield what `re.Pattern.finditer` does."""
        signs = list(islice(self._sign.finditer(text), MOST_SIGNS))
        stretches = list(self._stretches(text, signs))
        looked_at = sum(end - begin for begin, end in stretches)
        if len(signs) == MOST_SIGNS or looked_at * LEAST_GAIN > len(text):
            return self.pattern.finditer(text)
        return self._within(stretches, text)

    def _stretches(self, text: str, signs: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
        """Yield where a match can begin; the first word, however long, begins after a space."""
        done = 0
        for sign in signs:
            back = max(0, sign.start() - self._before)
            begin = max(text.rfind(" ", done, back), text.rfind("\n", done, back)) + 1
            yield max(done, begin), sign.start()
            done = sign.start()

    def _within(self, stretches: list[tuple[int, int]], text: str) -> Iterator[re.Match[str]]:
        done = 0
        for begin, end in stretches:
            for start in self._start.finditer(text, max(done, begin), end):
                if start.start() >= done and (match := self.pattern.match(text, start.start())):
                    yield match
                    done = match.end()

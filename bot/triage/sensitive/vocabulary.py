"""Words that say what the number after them is, such as `phone`, `order` or `passport number`."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Meaning = TypeVar("Meaning")
WORD = re.compile(r"[^\W\d_]+")
FIRST_UNSPACED = "\u2e80"
"""From here on scripts put no spaces between words."""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a list that is written as text."""
    return tuple(text.split())


class Vocabulary(Generic[Meaning]):
    """Words with a meaning each; `_` stands for what may part two words."""

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self._unspaced = {word: what for word, what in meanings.items() if word >= FIRST_UNSPACED}
        self._spaced = {word.casefold(): what for word, what in meanings.items()}

    def heard(
        self, text: str, start: int = 0, end: int = sys.maxsize
    ) -> Iterator[tuple[int, Meaning]]:
        """Yield where a known word ends and what it means, in order of the text."""
        words = [(match.end(), match[0].casefold()) for match in WORD.finditer(text, start, end)]
        for (_, before), (at, word) in pairwise([(0, ""), *words]):
            if f"{before}_{word}" in self._spaced:
                yield at, self._spaced[f"{before}_{word}"]
            elif word in self._spaced:
                yield at, self._spaced[word]
            elif word[-1] >= FIRST_UNSPACED:
                yield from ((at, what) for known, what in self._unspaced.items() if known in word)

    def last_before(self, text: str, start: int, reach: int) -> Meaning | None:
        """Return what the last known word means in the `reach` characters before, on the line."""
        begin = max(0, start - reach)
        line = max(begin, text.rfind("\n", begin, start))
        heard = [what for _, what in self.heard(text, line, start)]
        return heard[-1] if heard else None


def meaning(listed: str, *, what: Meaning) -> dict[str, Meaning]:
    """Return each of the space-separated words with the same meaning."""
    return dict.fromkeys(words(listed), what)

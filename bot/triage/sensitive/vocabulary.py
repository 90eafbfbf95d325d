"""Words that say what the number after them is, such as `phone`, `order` or `passport number`."""

from __future__ import annotations

import re
import sys
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
        self._seconds = {word.rpartition("_")[2] for word in self._spaced if "_" in word}

    def heard(
        self, text: str, start: int = 0, end: int = sys.maxsize
    ) -> Iterator[tuple[int, Meaning]]:
        """Yield where a known word ends and what it means, in order of the text."""
        part = text[start:end]
        unspaced = {} if part.isascii() else self._unspaced_in(part)
        before = ""
        for match in WORD.finditer(part):
            word = match[0].casefold()
            if word in self._seconds and f"{before}_{word}" in self._spaced:
                yield start + match.end(), self._spaced[f"{before}_{word}"]
            elif word in self._spaced:
                yield start + match.end(), self._spaced[word]
            elif unspaced:
                found = (what for known, what in unspaced.items() if known in word)
                yield from ((start + match.end(), what) for what in found)
            before = word

    def _unspaced_in(self, text: str) -> dict[str, Meaning]:
        return {word: what for word, what in self._unspaced.items() if word in text}

    def last_before(self, text: str, start: int, reach: int) -> Meaning | None:
        """Return what the last known word means in the `reach` characters before, on the line."""
        begin = max(0, start - reach)
        line = max(begin, text.rfind("\n", begin, start))
        heard = [what for _, what in self.heard(text, line, start)]
        return heard[-1] if heard else None


def meaning(listed: str, *, what: Meaning) -> dict[str, Meaning]:
    """Return each of the space-separated words with the same meaning."""
    return dict.fromkeys(words(listed), what)

"""Words that say what the number after them is, such as `phone`, `order` or `passport number`."""

from __future__ import annotations

import re
import sys
from itertools import groupby
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.triage.sensitive.finding import lowered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Meaning = TypeVar("Meaning")
LETTER = r"[^\W\d_]"
ALONE = r"[^\W_]"
"""What must not stand beside a word: `pin`, but not `pinned` or `spin`; `db_pin` has one."""
ANY_LETTER = re.compile(LETTER)
BETWEEN_WORDS = re.compile(r"[\W\d_]+")
FIRST_UNSPACED = "\u2e80"
"""From here on scripts put no spaces between words."""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a list that is written as text."""
    return tuple(text.split())


class Vocabulary(Generic[Meaning]):
    """Words with a meaning each; `_` stands for what may part two words.

    The words are one pattern, grouped by their first letter: so a text is heard in C. It begins
    with what parts words, of which there is less than of letters, and looks at one letter first.
    """

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self._meanings = {word.lower(): what for word, what in meanings.items()}
        unspaced = {word for word in self._meanings if word >= FIRST_UNSPACED}
        spaced = {part for word in self._meanings.keys() - unspaced for part in word.split("_")}
        initials = "".join({re.escape(part[0]) for part in spaced})
        either = one_of(map(re.escape, spaced))
        self._spaced = re.compile(rf"[\W\d_](?=[{initials}])({either})(?!{LETTER})")
        longest_first = sorted(unspaced, key=len, reverse=True)
        self._unspaced = re.compile(f"({'|'.join(longest_first)})") if unspaced else None

    def heard(
        self, text: str, start: int = 0, end: int = sys.maxsize
    ) -> Iterator[tuple[int, Meaning]]:
        """Yield where a known word ends and what it means, in order of the text."""
        part = f"\n{lowered(text[start:end])}"
        before, before_end = "", 0
        for match in self._known(part):
            word, at = match[1], start + match.end() - 1
            pair = f"{before}_{word}"
            if pair in self._meanings and BETWEEN_WORDS.fullmatch(part, before_end, match.start(1)):
                yield at, self._meanings[pair]
            elif word in self._meanings:
                yield at, self._meanings[word]
            before, before_end = word, match.end()

    def _known(self, part: str) -> Iterable[re.Match[str]]:
        """Return the words of `part`, which begins with a line break, in order."""
        spaced = self._spaced.finditer(part)
        if part.isascii() or self._unspaced is None or not self._unspaced.search(part):
            return spaced
        return sorted((*spaced, *self._unspaced.finditer(part)), key=lambda match: match.start(1))

    def last_before(self, text: str, start: int, reach: int) -> tuple[int, Meaning] | None:
        """Return the last known word in the `reach` characters before `start`, on its line.

        That is where it ends, and what it means.
        """
        begin = max(0, start - reach)
        line = max(begin, text.rfind("\n", begin, start))
        if not ANY_LETTER.search(text, line, start):
            return None
        heard = list(self.heard(text, line, start))
        return heard[-1] if heard else None


def one_of(patterns: Iterable[str], *, not_after: str = "") -> str:
    """Return a pattern for any of `patterns`, each of which begins with a letter.

    Grouped by that letter, so that `re` skips to the letters that begin any of them; hence what
    must not stand before, a class of characters, is looked for after the letter.
    """
    clear = f"(?<!{not_after}.)" if not_after else ""
    initials = groupby(sorted(patterns), key=lambda pattern: pattern[0])
    return "|".join(
        f"{initial}{clear}(?:{'|'.join(pattern[1:] for pattern in same)})"
        for initial, same in initials
    )


def meaning(listed: str, *, what: Meaning) -> dict[str, Meaning]:
    """Return each of the space-separated words with the same meaning."""
    return dict.fromkeys(words(listed), what)

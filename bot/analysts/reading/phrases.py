"""The words and pairs of words that examples share, and how much each of them tells."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

_WORD = re.compile(r"\b\w\w+\b")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Where each phrase stands in a row, and how rare it is among the examples."""

    places: Mapping[str, int]
    rarity: Matrix

    @classmethod
    def of(cls, texts: Sequence[str], least: int) -> Phrases:
        """Return the phrases that stand in at least so many of `texts`."""
        standing = Counter(phrase for text in texts for phrase in set(_phrases(text)))
        known = sorted(phrase for phrase, count in standing.items() if count >= least)
        counts = np.array([standing[phrase] for phrase in known], np.float64)
        rarity = np.log((1 + len(texts)) / (1 + counts)) + 1
        return cls({phrase: place for place, phrase in enumerate(known)}, rarity)

    def said_in(self, texts: Sequence[str]) -> Matrix:
        """Return a row of length 1 for each text, or of zeros where it says no phrase."""
        rows = np.zeros((len(texts), len(self.places)))
        for row, text in enumerate(texts):
            said = Counter(self.places[each] for each in _phrases(text) if each in self.places)
            rows[row, list(said)] = [1 + np.log(times) for times in said.values()]
        rows *= self.rarity
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        rows /= np.where(lengths > 0, lengths, 1)
        return rows


def _phrases(text: str) -> Iterable[str]:
    words = _WORD.findall(text.lower())
    return [*words, *(" ".join(pair) for pair in pairwise(words))]

"""The words that a workspace's tickets share, as numbers: none can be read out of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from bot.analysts.reading.words import telling_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

MOST_WORDS = 800
SAID_IN = 2
"""How many tickets must say a word before it counts."""
FEW_WORDS = 4.0
"""A ticket that says less than this of the vocabulary isn't stretched to the usual length."""

_ENDINGS = ("ing", "ed", "es", "s", "e")
_LEAST_STEM = 4


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Digests of words, ascending, and how much each tells: the rarer, the more."""

    words: NDArray[np.uint64]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, texts: Sequence[str], usual: Sequence[str]) -> Vocabulary:
        """Return the words of `texts`; rare is what few of them and of the `usual` texts say."""
        said = Counter(word for text in texts for word in _words(text))
        known = [word for word, count in said.most_common(MOST_WORDS) if count >= SAID_IN]
        everywhere = said + Counter(word for text in usual for word in _words(text))
        total = 1 + len(texts) + len(usual)
        ordered = sorted(known)
        weights = [np.log(total / everywhere[word]) for word in ordered]
        return cls(np.array(ordered, np.uint64), np.array(weights, np.float64))

    def said_in(self, texts: Sequence[str]) -> Matrix:
        """Return a row for each text: the weights of the words that it says, at most length 1."""
        rows = np.zeros((len(texts), len(self.words)))
        for row, text in enumerate(texts):
            found = np.isin(self.words, np.array(list(_words(text)), np.uint64))
            rows[row, found] = self.weights[found]
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        shortened: Matrix = rows / np.maximum(lengths, FEW_WORDS)
        return shortened


def _words(text: str) -> Iterable[int]:
    return {_digest(_stem(word)) for word in telling_words(text)}


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word


def _digest(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())

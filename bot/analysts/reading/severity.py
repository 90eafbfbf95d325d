"""How urgent a ticket is: its meaning as a vector, and the cues that people go by."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np

from bot.analysts.reading.classifier import Classifier, fitted
from bot.analysts.reading.cues import ENGLISH, cue_counts, has_cues, register
from bot.analysts.reading.language import likely_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

_STRENGTH = 8.0
_CUE_WEIGHT = 0.4
_REGISTER_WEIGHT = 0.5
_SELDOM_CALM, _SELDOM_GRAVE = 0.1, 0.2
_MORE, _NOT_MORE = "more", "not more"


@dataclass(frozen=True, slots=True)
class SeverityModel:
    """Tells the severity of a text; `ordered` are the names from least to most urgent.

    A model of the order: each of `steps` tells whether a text is above the level of its place. That
    no cue stands in a language whose cues nobody wrote down is no sign of calm: those of `cueless`
    go by the vector alone.
    """

    ordered: tuple[str, ...]
    steps: tuple[Classifier, ...]
    cueless: tuple[Classifier, ...]

    def shares(self, text: str, vector: NDArray[np.float32]) -> dict[str, float]:
        """Return the probability of every severity, the least urgent first."""
        language = likely_language(text)
        if language is not None and has_cues(language):
            steps, features = self.steps, _features([text], vector[np.newaxis], language)[0]
        else:
            steps, features = self.cueless, vector
        above = [step.shares(features).get(_MORE, 0.0) for step in steps]
        reached = [1.0, *accumulate(above, min), 0.0]
        falls = [more - less for more, less in pairwise(reached)]
        return dict(zip(self.ordered, falls, strict=True))


def median(shares: Mapping[str, float]) -> str:
    """Return the severity in the middle of `shares`, the least urgent first.

    It is chosen rather than the peak, since it keeps the expected distance smallest on a scale
    where calling Critical Low is worse than calling it High.
    """
    above = 1 - np.cumsum(list(shares.values()))
    return list(shares)[int((above[:-1] >= 1 / 2).sum())]


def in_doubt(shares: Mapping[str, float], usual: str, vagueness: float) -> dict[str, float]:
    """Return `shares`, drawn to what is `usual` the more probably the text says too little.

    Brevity is no sign of calm.
    """
    names = list(shares)
    guess = dict.fromkeys(names, 0.0)
    guess[names[0]] += _SELDOM_CALM
    guess[names[-1]] += _SELDOM_GRAVE
    guess[usual] += 1 - _SELDOM_CALM - _SELDOM_GRAVE
    return {
        name: (1 - vagueness) * share + vagueness * guess[name] for name, share in shares.items()
    }


def learn_severity(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    severities: Sequence[str],
    ordered: tuple[str, ...],
) -> SeverityModel:
    """Return the model of `texts` that were judged to have `severities`."""
    levels = [ordered.index(severity) for severity in severities]
    return SeverityModel(
        ordered,
        steps=tuple(_steps(_features(texts, vectors), levels, len(ordered))),
        cueless=tuple(_steps(vectors.astype(np.float64), levels, len(ordered))),
    )


def _steps(features: Matrix, levels: Sequence[int], count: int) -> Iterator[Classifier]:
    """Yield for each but the last of `count` levels what tells whether a text is above it."""
    for level in range(count - 1):
        above = [_MORE if each > level else _NOT_MORE for each in levels]
        yield fitted(features, above, _STRENGTH)


def _features(
    texts: Sequence[str], vectors: NDArray[np.float32], language: str = ENGLISH
) -> Matrix:
    cues = np.sqrt(np.array([cue_counts(text, language) for text in texts], dtype=np.float64))
    lengths = np.log1p([[len(text.encode())] for text in texts]) / 4
    registers = _REGISTER_WEIGHT * np.array([register(text, language) for text in texts])
    return np.hstack(
        [vectors.astype(np.float64), _CUE_WEIGHT * cues, _CUE_WEIGHT * lengths, registers]
    )

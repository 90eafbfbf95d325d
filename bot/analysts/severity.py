"""How urgent a ticket is: its meaning as a vector, and the cues that people go by."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from bot.analysts.classifier import Classifier, fitted
from bot.analysts.cues import cue_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

_STRENGTH = 10.0
_CUE_WEIGHT = 0.4


@dataclass(frozen=True, slots=True)
class SeverityModel:
    """Tells the severity of a text; `ordered` are the names from least to most urgent."""

    ordered: tuple[str, ...]
    classifier: Classifier

    def decide(self, text: str, vector: NDArray[np.float32]) -> tuple[str, float]:
        """Return the severity and its probability.

        The median of the distribution is chosen, not its peak: it keeps the expected distance
        smallest on a scale where calling Critical Low is worse than calling it High.
        """
        shares = self.classifier.shares(_features([text], vector[np.newaxis])[0])
        reached = accumulate(shares.get(name, 0.0) for name in self.ordered)
        median = next(
            name for name, share in zip(self.ordered, reached, strict=True) if share >= 1 / 2
        )
        return median, shares[median]


def learn_severity(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    severities: Sequence[str],
    ordered: tuple[str, ...],
) -> SeverityModel:
    """Return the model of `texts` that were judged to have `severities`."""
    return SeverityModel(ordered, fitted(_features(texts, vectors), severities, _STRENGTH))


def _features(texts: Sequence[str], vectors: NDArray[np.float32]) -> Matrix:
    cues = np.sqrt(np.array([cue_counts(text) for text in texts], dtype=np.float64))
    lengths = np.log1p([[len(text)] for text in texts]) / 4
    return np.hstack([vectors.astype(np.float64), _CUE_WEIGHT * cues, _CUE_WEIGHT * lengths])

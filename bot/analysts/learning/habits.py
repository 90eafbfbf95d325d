"""How one workspace decides where it goes its own way: what ships still decides everything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.analysts.reading.classifier import Classifier, weighted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

DEPARTS, FOLLOWS = "departs", "follows"

_DEPARTING_STRENGTH = 1.0
_DECIDING_STRENGTH = 100.0
"""Both chosen on two made-up teams of `tests/data/replay`; two others were only scored."""

_LEAST_BELIEF = 5.0
"""How many tickets judged as usual are assumed before any was seen.

People correct what is wrong and say nothing of what is right: without this belief the first
corrections would turn everything else over too.
"""


@dataclass(frozen=True, slots=True)
class Habit:
    """Two classifiers: whether a ticket is one of those decided otherwise, and then how."""

    departing: Classifier
    deciding: Classifier

    def blended(self, features: Matrix, usual: Mapping[str, float]) -> dict[str, float]:
        """Return the probabilities `usual`, as far as the workspace departs from them its own."""
        departs = self.departing.shares(features).get(DEPARTS, 0.0)
        own = self.deciding.shares(features)
        return {
            name: (1 - departs) * share + departs * own.get(name, 0.0)
            for name, share in usual.items()
        }


@dataclass(frozen=True, slots=True)
class Decisions:
    """How the tickets of a workspace were decided in one field, and would be by what ships."""

    labels: Sequence[str]
    usual: Sequence[str]
    weights: Matrix
    """How far each can be relied on."""

    def of(self, rows: NDArray[np.intp]) -> Decisions:
        """Return some of them."""
        return Decisions(
            [self.labels[row] for row in rows],
            [self.usual[row] for row in rows],
            self.weights[rows],
        )


def learn_habit(features: Matrix, decided: Decisions, elsewhere: Matrix) -> Habit | None:
    """Return how tickets with `features` are `decided`; None where that is as usual throughout.

    `elsewhere` are features of examples that ship: of those what ships is believed to be right.
    """
    counted = np.flatnonzero(decided.weights > 0)
    features, decided = features[counted], decided.of(counted)
    wrong = np.array(
        [own != usual for own, usual in zip(decided.labels, decided.usual, strict=True)]
    )
    if not wrong.any():
        return None
    right = decided.weights[~wrong].sum()
    belief = max(_LEAST_BELIEF, decided.weights[wrong].sum() - right)
    departing = weighted(
        np.vstack([features, elsewhere]),
        [DEPARTS if each else FOLLOWS for each in wrong] + [FOLLOWS] * len(elsewhere),
        _DEPARTING_STRENGTH,
        np.concatenate([decided.weights, np.full(len(elsewhere), belief / len(elsewhere))]),
    )
    deciding = weighted(features, decided.labels, _DECIDING_STRENGTH, decided.weights)
    return Habit(departing, deciding)

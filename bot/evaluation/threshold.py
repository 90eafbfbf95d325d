"""From which probability a ticket should count as known, learned from labelled ones."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from bot.evaluation.metrics import confusion, macro_f1

if TYPE_CHECKING:
    from bot.evaluation.decisions import Decisions


def best_threshold(known: Decisions) -> float:
    """Return the threshold with the best macro-F1, the lowest one of equals.

    Between two neighbouring scores one cut is as good as another, so it lies halfway; below and
    above all of them, nothing and everything is new.
    """
    scores = np.unique(known.scores).tolist()
    cuts = [0.0, *((low + high) / 2 for low, high in pairwise(scores)), np.nextafter(1.0, 2.0)]
    return float(max(cuts, key=lambda cut: _quality(known, cut)))


def _quality(known: Decisions, cut: float) -> float:
    decided = (known.scores >= cut).astype(np.intp)
    return macro_f1(confusion(known.truth, decided, len(known.names)), known.occurring)

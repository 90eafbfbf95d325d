"""How far figures would move with other tickets of the same kind: the bootstrap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Measure = Callable[[NDArray[np.intp]], Mapping[str, float]]

RESAMPLES = 1_000
COVERED = 95
_TAIL = (100 - COVERED) / 2
_SEED = 20_261_126


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, and the interval that covers 95 % of what other such tickets would give.

    It always holds the value, though an error of calibration is larger in most draws than in all
    rows: rows that are drawn twice add to it.
    """

    value: float
    low: float
    high: float
    is_exact: bool = False
    """True if no other tickets would change it."""


def exactly(value: float) -> Figure:
    """Return a figure that no other tickets would change."""
    return Figure(value, value, value, is_exact=True)


def with_intervals(measure: Measure, rows: int, resamples: int = RESAMPLES) -> dict[str, Figure]:
    """Return what `measure` says about all `rows`, each with its interval; NaN is left out.

    Percentiles over as many draws of `rows` rows with replacement; the same ones every time.
    """
    random = np.random.default_rng(_SEED)
    drawn = [measure(random.integers(0, rows, rows)) for _ in range(resamples)]
    return {
        name: Figure(value, *_interval([draw[name] for draw in drawn], value))
        for name, value in measure(np.arange(rows)).items()
        if not np.isnan(value)
    }


def _interval(values: list[float], value: float) -> tuple[float, float]:
    known = [each for each in values if not np.isnan(each)] or [value]
    low, high = np.percentile(known, [_TAIL, 100 - _TAIL])
    return min(float(low), value), max(float(high), value)

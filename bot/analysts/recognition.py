"""Whether a ticket is about a known issue, from how near the found ones are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.triage.judgement import Hit

CALIBRATED = {"all-MiniLM-L6-v2@60c75843/256": 0.58}
"""From which cosine the nearest issue counts as the same, per embedding model."""

_STEEPNESS = 10.0
_LEAD_STEEPNESS = 5.0
_USUAL_LEAD = 0.1


def recognised(hits: Sequence[Hit], threshold: float | None) -> Hit | None:
    """Return the nearest of `hits` if it is near enough to be the same issue."""
    if threshold is None or not hits or hits[0].similarity < threshold:
        return None
    return hits[0]


def certainty(hits: Sequence[Hit], threshold: float | None) -> float:
    """Return how probably `recognised` is right about known or new.

    A logistic of the distance to the threshold and of the lead over the second hit.
    """
    if threshold is None or not hits:
        return 1 / 2 if hits else 1.0
    second = hits[1].similarity if len(hits) > 1 else 0.0
    lead = hits[0].similarity - second - _USUAL_LEAD
    score = _STEEPNESS * (hits[0].similarity - threshold) + _LEAD_STEEPNESS * lead
    known = 1 / (1 + math.exp(-score))
    return known if recognised(hits, threshold) else 1 - known

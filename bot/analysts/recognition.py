"""Whether a ticket is about a known issue, from how near the found ones are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.triage.judgement import Hit

CALIBRATED = {"all-MiniLM-L6-v2@60c75843/256": 0.54}
"""From which score the nearest issue counts as the same, per embedding model.

Chosen for known-or-new on two knowledge bases at once, 25 issues far apart (100 tickets, macro-F1
0.77, 2% false alarms) and 50 near each other (308 tickets, 0.70; the best cosine alone: 0.68).
"""

_LEAD_WEIGHT = 2.0
_USUAL_LEAD = 0.1
_LEAST_BONUS, _MOST_BONUS = -0.15, 0.14
_STEEPNESS = 5.0


@dataclass(frozen=True, slots=True)
class Threshold:
    """From where on the nearest issue counts as the same."""

    value: float
    is_plain: bool = False
    """True for one that a person set: it is compared with the best cosine as people see it."""

    def margin(self, hits: Sequence[Hit]) -> float:
        """Return by how much the best of `hits` is beyond it; negative if it falls short."""
        return (hits[0].similarity if self.is_plain else score(hits)) - self.value


def recognised(hits: Sequence[Hit], threshold: Threshold | None) -> Hit | None:
    """Return the best of `hits` if it is near enough to be the same issue."""
    if threshold is None or not hits or threshold.margin(hits) < 0:
        return None
    return hits[0]


def certainty(hits: Sequence[Hit], threshold: Threshold | None) -> float:
    """Return how probably `recognised` is right about known or new: a logistic of its margin."""
    if not hits:
        return 1.0
    if threshold is None:
        return 1 / 2
    return 1 / (1 + math.exp(-_STEEPNESS * abs(threshold.margin(hits))))


def score(hits: Sequence[Hit]) -> float:
    """Return the similarity of the best hit, corrected by how far it is ahead of the others.

    Where issues lie close together, everything is similar to everything, and only one that
    stands out is the same; the correction is bounded, so that a lead alone makes nothing known.
    """
    best, *others = (hit.similarity for hit in hits)
    if not others:
        return best
    lead = best - sum(others) / len(others)
    return best + min(max(_LEAD_WEIGHT * (lead - _USUAL_LEAD), _LEAST_BONUS), _MOST_BONUS)

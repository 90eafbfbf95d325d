"""How near the issues of a collection are to each other: the measure of what is near in it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from bot.triage.judgement import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.triage.issue import KnownIssue
    from bot.triage.judgement import Hit

COMPARED = 3
"""How many hits tell how the first of them stands."""

SAMPLED = 200
"""How many issues are compared with all: more would move nothing."""

BELIEF = 5
"""So many issues weigh as much as what is usual elsewhere."""

LEAST_WIDTH = 0.02
FARTHEST = 3.0


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of some figures, and how far two thirds of them lie from it at most, about."""

    middle: float
    width: float

    @classmethod
    def of(cls, figures: Sequence[float], elsewhere: Spread) -> Spread:
        """Return the spread of `figures`, drawn to what it is `elsewhere` where they are few."""
        if not figures:
            return elsewhere
        low, middle, high = np.quantile(figures, [0.16, 0.5, 0.84])
        trust = len(figures) / (len(figures) + BELIEF)
        return cls(
            trust * float(middle) + (1 - trust) * elsewhere.middle,
            trust * float(high - low) / 2 + (1 - trust) * elsewhere.width,
        )

    def z(self, figure: float) -> float:
        """Return by how many widths `figure` is beyond the middle, at most 3 to either side."""
        distance = (figure - self.middle) / max(self.width, LEAST_WIDTH)
        return min(max(distance, -FARTHEST), FARTHEST)


@dataclass(frozen=True, slots=True)
class Usual:
    """What each issue's nearest neighbour comes to: its nearness, and its lead over the next."""

    nearness: Spread
    lead: Spread

    @classmethod
    def among(cls, neighbours: Iterable[Sequence[Hit]]) -> Usual:
        """Return what is usual where issues have these `neighbours`, each with the best first."""
        found = [hits for hits in neighbours if hits]
        return cls(
            Spread.of([_nearness(hits) for hits in found], ELSEWHERE.nearness),
            Spread.of([_lead(hits) for hits in found if len(hits) > 1], ELSEWHERE.lead),
        )

    def standing(self, hits: Sequence[Hit]) -> Standing:
        """Return how the best of `hits` stands; without others to lead it is as it is near."""
        nearness = self.nearness.z(_nearness(hits))
        lead = self.lead.z(_lead(hits)) if len(hits) > 1 else nearness
        return Standing(nearness, lead)


ELSEWHERE = Usual(Spread(0.43, 0.09), Spread(0.07, 0.035))
"""Among the issues that ship with the app, by the local embedding model."""


def sampled(issues: Iterable[KnownIssue]) -> list[KnownIssue]:
    """Return up to SAMPLED of `issues`, always the same ones, whatever their order."""
    by_chance = sorted(
        issues, key=lambda issue: sha256(issue.id.encode("utf-8", "replace")).digest()
    )
    return by_chance[:SAMPLED]


def _nearness(hits: Sequence[Hit]) -> float:
    return max(found.similarity for found in hits[:COMPARED])


def _lead(hits: Sequence[Hit]) -> float:
    """Return by how much the best hit's score is above the mean of those that follow."""
    best, *others = (found.score for found in hits[:COMPARED])
    return best - sum(others) / len(others)

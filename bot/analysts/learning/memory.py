"""What people said of similar tickets of the same workspace: which known issue those were about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bot.triage.judgement import Hit, Precedent
from bot.triage.judging.lesson import RESOLVED, SAID
from bot.triage.teamwork.correction import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from bot.triage.issue import KnownIssue
    from bot.triage.judging.lesson import Lesson

    Find = Callable[[str], KnownIssue | None]

PRECEDENTS = 3
REFUSALS = 3
"""A card shows so many known issues that can be refused."""
_FOR, _AGAINST = 15.0, 4.0
"""Log odds that a cosine adds beyond where it begins to tell, chosen on two made-up teams of
`tests/data/replay`, so that what is right outside of their ways stays so: for that of a third what
speaks against an issue counts 4, not 5."""

_UNSPOKEN = 0.5
"""How much less it tells that a ticket was resolved and nobody said anything of its issue."""

_PER_SCORE = 12.0
"""Log odds that a lead of 1 in the score is worth, for which issue it is."""
_NOT_FOUND = -3.0
"""Log odds of an issue that the search did not find."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """From which cosines on tickets tell of each other, by one embedding model."""

    tells: float = 0.35
    """For a known issue or against it."""
    shows: float = 0.4
    """As an example: with the English model tickets about different things have 0.1 to 0.3, those
    of one topic 0.4 to 0.7."""


@dataclass(frozen=True, slots=True)
class _Near:
    """What a lesson says about issues, and how much: nearness and trust."""

    lesson: Lesson
    similarity: float
    tells: float
    """Where the similarity begins to."""

    @property
    def beyond(self) -> float:
        """Return by how much more similar it is than where that begins to tell; below 0 = less."""
        return self.similarity - self.tells

    @property
    def issue_trust(self) -> float:
        return self.lesson.trust(Field.MATCHED_ISSUE)

    @property
    def is_issue_told(self) -> bool:
        return self.issue_trust >= RESOLVED

    @property
    def is_judged(self) -> bool:
        """Return True if people settled both its category and how severe it is."""
        return min(map(self.lesson.trust, (Field.CATEGORY, Field.SEVERITY))) >= RESOLVED


class Memory:
    """The lessons of one workspace, to be compared with a ticket."""

    def __init__(self, lessons: Sequence[Lesson], nearness: Nearness | None = None) -> None:
        """Take `nearness` as what is near by the model that made the vectors."""
        self._nearness = nearness or Nearness()
        self._lessons = [lesson for lesson in lessons if lesson.outcome.is_settled]
        rows = [np.frombuffer(lesson.vector, "<f4") for lesson in self._lessons]
        self._vectors = np.stack(rows) if rows else np.empty((0, 0), np.float32)

    def recalled(
        self, vector: NDArray[np.float32], hits: Sequence[Hit], find: Find, limit: int
    ) -> tuple[Hit, ...]:
        """Return `hits` in the order that they have by what people said of similar tickets.

        An issue that people said such a ticket is about comes in, though the search did not
        find it; `find` returns an issue by its id.
        """
        near = self._near(vector)
        told = [*hits, *_brought_in(near, hits, find)]
        weighed = [(hit, _evidence(hit.issue.id, near)) for hit in told]
        if not any(evidence for _, evidence in weighed):
            return tuple(hits)
        best = max((hit.score for hit in hits), default=0.0)
        ranked = sorted(
            ((hit, evidence + _deficit(hit, hits, best)) for hit, evidence in weighed),
            key=lambda entry: -entry[1],
        )
        standing = hits[0].standing if hits else told[0].standing
        first, *rest = (
            replace(_as_near_as_tickets(hit, near), recalled=odds) for hit, odds in ranked[:limit]
        )
        return (replace(first, standing=standing), *rest)

    def precedents(self, vector: NDArray[np.float32]) -> tuple[Precedent, ...]:
        """Return the nearest tickets that people settled, as examples; the nearest first."""
        settled = [
            near
            for near in self._near(vector)
            if near.similarity >= self._nearness.shows
            and (near.is_judged or near.is_issue_told or near.lesson.outcome.refused)
        ]
        settled.sort(key=lambda near: -near.similarity)
        return tuple(_precedent(near) for near in settled[:PRECEDENTS])

    def _near(self, vector: NDArray[np.float32]) -> list[_Near]:
        if not self._lessons:
            return []
        cosines = (self._vectors @ vector).tolist()
        tells = self._nearness.tells
        least = min(tells, self._nearness.shows)
        return [
            _Near(lesson, cosine, tells)
            for lesson, cosine in zip(self._lessons, cosines, strict=True)
            if cosine > least
        ]


def _brought_in(near: Iterable[_Near], hits: Sequence[Hit], find: Find) -> list[Hit]:
    """Return the issues of similar tickets that the search did not find, as near as those are."""
    found = {hit.issue.id for hit in hits}
    nearest: dict[str, float] = {}
    for each in near:
        issue_id = each.lesson.issue_id
        if issue_id is not None and issue_id not in found and _speaks_for(each):
            nearest[issue_id] = max(nearest.get(issue_id, 0.0), each.similarity)
    issues = [(find(issue_id), similarity) for issue_id, similarity in nearest.items()]
    return [Hit(issue, round(similarity, 6)) for issue, similarity in issues if issue is not None]


def _as_near_as_tickets(hit: Hit, near: Iterable[_Near]) -> Hit:
    """Return `hit` as near as its issue, or as the nearest ticket that is known to be about it."""
    same = [
        each.similarity
        for each in near
        if each.lesson.issue_id == hit.issue.id and _speaks_for(each)
    ]
    return replace(hit, similarity=max((hit.similarity, *(round(each, 6) for each in same))))


def _speaks_for(near: _Near) -> bool:
    return near.beyond > 0 and near.is_issue_told


def _evidence(issue_id: str, near: Sequence[_Near]) -> float:
    """Return the log odds that similar tickets add to its being this issue.

    The nearest one that was about it speaks for it, and what is nearer than that against it.
    """
    same = [each for each in near if each.lesson.issue_id == issue_id]
    other = [each for each in near if each.lesson.issue_id != issue_id]
    refused = [each for each in near if issue_id in each.lesson.outcome.refused]
    supports = max((_told(each) for each in same), default=0.0)
    nearest = max((each.similarity for each in same if each.is_issue_told), default=0.0)
    objections = [_told(each) for each in other if each.similarity > nearest]
    refusals = [each.beyond for each in refused if each.similarity > nearest]
    against = max(objections, default=0.0) + max(refusals, default=0.0)
    return _FOR * supports - _AGAINST * max(against, 0.0)


def _told(near: _Near) -> float:
    if not near.is_issue_told:
        return 0.0
    weight = 1.0 if near.issue_trust == SAID else _UNSPOKEN
    return weight * max(near.beyond, 0.0)


def _deficit(hit: Hit, hits: Sequence[Hit], best: float) -> float:
    """Return the log odds by which `hit` is behind the best that the search found."""
    return _PER_SCORE * (hit.score - best) if hit in hits else _NOT_FOUND


def _precedent(near: _Near) -> Precedent:
    outcome = near.lesson.outcome
    return Precedent(
        near.lesson.text,
        outcome.category if near.is_judged else None,
        outcome.severity if near.is_judged else None,
        (outcome.issue_id or "new") if near.is_issue_told else None,
        () if near.is_issue_told else tuple(sorted(outcome.refused))[:REFUSALS],
    )

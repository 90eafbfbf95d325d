"""Exact search over cached vectors, for commands that run beside the bot and its index."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from bot.triage.issue import EVERY_TEAM
from kb.ranking import DECIMALS, TIES, best, hit
from kb.vectors import vectors_for

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from bot.triage.issue import KnownIssue
    from bot.triage.judgement import Hit
    from bot.triage.redaction import Redacted
    from kb.vectors import Embedder, VectorCache, Vectors


@dataclass(frozen=True, slots=True)
class _Matrix:
    """A team's issues, by id, and their vectors as they were when it was built."""

    issues: tuple[KnownIssue, ...]
    vectors: Vectors


class ExactSearch:
    """Compares with every known issue; finds what the index finds, without opening it."""

    def __init__(
        self,
        issues: Callable[[str], Sequence[KnownIssue]],
        embedder: Embedder,
        cache: VectorCache,
    ) -> None:
        self._issues = issues
        self._embedder = embedder
        self._cache = cache
        self._matrices: dict[str, _Matrix] = {}
        self._lock = Lock()

    def search(self, team: str, text: Redacted, limit: int) -> tuple[Hit, ...]:
        """Return the issues nearest to `text`, of `team` and of all teams, best first.

        A team's own issue stands in for that of all teams with the same id.
        """
        (query,) = self._embedder.embed([text])
        shared = self._matrix(EVERY_TEAM)
        if team == EVERY_TEAM:
            return best(_nearest(shared, query, limit), limit)
        own = self._matrix(team)
        replaced = {issue.id for issue in own.issues}
        hits = [*_nearest(own, query, limit), *_nearest(shared, query, limit, replaced)]
        return best(hits, limit)

    def _matrix(self, team: str) -> _Matrix:
        """Return the vectors of `team`, built anew only if an issue has changed."""
        issues = tuple(sorted(self._issues(team), key=lambda issue: issue.id))
        with self._lock:
            matrix = self._matrices.get(team)
            if matrix is None or matrix.issues != issues:
                vectors = vectors_for(issues, self._embedder, self._cache).vectors
                matrix = self._matrices[team] = _Matrix(issues, vectors)
            return matrix


def _nearest(
    matrix: _Matrix, query: Vectors, limit: int, replaced: Collection[str] = ()
) -> list[Hit]:
    """Return the nearest, and as many beyond `limit` as the index fetches, but none `replaced`."""
    if not matrix.issues:
        return []
    cosines = matrix.vectors @ query
    order = np.argsort(-cosines.round(DECIMALS), kind="stable")
    free = (place for place in order if matrix.issues[place].id not in replaced)
    return [hit(matrix.issues[place], cosines[place]) for place in islice(free, limit + TIES)]

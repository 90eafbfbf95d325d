"""Exact search over cached vectors, for commands that run beside the bot and its index."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from bot.triage.issue import EVERY_TEAM
from kb.ranking import best, hit
from kb.vectors import vectors_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.triage.issue import KnownIssue
    from bot.triage.judgement import Hit
    from bot.triage.redaction import Redacted
    from kb.vectors import Embedder, VectorCache, Vectors


@dataclass(frozen=True, slots=True)
class _Matrix:
    """The vectors of a team's issues as they were when it was built."""

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
        found: dict[str, Hit] = {}
        for owner in dict.fromkeys((EVERY_TEAM, team)):
            matrix = self._matrix(owner)
            if matrix.issues:
                cosines = matrix.vectors @ query
                found |= {
                    issue.id: hit(issue, cosine)
                    for issue, cosine in zip(matrix.issues, cosines, strict=True)
                }
        return best(found.values(), limit)

    def _matrix(self, team: str) -> _Matrix:
        """Return the vectors of `team`, built anew only if an issue has changed."""
        issues = tuple(self._issues(team))
        with self._lock:
            matrix = self._matrices.get(team)
            if matrix is None or matrix.issues != issues:
                vectors = vectors_for(issues, self._embedder, self._cache).vectors
                matrix = self._matrices[team] = _Matrix(issues, vectors)
            return matrix

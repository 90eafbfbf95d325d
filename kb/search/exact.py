"""Exact search over cached vectors, for commands that run beside the bot and its index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from bot.triage.issue import EVERY_TEAM
from bot.triage.judging.cleaning import cleaned
from kb.search.lexical import NO_WORDS, text_of
from kb.search.ranking import DECIMALS, hit, measured, search
from kb.search.usual import ELSEWHERE, sampled
from kb.search.vectors import vectors_for

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Sequence

    from bot.triage.issue import KnownIssue
    from bot.triage.judgement import Hit
    from bot.triage.redaction import Redacted
    from kb.search.lexical import Lexicon
    from kb.search.usual import Usual
    from kb.search.vectors import Embedder, VectorCache, Vectors


@dataclass(frozen=True, slots=True)
class _Matrix:
    """A team's issues, by id, with what is known of them, as they were when it was built."""

    issues: tuple[KnownIssue, ...]
    vectors: Vectors
    lexicon: Lexicon
    usual: Usual = ELSEWHERE
    hidden: Collection[str] = ()

    @classmethod
    def of(cls, issues: tuple[KnownIssue, ...], vectors: Vectors) -> _Matrix:
        """Return the matrix of `issues`, in the order of their ids."""
        words = {issue.id: text_of(issue) for issue in issues}
        matrix = cls(issues, vectors, NO_WORDS.holding(words))
        sample = sampled(issues)
        rows = {issue.id: row for row, issue in enumerate(issues)}
        measure = measured(sample, vectors[[rows[issue.id] for issue in sample]], matrix)
        return replace(matrix, usual=measure)

    def nearest(self, query: Vectors, count: int, replaced: Container[str]) -> list[Hit]:
        """Return the `count` nearest issues, none of those `replaced`."""
        if not self.issues:
            return []
        cosines = self.vectors @ query
        order = np.argsort(-cosines.round(DECIMALS), kind="stable")
        free = (place for place in order if self.issues[place].id not in replaced)
        return [hit(self.issues[place], cosines[place]) for place in islice(free, count)]

    def named(self, ids: Sequence[str], query: Vectors) -> list[Hit]:
        """Return the issues called `ids`, with how near they are."""
        places = [place for place, issue in enumerate(self.issues) if issue.id in ids]
        return [hit(self.issues[place], self.vectors[place] @ query) for place in places]


_NOTHING = _Matrix((), np.empty((0, 0), np.float32), NO_WORDS)


class ExactSearch:
    """Compares with every known issue; finds what the index finds, without opening it."""

    def __init__(
        self,
        issues: Callable[[str], Sequence[KnownIssue]],
        embedder: Embedder,
        cache: VectorCache,
        hidden: Callable[[str], Collection[str]] = lambda _: (),
    ) -> None:
        """Take the `hidden` ids of a team: issues of all teams that are not found for it."""
        self._issues = issues
        self._hidden = hidden
        self._embedder = embedder
        self._cache = cache
        self._matrices: dict[str, tuple[tuple[KnownIssue, ...], _Matrix]] = {}
        """Of each team the issues that its matrix was built of, and that."""
        # In the simulation one thread goes on with other tickets while it waits for the database.
        self._lock = RLock()

    def search(self, team: str, text: Redacted, limit: int) -> tuple[Hit, ...]:
        """Return the issues nearest to `text`, of `team` and of all teams, best first.

        A team's own issue stands in for that of all teams with the same id.
        """
        said = cleaned(text)
        (query,) = self._embedder.embed([said])
        (found,) = self.near(team, [(said, query)], limit)
        return found

    def near(
        self, team: str, asked: Iterable[tuple[Redacted, Vectors]], limit: int
    ) -> list[tuple[Hit, ...]]:
        """Return for each text and its vector, by the model in use, what `search` returns."""
        shelves = [self._matrix(each) for each in dict.fromkeys((team, EVERY_TEAM))]
        return [search(said, query, shelves, limit) for said, query in asked]

    def _matrix(self, team: str) -> _Matrix:
        """Return what `team` has, built anew only if an issue has changed."""
        hidden = self._hidden(team)
        issues = tuple(sorted(self._issues(team), key=lambda issue: issue.id))
        with self._lock:
            built_of, matrix = self._matrices.get(team, (None, _NOTHING))
            if built_of != issues:
                made = vectors_for(issues, self._embedder, self._cache)
                matrix = _Matrix.of(made.issues, made.vectors)
                self._matrices[team] = issues, matrix
            return replace(matrix, hidden=hidden)

"""The index of known issues: searched by meaning, rebuilt from the database whenever it is lost."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from bot.triage.cleaning import cleaned
from bot.triage.errors import Unavailable
from bot.triage.issue import EVERY_TEAM
from kb.lexical import NO_WORDS, text_of
from kb.ranking import measured, search
from kb.rows import changes, collection_name, team_prefix
from kb.usual import ELSEWHERE, SAMPLED, sampled
from kb.vectors import vectors_for

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from bot.triage.issue import KnownIssue
    from bot.triage.judgement import Hit
    from bot.triage.redaction import Redacted
    from kb.chroma import Chroma, Rows
    from kb.lexical import Lexicon
    from kb.usual import Usual
    from kb.vectors import Embedder, VectorCache, Vectors

PATIENCE_SECONDS = 1.0
"""How long a check waits for a sync to end."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """A team's rows in Chroma, if there are any, their words, and how near they are usually."""

    rows: Rows | None
    lexicon: Lexicon = NO_WORDS
    usual: Usual = ELSEWHERE
    hidden: Collection[str] = ()

    def nearest(self, query: Vectors, count: int, replaced: Collection[str]) -> list[Hit]:
        """Return `count` or more of the nearest issues, none of those `replaced`."""
        if self.rows is None:
            return []
        hits = self.rows.nearest(query, count)
        free = [found for found in hits if found.issue.id not in replaced]
        if len(free) >= count or len(hits) < count:
            return free
        return self.nearest(query, 2 * count, replaced)

    def named(self, ids: Sequence[str], query: Vectors) -> list[Hit]:
        """Return the issues called `ids`, with how near they are."""
        return [] if self.rows is None else self.rows.named(ids, query)


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did to the index; `embedded` counts the texts that the cache did not hold."""

    added: int
    changed: int
    removed: int
    embedded: int


class Index:
    """Searches known issues through Chroma; safe to share between threads.

    Each team has a collection for the current embedding model: vectors never mix.
    """

    def __init__(self, chroma: Chroma, embedder: Embedder, cache: VectorCache) -> None:
        """Take over `chroma`: it is closed with the index."""
        self._chroma = chroma
        self._embedder = embedder
        self._cache = cache
        self._writing = Lock()
        self._lexicons: dict[str, Lexicon] = {}
        self._usual: dict[str, Usual] = {}
        self._hidden: dict[str, frozenset[str]] = {}
        """All three of each team that was synced."""
        self._sizes: dict[str, int] = {}
        """How many rows each collection that was synced must hold."""

    def search(self, team: str, text: Redacted, limit: int) -> tuple[Hit, ...]:
        """Return the issues nearest to `text`, of `team` and of all teams, best first.

        A team's own issue stands in for that of all teams with the same id.
        """
        said = cleaned(text)
        (query,) = self._embedder.embed([said])
        with self._chroma.session():
            shelves = [self._shelf(each) for each in dict.fromkeys((team, EVERY_TEAM))]
            return search(said, query, shelves, limit)

    def sync(
        self,
        team: str,
        issues: Sequence[KnownIssue],
        on_progress: Callable[[int], None] | None = None,
        hidden: Collection[str] = (),
    ) -> SyncReport:
        """Make the index hold exactly `issues` for `team`, embedding only what is new.

        Safe to repeat. `on_progress` hears how many of the new or changed issues have vectors.
        The issues of all teams called as in `hidden` are not found for `team`.
        """
        with self._writing, self._chroma.session():
            report = self._sync(team, issues, on_progress)
            self._drop(team, keep=self._name(team))
            self._read(team, issues, report)
            self._hidden[team] = frozenset(hidden)
            self._sizes[self._name(team)] = len(issues)
        return report

    def clear(self, team: str) -> None:
        """Forget all rows of `team`; the next sync writes them anew, from cached vectors."""
        with self._writing, self._chroma.session():
            self._drop(team, keep=None)
            self._lexicons.pop(team, None)
            self._usual.pop(team, None)
            self._hidden.pop(team, None)

    def check(self) -> str:
        """Return a sentence on the index; Unavailable if a query is not answered as it must be."""
        if not self._writing.acquire(timeout=PATIENCE_SECONDS):
            return "the index is being written"
        try:
            with self._chroma.session():
                return self._checked()
        finally:
            self._writing.release()

    def close(self) -> None:
        """Release the folder or the connection; safe to repeat."""
        self._chroma.close()

    def _name(self, team: str) -> str:
        return collection_name(team, self._embedder.model)

    def _shelf(self, team: str) -> _Shelf:
        return _Shelf(
            self._find(team),
            self._lexicons.get(team, NO_WORDS),
            self._usual.get(team, ELSEWHERE),
            self._hidden.get(team, frozenset()),
        )

    def _read(self, team: str, issues: Sequence[KnownIssue], report: SyncReport) -> None:
        """Learn the words of `issues`, and how near they are to each other if that has changed."""
        words = {issue.id: text_of(issue) for issue in issues}
        self._lexicons[team] = self._lexicons.get(team, NO_WORDS).holding(words)
        moved = report.added + report.changed + report.removed
        if team not in self._usual or moved * 10 >= min(len(issues), SAMPLED):
            sample = sampled(issues)
            vectors = vectors_for(sample, self._embedder, self._cache).vectors
            self._usual[team] = measured(sample, vectors, self._shelf(team))

    def _find(self, team: str) -> Rows | None:
        return self._chroma.find(self._name(team))

    def _sound_size(self, name: str) -> int:
        rows = self._chroma.find(name)
        return 0 if rows is None else rows.count_sound()

    def _checked(self) -> str:
        sizes = {name: self._sound_size(name) for name in self._chroma.names()}
        for name, size in self._sizes.items():
            if sizes.get(name, 0) != size:
                raise Unavailable(f"the index holds {sizes.get(name, 0)} of {size} issues")
        return f"answers; known issues: {sum(sizes.values())}, collections: {len(sizes)}"

    def _sync(
        self,
        team: str,
        issues: Sequence[KnownIssue],
        on_progress: Callable[[int], None] | None,
    ) -> SyncReport:
        rows = self._find(team)
        todo = changes({} if rows is None else rows.hashes(), issues)
        made = vectors_for(todo.stale, self._embedder, self._cache, on_progress)
        if todo.stale:
            width = made.vectors.shape[1]
            if rows is not None and rows.width != width:
                self._drop(team, keep=None)
                return self._sync(team, issues, on_progress)
            rows = rows or self._chroma.make(self._name(team), width)
            rows.write(todo.stale, made.vectors)
        if rows is not None:
            rows.delete(todo.gone)
        return SyncReport(len(todo.added), len(todo.changed), len(todo.gone), made.fresh)

    def _drop(self, team: str, keep: str | None) -> None:
        """Delete the collections of `team`, of whatever embedding model, but the one to keep."""
        for name in self._chroma.names():
            if name.startswith(team_prefix(team)) and name != keep:
                self._sizes.pop(name, None)
                self._chroma.drop(name)

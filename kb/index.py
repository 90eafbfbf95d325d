"""The index of known issues: searched by meaning, rebuilt from the database whenever it is lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from bot.triage.errors import Unavailable
from bot.triage.issue import EVERY_TEAM
from bot.triage.judging.cleaning import cleaned
from kb.search.chroma_rows import WRONG
from kb.search.ranking import measured, search
from kb.search.rows import by_row, changes, collection_name, differences, row_id, team_prefix
from kb.search.shelf import Held, Shelf
from kb.search.usual import SAMPLED, sampled
from kb.search.vectors import vectors_for

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from bot.triage.issue import KnownIssue
    from bot.triage.judgement import Hit
    from bot.triage.redaction import Redacted
    from kb.search.chroma import Chroma
    from kb.search.chroma_rows import Rows
    from kb.search.rows import Changes
    from kb.search.vectors import Embedder, Refusal, VectorCache

PATIENCE_SECONDS = 1.0
"""How long a check waits for a sync to end."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did to the index; `embedded` counts the texts that the cache did not hold."""

    added: int
    changed: int
    removed: int
    embedded: int
    refused: tuple[Refusal, ...] = ()
    """What is left out, and was taken out if it was in: no vector can be made of it."""


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
        self._held: dict[str, Held] = {}
        """Of each team that was synced."""
        self._sizes: dict[str, int] = {}
        """How many rows each collection that was synced must hold."""
        self._unfinished: set[str] = set()
        """Teams whose rows were taken out to be written anew: searched, they would lack some."""

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

        Safe to repeat. What the embedding model refuses is left out. `on_progress` hears how many
        of the new or changed issues have vectors.
        The issues of all teams called as in `hidden` are not found for `team`.
        """
        wanted = by_row(issues)
        with self._writing, self._chroma.session():
            rows = self._find(team)
            todo = changes({} if rows is None else rows.hashes(), wanted)
            report = self._write(team, todo, wanted, on_progress)
            wanted = _without(wanted, report.refused)
            self._drop(team, keep=self._name(team))
            held = self._held.get(team, Held())
            self._hold(team, held.after(differences(held.issues, wanted), wanted), report, hidden)
            self._unfinished.discard(team)
        return report

    def change(
        self,
        team: str,
        issues: Iterable[KnownIssue],
        gone: Collection[str],
        hidden: Collection[str] = (),
    ) -> SyncReport:
        """Put `issues` in, and take out those called as in `gone`, as a sync of all would.

        The team must have been synced since the start: nothing else is looked at, so that it takes
        as long among 100,000 issues as among ten.
        """
        with self._writing, self._chroma.session():
            held = self._held[team]
            put_in, left = by_row(issues), {row_id(each) for each in gone}
            wanted = {**held.issues, **put_in}
            for key in left:
                wanted.pop(key, None)
            touched = put_in.keys() | left
            todo = differences(_of(held.issues, touched), _of(wanted, touched))
            report = self._write(team, todo, wanted)
            if report.refused:
                wanted = _without(wanted, report.refused)
                todo = differences(_of(held.issues, touched), _of(wanted, touched))
            self._hold(team, held.after(todo, wanted), report, hidden)
        return report

    def clear(self, team: str) -> None:
        """Forget all rows of `team`; the next sync writes them anew, from cached vectors.

        Until it has, a search for `team` is Unavailable.
        """
        with self._writing, self._chroma.session():
            self._unfinished.add(team)
            self._drop(team, keep=None)
            self._held.pop(team, None)

    def look(self) -> bool:
        """Return True if a part of its folder was lost since it was opened: it must begin anew."""
        self._chroma.look()
        return self._chroma.is_damaged

    def is_wrong(self) -> bool:
        """Return True if it answers, and not as it must: it must begin anew."""
        try:
            self.check()
        except Unavailable as error:
            return error.code == WRONG
        return False

    def begin_anew(self) -> None:
        """Forget the rows of all teams, with a damaged folder; each must be synced then.

        Until it is, a search for it is Unavailable. Raise Unavailable if there can be no other.
        """
        with self._writing, self._chroma.session():
            self._unfinished |= self._held.keys()
            if not self._chroma.begin_anew():
                for team in self._held:
                    self._drop(team, keep=None)
            self._held.clear()
            self._sizes.clear()

    def check(self) -> str:
        """Return a sentence on the index; Unavailable if a query is not answered as it must be."""
        if self._unfinished or self._chroma.is_damaged:
            raise Unavailable("it was damaged or given up, and is rebuilt from the database")
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

    def _shelf(self, team: str) -> Shelf:
        rows, held = self._find(team), self._held.get(team, Held())
        if team in self._unfinished:
            raise Unavailable("the index is being rebuilt")
        if rows is None and held.issues:
            raise Unavailable("the index was emptied by somebody else")
        return Shelf(rows, held)

    def _hold(self, team: str, held: Held, report: SyncReport, hidden: Collection[str]) -> None:
        """Keep what is `held` now; measure how near its issues are usually if many have changed."""
        held = replace(held, hidden=frozenset(hidden))
        moved = report.added + report.changed + report.removed
        if team not in self._held or moved * 10 >= min(len(held.issues), SAMPLED):
            sample = sampled(held.issues.values())
            made = vectors_for(sample, self._embedder, self._cache)
            usual = measured(made.issues, made.vectors, Shelf(self._find(team), held))
            held = replace(held, usual=usual)
        self._held[team] = held
        self._sizes[self._name(team)] = len(held.issues)

    def _find(self, team: str) -> Rows | None:
        return self._chroma.find(self._name(team))

    def _sound_size(self, name: str) -> int:
        rows = self._chroma.find(name)
        return 0 if rows is None else rows.count_sound()

    def _checked(self) -> str:
        sizes = {name: self._sound_size(name) for name in self._chroma.names()}
        for name, size in self._sizes.items():
            if sizes.get(name, 0) != size:
                told = f"the index holds {sizes.get(name, 0)} of {size} issues"
                raise Unavailable(told, code=WRONG)
        return f"answers; known issues: {sum(sizes.values())}, collections: {len(sizes)}"

    def _write(
        self,
        team: str,
        todo: Changes,
        wanted: Mapping[str, KnownIssue],
        on_progress: Callable[[int], None] | None = None,
    ) -> SyncReport:
        """Bring the rows of `team` from what they are to `wanted`, of which `todo` is missing."""
        rows = self._find(team)
        made = vectors_for(todo.stale, self._embedder, self._cache, on_progress)
        if made.issues:
            width = made.vectors.shape[1]
            if rows is not None and rows.width != width:
                self._drop(team, keep=None)
                return self._write(team, changes({}, wanted), wanted, on_progress)
            rows = rows or self._chroma.make(self._name(team), width)
            rows.write(made.issues, made.vectors)
        refused = {row_id(each.issue.id) for each in made.refused}
        if rows is not None:
            rows.delete([*todo.gone, *refused])
        added, changed = (
            sum(row_id(issue.id) not in refused for issue in some)
            for some in (todo.added, todo.changed)
        )
        return SyncReport(added, changed, len(todo.gone), made.fresh, made.refused)

    def _drop(self, team: str, keep: str | None) -> None:
        """Delete the collections of `team`, of whatever embedding model, but the one to keep."""
        for name in self._chroma.names():
            if name.startswith(team_prefix(team)) and name != keep:
                self._sizes.pop(name, None)
                self._chroma.drop(name)


def _without(issues: Mapping[str, KnownIssue], refused: Iterable[Refusal]) -> dict[str, KnownIssue]:
    """Return `issues`, by row id, without those that were refused."""
    left_out = {row_id(each.issue.id) for each in refused}
    return {key: issue for key, issue in issues.items() if key not in left_out}


def _of(issues: Mapping[str, KnownIssue], keys: Iterable[str]) -> dict[str, KnownIssue]:
    """Return those of `issues` that stand at `keys`."""
    return {key: issues[key] for key in keys if key in issues}

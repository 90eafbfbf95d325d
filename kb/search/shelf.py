"""A team's known issues as a search sees them: rows in Chroma, and beside them what is held."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kb.search.lexical import NO_WORDS, text_of
from kb.search.ranking import hit
from kb.search.rows import row_id
from kb.search.usual import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping, Sequence

    from bot.triage.issue import KnownIssue
    from bot.triage.judgement import Hit
    from kb.search.chroma_rows import Rows
    from kb.search.lexical import Lexicon
    from kb.search.rows import Changes
    from kb.search.usual import Usual
    from kb.search.vectors import Vectors

VECTORS_HELD = 2_000
"""Of issues found by their words: 3 MB a team. Reading ten from Chroma takes a millisecond."""

READS = 3
"""How often a search is read before rows that are being deleted are left out."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept of a team's issues in this process: reading it from Chroma takes longer."""

    issues: Mapping[str, KnownIssue] = field(default_factory=dict)
    """By row id."""
    lexicon: Lexicon = NO_WORDS
    usual: Usual = ELSEWHERE
    hidden: Collection[str] = ()
    vectors: dict[str, Vectors] = field(default_factory=dict)
    """By row id, of some of `issues`: those that were looked at since the last change."""

    def after(self, todo: Changes, wanted: Mapping[str, KnownIssue]) -> Held:
        """Return what is held of `wanted`, which is what is held now with the changes `todo`."""
        fresh = {issue.id: text_of(issue) for issue in todo.stale}
        gone = [self.issues[key].id for key in todo.gone if key in self.issues]
        return replace(self, issues=wanted, lexicon=self.lexicon.changed(fresh, gone), vectors={})


@dataclass(frozen=True, slots=True)
class Shelf:
    """A team's rows in Chroma, if there are any, and what is held of them."""

    rows: Rows | None
    held: Held = field(default_factory=Held)

    @property
    def lexicon(self) -> Lexicon:
        """Return the words of its issues."""
        return self.held.lexicon

    @property
    def usual(self) -> Usual:
        """Return how near its issues are to each other."""
        return self.held.usual

    @property
    def hidden(self) -> Collection[str]:
        """Return the ids that are found on no later shelf either, though none is here."""
        return self.held.hidden

    def nearest(self, query: Vectors, count: int, replaced: Container[str]) -> list[Hit]:
        """Return `count` or more of the nearest issues, none of those `replaced`."""
        if self.rows is None:
            return []
        hits = self._hits(self.rows, query, count)
        free = [found for found in hits if found.issue.id not in replaced]
        if len(free) >= count or len(hits) < count:
            return free
        return self.nearest(query, 2 * count, replaced)

    def named(self, ids: Sequence[str], query: Vectors) -> list[Hit]:
        """Return the issues called `ids`, with how near they are."""
        if self.rows is None or not ids:
            return []
        found = self._vectors(self.rows, [row_id(each) for each in ids])
        issues = self._issues(self.rows, list(found))
        return [hit(issues[key], float(found[key] @ query)) for key in issues]

    def _vectors(self, rows: Rows, keys: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of some rows, reading only those not looked at lately."""
        held = self.held.vectors
        known = {key: vector for key in keys if (vector := held.get(key)) is not None}
        missing = [key for key in keys if key not in known]
        if missing:
            fresh = rows.vectors(missing)
            if len(held) + len(fresh) > VECTORS_HELD:
                held.clear()
            held.update(fresh)
            known |= fresh
        return known

    def _hits(self, rows: Rows, query: Vectors, count: int, reads: int = READS) -> list[Hit]:
        found = rows.nearest(query, count)
        issues = self._issues(rows, [key for key, _ in found])
        if len(issues) < len(found) and reads > 1:
            return self._hits(rows, query, count, reads - 1)
        return [hit(issues[key], cosine) for key, cosine in found if key in issues]

    def _issues(self, rows: Rows, keys: Sequence[str]) -> dict[str, KnownIssue]:
        """Return the issues of some rows; Chroma is asked for what another process has written."""
        known = {key: self.held.issues[key] for key in keys if key in self.held.issues}
        missing = [key for key in keys if key not in known]
        return known | rows.issues(missing) if missing else known

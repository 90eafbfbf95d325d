"""Finds what many tickets are about and no known issue is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from bot.analysts.reading.recognition import recognised
from bot.triage.judging.cleaning import cleaned
from bot.triage.known_issues.gap import Gap
from bot.triage.redaction import redact
from kb.search.clusters import clusters
from kb.search.usual import COMPARED
from kb.search.vectors import STORED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.triage.judgement import Hit
    from kb.search.exact import ExactSearch
    from kb.search.vectors import Vectors
    from storage.known_issues.new_issues import NewIssue, NewIssues

LOOKED_BACK = timedelta(days=90)
MOST_TICKETS = 500
FEWEST = 2


class Gaps:
    """Groups the tickets of each team by what they read like."""

    def __init__(
        self,
        new_issues: NewIssues,
        model: str,
        middle: Vectors | None = None,
        *,
        search: ExactSearch,
        recognised: Callable[[Sequence[Hit]], Hit | None] = recognised,
    ) -> None:
        """Take the embedding model by whose vectors tickets are compared, and their middle.

        `search` is by the same model; `recognised` says which hit a ticket is about.
        """
        self._new_issues = new_issues
        self._model = model
        self._middle = middle
        self._search = search
        self._recognised = recognised

    def ranked(self, team: str, now: datetime) -> tuple[Gap, ...]:
        """Return the groups of two tickets and more, those with most tickets first.

        A group is no gap any more once a known issue was written from one of its tickets, or one
        that was written or changed since matches half of them.
        """
        since = now - LOOKED_BACK
        found = self._new_issues.since(team, self._model, since, MOST_TICKETS)
        groups = clusters([each.vector for each in found], self._model, self._middle)
        named = ([found[place] for place in group] for group in groups)
        gaps = [
            group
            for group in named
            if len(group) >= FEWEST and not any(each.is_written_up for each in group)
        ]
        covered = self._covered(team, [each for group in gaps for each in group])
        return tuple(
            Gap(tuple(each.brief for each in group))
            for group in sorted(gaps, key=len, reverse=True)
            if 2 * sum(each.brief.number in covered for each in group) < len(group)
        )

    def _covered(self, team: str, tickets: Sequence[NewIssue]) -> set[int]:
        """Return the numbers of those that match what was written or changed since.

        Of what stood there before it was said already that they do not.
        """
        if not tickets:
            return set()
        written = self._new_issues.written(team, min(each.decided_at for each in tickets))
        latest = max(written.values(), default=None)
        before = [each for each in tickets if latest is not None and each.decided_at < latest]
        if not before:
            return set()
        asked = [
            (cleaned(redact(each.brief.summary)), np.frombuffer(each.vector, STORED))
            for each in before
        ]
        found = map(self._recognised, self._search.near(team, asked, COMPARED))
        return {
            each.brief.number
            for each, hit in zip(before, found, strict=True)
            if hit is not None
            and written.get((hit.issue.team, hit.issue.id), each.decided_at) > each.decided_at
        }

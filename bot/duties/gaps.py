"""Finds what many tickets are about and no known issue is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.triage.known_issues.gap import Gap
from kb.search.clusters import clusters

if TYPE_CHECKING:
    from datetime import datetime

    from kb.search.vectors import Vectors
    from storage.known_issues.new_issues import NewIssues

LOOKED_BACK = timedelta(days=90)
MOST_TICKETS = 500
FEWEST = 2


class Gaps:
    """Groups the tickets of each team by what they read like."""

    def __init__(self, new_issues: NewIssues, model: str, middle: Vectors | None = None) -> None:
        """Take the embedding model by whose vectors tickets are compared, and their middle."""
        self._new_issues = new_issues
        self._model = model
        self._middle = middle

    def ranked(self, team: str, now: datetime) -> tuple[Gap, ...]:
        """Return the groups of two tickets and more, those with most tickets first.

        A group is no gap any more once a known issue was written from one of its tickets.
        """
        since = now - LOOKED_BACK
        found = self._new_issues.since(team, self._model, since, MOST_TICKETS)
        groups = clusters([each.vector for each in found], self._model, self._middle)
        named = ([found[place] for place in group] for group in groups)
        gaps = [group for group in named if not any(each.is_written_up for each in group)]
        return tuple(
            Gap(tuple(each.brief for each in group))
            for group in sorted(gaps, key=len, reverse=True)
            if len(group) >= FEWEST
        )

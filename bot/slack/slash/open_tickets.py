"""Which open tickets somebody is told of who asks for them: of their team, or one they name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.slash.subcommands import EVERY_TEAM
from bot.triage.overview.place import ALL_TEAMS, EVERYBODYS, Filters, whose

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.slack.home.ports import Briefs
    from bot.slack.people.teams import Teams
    from bot.triage.overview.brief import Brief
    from bot.triage.overview.place import Page, Whose

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Listed:
    """The first of them, and how many more there are."""

    title: str
    page: Page[Brief]
    elsewhere: int
    """How many other teams have."""


class OpenTickets:
    """Finds them for who works tickets."""

    def __init__(
        self,
        briefs: Briefs,
        teams: Teams,
        severities: Sequence[str],
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._briefs = briefs
        self._teams = teams
        self._severities = severities
        self._clock = clock

    def listed(self, team: str, user: str, asked: str) -> Listed:
        """Return those of the route called `asked`, of all, or where nothing is asked of `user`.

        What is no team's yet is everybody's; who is in no team is told of all.
        """
        own = frozenset() if asked else self._teams.of(team, user)
        chosen = ALL_TEAMS if asked == EVERY_TEAM else asked
        theirs = whose(chosen, frozenset(self._teams.names), own)
        page = self._page(team, theirs)
        everything = page if asked else self._page(team, EVERYBODYS)
        return Listed(_title(theirs, own), page, everything.total - page.total)

    def _page(self, team: str, theirs: Whose) -> Page[Brief]:
        now = self._clock()
        return self._briefs.open(
            team, Filters(), self._severities, whose=theirs, now=now, page=0, size=SHOWN
        )


def _title(theirs: Whose, own: frozenset[str]) -> str:
    if theirs.only:
        return f"Open tickets of {theirs.only}"
    return "Open tickets of your team" if own else "Open tickets"

"""Answers what people ask by `/triage`, in the background and to who asked alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from bot.slack.blocks import View, section
from bot.slack.slash import sentences
from bot.slack.slash.charts import bar_chart, chart_of_days
from bot.slack.slash.open_tickets import SHOWN
from bot.slack.slash.subcommands import Topic
from bot.triage.errors import Unavailable
from bot.triage.teamwork.rights import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.slack.finding import IssueFinder
    from bot.slack.home.ports import Briefs
    from bot.slack.people.audience import Audience
    from bot.slack.people.permissions import Permissions
    from bot.slack.rendering import Mrkdwn
    from bot.slack.slash.open_tickets import OpenTickets
    from bot.slack.slash.subcommands import Ask
    from bot.triage.arrivals.limits import Limits
    from bot.triage.overview.brief import Brief
    from bot.triage.overview.figures import Figures
    from bot.triage.overview.place import Page
    from bot.triage.rules import Rules

ISSUES_SHOWN = 5
FOR_MEMBERS = frozenset({Topic.SEARCH, Topic.KB, Topic.STATS})
CLOSED_SHOWN = timedelta(days=7)


class Finds(Protocol):
    """Finds tickets by words; may raise Unavailable."""

    def tickets(
        self, team: str, words: str, most: int, /, *, reporter: str | None
    ) -> Sequence[Brief]:
        """Return the latest that hold each of `words`, of `reporter` or of all."""

    def figures(self, team: str, since: datetime, until: datetime, reporter: str | None) -> Figures:
        """Return what the tickets of a period come to, of `reporter` or of all."""


def works_tickets(permissions: Permissions, team: str, user: str) -> bool:
    """Return True if `user` may see all tickets; Unavailable if that can't be found out now."""
    allowed = permissions.allows(team, user, Action.WORK)
    if allowed is None:
        raise Unavailable("it can't be found out who somebody is")
    return allowed


class Asking:
    """Looks up what each person may see: reporters their own tickets, agents all."""

    def __init__(
        self,
        finds: Finds,
        briefs: Briefs,
        finder: IssueFinder,
        open_tickets: OpenTickets,
        *,
        permissions: Permissions,
        audience: Audience,
        rules: Rules,
        limits: Limits,
        site: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._finds = finds
        self._briefs = briefs
        self._finder = finder
        self._open_tickets = open_tickets
        self._permissions = permissions
        self._audience = audience
        self._rules = rules
        self._limits = limits
        self._site = site
        self._clock = clock

    def answer(self, team: str, user: str, channel: str, ask: Ask) -> Mrkdwn | View:
        """Return the answer; raises a TriageError if it can't be looked up.

        Guests and people of other organisations are told of their own tickets, and nothing else.
        """
        if ask.topic in FOR_MEMBERS:
            refusal = self._permissions.refusal(team, user, Action.LOOK_UP, ask.topic)
            if refusal is not None:
                return refusal
        return self._told(team, user, channel, ask)

    def _told(self, team: str, user: str, channel: str, ask: Ask) -> Mrkdwn | View:
        match ask.topic:
            case Topic.MINE:
                own = self._own(team, user, CLOSED_SHOWN)
                return self._list(team, user, "Your tickets", own.items, of=own.total)
            case Topic.OPEN:
                return self._open(team, user, ask.words)
            case Topic.SEARCH:
                return self._tickets(team, user, ask.words)
            case Topic.KB:
                return self._known(team, ask.words)
            case Topic.STATS:
                return self._stats(team, user, ask.days)
            case _:
                return self._settings(team, user, channel)

    def _works(self, team: str, user: str) -> bool:
        return works_tickets(self._permissions, team, user)

    def _own(self, team: str, user: str, closed: timedelta) -> Page[Brief]:
        """Return their latest, open or closed so lately; of silent ones only agents are told."""
        is_agent = self._permissions.allows(team, user, Action.WORK) is True  # in doubt nobody is
        since = self._clock() - closed
        return self._briefs.concerning(team, user, since, with_silent=is_agent, size=SHOWN)

    def _open(self, team: str, user: str, asked: str) -> Mrkdwn:
        if not self._works(team, user):
            own = self._own(team, user, -timedelta.resolution)
            return self._list(team, user, "Your open tickets", own.items, of=own.total)
        found = self._open_tickets.listed(team, user, asked)
        items, total = found.page.items, found.page.total
        return self._list(team, user, found.title, items, of=total, elsewhere=found.elsewhere)

    def _tickets(self, team: str, user: str, words: str) -> Mrkdwn:
        reporter = None if self._works(team, user) else user
        found = self._finds.tickets(team, words, SHOWN, reporter=reporter)
        # A ticket that is found by its text tells of it, so only those who may read it find it.
        readable = [brief for brief in found if self._audience.may_read_ticket(team, user, brief)]
        return self._list(team, user, "Tickets", readable, about=words)

    def _list(
        self,
        team: str,
        user: str,
        title: str,
        briefs: Sequence[Brief],
        *,
        about: str = "",
        of: int | None = None,
        elsewhere: int = 0,
    ) -> Mrkdwn:
        shown = [(brief, self._audience.may_read_ticket(team, user, brief)) for brief in briefs]
        marks = {severity.name: severity.mark for severity in self._rules.taxonomy.severities}
        more = sentences.More(about, of, elsewhere)
        return sentences.tickets(title, shown, marks, self._site, more)

    def _known(self, team: str, words: str) -> Mrkdwn:
        return sentences.known_issues(words, self._finder.found(team, words, ISSUES_SHOWN))

    def _stats(self, team: str, user: str, days: int) -> Mrkdwn | View:
        now = self._clock()
        reporter = None if self._works(team, user) else user
        figures = self._finds.figures(team, now - timedelta(days=days), now, reporter)
        told = sentences.stats(figures, days, is_own=reporter is not None)
        if not figures.tickets:
            return told
        charts = [chart_of_days(figures.by_day, now.date(), days)]
        if figures.by_category:
            charts.append(bar_chart("Tickets by category", figures.by_category))
        return View(told, [section(told), *charts])

    def _settings(self, team: str, user: str, channel: str) -> Mrkdwn:
        refusal = self._permissions.refusal(team, user, Action.CONFIGURE, "settings")
        if refusal is not None:
            return refusal
        return sentences.settings(channel, self._rules, self._limits)

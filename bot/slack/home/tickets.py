"""The tab of tickets: one's own, and for those who work them what is open, with filters."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from bot.slack.blocks import link_button, section
from bot.slack.home.filters import filter_row, headline, nothing
from bot.slack.home.frame import OWN_PAGE, empty, pager, title
from bot.slack.permalinks import address
from bot.slack.rendering import Mrkdwn, channel_link, joined, mention, moment, mrkdwn
from bot.slack.web_api.methods import COMMAND
from bot.triage.overview.place import whose
from bot.triage.teamwork.rights import Action
from bot.triage.teamwork.work import WorkState
from bot.triage.ticket import Status

if TYPE_CHECKING:
    from datetime import datetime

    from bot.slack.blocks import Json
    from bot.slack.home.frame import Viewer
    from bot.slack.home.ports import Briefs
    from bot.slack.people.audience import Audience
    from bot.slack.people.teams import Teams
    from bot.triage.overview.brief import Brief
    from bot.triage.rules import Rules

OWN_SHOWN = 8
PAGE_SIZE = 10
SUMMARY_LIMIT = 200
CLOSED_SHOWN = timedelta(days=7)


class TicketsTab:
    """Draws it for one person: text of private channels only for their members."""

    def __init__(
        self, briefs: Briefs, audience: Audience, teams: Teams, rules: Rules, site: str
    ) -> None:
        self._briefs = briefs
        self._teams = teams
        self._audience = audience
        self._rules = rules
        self._site = site

    def blocks(self, viewer: Viewer) -> list[Json]:
        """Return what stands below the row of tabs."""
        since, works = viewer.now - CLOSED_SHOWN, Action.WORK in viewer.allowed
        own = self._briefs.concerning(
            viewer.team,
            viewer.user,
            since,
            with_silent=works,
            page=viewer.place.own_page,
            size=OWN_SHOWN,
        )
        lines = (self.line(viewer, brief) for brief in own.items)
        mine = [title("Your tickets"), *lines, *pager(own, OWN_PAGE)]
        if not own.total:
            mine.append(empty(self._how_to_open()))
        if not works:
            return mine
        return [*mine, *self._open(viewer)]

    def line(self, viewer: Viewer, brief: Brief) -> Json:
        """Return one ticket; who may not read its channel sees none of its text."""
        is_readable = self._audience.may_read_ticket(viewer.team, viewer.user, brief)
        summary = brief.summary or "Not judged yet"
        marks = {severity.name: severity.mark for severity in self._rules.taxonomy.severities}
        head = mrkdwn(
            "{} *T-{}* {}",
            marks.get(brief.severity) or "▫️",
            str(brief.number),
            summary if is_readable else "in a private channel",
            limit=SUMMARY_LIMIT,
        )
        block = section(joined("\n", [head, _facts(brief, viewer.now)]))
        if self._site and brief.thread_ts is not None:
            url = address(self._site, brief.channel, brief.thread_ts)
            block["accessory"] = link_button("Open", f"home_link:{brief.number}", url)
        return block

    def _open(self, viewer: Viewer) -> list[Json]:
        filters, taxonomy = viewer.place.filters, self._rules.taxonomy
        routes = self._teams.names
        own = self._teams.of(viewer.team, viewer.user)
        page = self._briefs.open(
            viewer.team,
            filters,
            taxonomy.severity_names,
            whose=whose(filters.team, frozenset(routes), own),
            now=viewer.now,
            page=viewer.place.page,
            size=PAGE_SIZE,
        )
        has_team = bool(own)
        lines = [*(self.line(viewer, brief) for brief in page.items), *pager(page)]
        return [
            title(headline(filters, routes, has_team=has_team)),
            filter_row(filters, taxonomy, routes, has_team=has_team),
            *(lines if page.total else [empty(nothing(filters, has_team=has_team))]),
        ]

    def _how_to_open(self) -> Mrkdwn:
        channels = [channel_link(channel) for channel in self._rules.channels[:5]]
        where = joined(", ", channels) if channels else Mrkdwn("a channel that I am in")
        return mrkdwn(
            "You have none. Post in {} or write `{} what happened` to open one.",
            where,
            Mrkdwn(COMMAND),
        )


def _facts(brief: Brief, now: datetime) -> Mrkdwn:
    kinds = [part for part in (brief.severity, brief.category) if part]
    facts = [mrkdwn("{}", part) for part in kinds]
    facts.append(_stands(brief))
    if brief.due_at is not None and not brief.is_closed:
        is_late = brief.due_at < now
        word = Mrkdwn("*overdue since*") if is_late else Mrkdwn("due")
        facts.append(mrkdwn("{} {}", word, moment(brief.due_at)))
    facts.append(mrkdwn("in {}", channel_link(brief.channel)))
    if brief.route:
        facts.append(mrkdwn("for {}", brief.route))
    return joined(" · ", facts)


def _stands(brief: Brief) -> Mrkdwn:
    match brief.work:
        case WorkState.RESOLVED:
            return Mrkdwn("resolved")
        case WorkState.NOT_A_TICKET:
            return Mrkdwn("not a ticket")
        case WorkState.IN_PROGRESS:
            return mrkdwn("in progress with {}", mention(brief.assignee or ""))
        case WorkState.OPEN:
            return _open(brief.status)
        case _:
            assert_never(brief.work)


def _open(status: Status) -> Mrkdwn:
    words = {
        Status.RECEIVED: Mrkdwn("being judged"),
        Status.WAITING: Mrkdwn("waiting for the reporter"),
        Status.HANDED_OVER: Mrkdwn("to be judged by people"),
    }
    return words.get(status, Mrkdwn("open"))

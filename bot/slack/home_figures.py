"""The tab of figures: what the tickets of the last 30 days come to, in charts of characters."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.slack.bars import bars, chart, days, span
from bot.slack.blocks import context, fields
from bot.slack.home_frame import empty, title
from bot.slack.rendering import Mrkdwn, mrkdwn
from bot.triage.work import WorkState

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.slack.home_frame import Viewer
    from bot.slack.home_ports import Reports
    from bot.triage.figures import Figures
    from bot.triage.judgement import Taxonomy

DAYS = 30
NOTHING = Mrkdwn("No ticket was opened in the last 30 days, so there is nothing to count yet.")


class FiguresTab:
    """Draws it; only numbers, none of the text of a ticket."""

    def __init__(self, reports: Reports, taxonomy: Taxonomy) -> None:
        self._reports = reports
        self._taxonomy = taxonomy

    def blocks(self, viewer: Viewer) -> list[Json]:
        """Return what stands below the row of tabs."""
        since = viewer.now - timedelta(days=DAYS)
        found = self._reports.figures(viewer.team, since, viewer.now)
        if not found.tickets:
            return [empty(NOTHING)]
        first, last = since.date() + timedelta(days=1), viewer.now.date()
        urgent_first = {
            name: found.by_severity[name]
            for name in reversed(self._taxonomy.severity_names)
            if name in found.by_severity
        }
        return [
            fields(_numbers(found)),
            title("Tickets a day"),
            chart([days(found.by_day, last, DAYS)]),
            context([mrkdwn("{} to {}, in UTC", f"{first:%d %b}", f"{last:%d %b}")]),
            title("By category"),
            chart(bars(found.by_category)),
            title("By severity"),
            chart(bars(urgent_first)),
            title("Known and new issues"),
            chart(bars({"Known": found.known, "New": found.new})),
        ]


def _numbers(found: Figures) -> list[Mrkdwn]:
    resolved = found.by_work.get(WorkState.RESOLVED, 0)
    numbers = (
        ("Tickets", f"{found.tickets:,}"),
        ("Resolved", f"{resolved:,}"),
        ("First response, median", span(found.first_response)),
        ("Resolution, median", span(found.resolution)),
        ("Asked back", f"{found.question_rate:.0%}"),
        ("Corrected by people", f"{found.correction_rate:.0%}"),
    )
    return [mrkdwn("*{}*\n{}", name, number) for name, number in numbers]

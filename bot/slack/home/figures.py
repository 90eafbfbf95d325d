"""The tab of figures: what the tickets of the last 30 days come to, in a picture of charts.

Slack has no charts in a home. Where it does not take the picture either, or the names of the
categories can't be written in it, the charts are of characters.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.slack.blocks import context, fields, image
from bot.slack.home.bars import bars, chart, levels, span
from bot.slack.home.chart_picture import Chart, Row, can_write, draw
from bot.slack.home.colours import mark
from bot.slack.home.frame import empty, title
from bot.slack.rendering import Mrkdwn, mrkdwn
from bot.slack.sentences import STANDS
from bot.triage.teamwork.work import WorkState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.slack.blocks import Json
    from bot.slack.home.frame import Viewer
    from bot.slack.home.ports import Reports
    from bot.slack.web_api.albums import Albums
    from bot.triage.judgement import Taxonomy
    from bot.triage.overview.figures import Figures

DAYS = 30
NOTHING = Mrkdwn("No ticket was opened in the last 30 days, so there is nothing to count yet.")


class FiguresTab:
    """Draws it; only numbers, none of the text of a ticket."""

    def __init__(self, reports: Reports, taxonomy: Taxonomy, albums: Albums) -> None:
        self._reports = reports
        self._taxonomy = taxonomy
        self._albums = albums

    def blocks(self, viewer: Viewer) -> list[Json]:
        """Return what stands below the row of tabs."""
        since = viewer.now - timedelta(days=DAYS)
        found = self._reports.figures(viewer.team, since, viewer.now)
        if not found.tickets:
            return [empty(NOTHING)]
        charts = self._in_a_picture(viewer, found)
        return [fields(_numbers(found)), *(charts or self._in_words(viewer, found))]

    def _in_a_picture(self, viewer: Viewer, found: Figures) -> list[Json]:
        """Return the charts as a picture; none where that can't be shown."""
        charts = self._charts(found)
        names = [row.name for chart in charts for row in chart.rows]
        if viewer.in_words or not can_write(names):
            return []
        days = [(f"{day:%d %b}", count) for day, count in _by_day(found, viewer).items()]
        picture = draw("Tickets a day, in UTC", days, charts)
        file_id = self._albums.keep(viewer.team, picture, f"tickets-{viewer.now:%Y-%m-%d}.png")
        return [] if file_id is None else [image(file_id, _told(charts))]

    def _in_words(self, viewer: Viewer, found: Figures) -> list[Json]:
        counts = list(_by_day(found, viewer).values())
        first, last = viewer.now.date() - timedelta(days=DAYS - 1), viewer.now.date()
        return [
            title("Tickets a day"),
            chart([levels(counts)]),
            context([mrkdwn("{} to {}, in UTC", f"{first:%d %b}", f"{last:%d %b}")]),
            *(
                block
                for each in self._charts(found)
                for block in (
                    title(each.title),
                    chart(bars({row.name: row.count for row in each.rows})),
                )
            ),
        ]

    def _charts(self, found: Figures) -> list[Chart]:
        urgent_first = [
            Row(severity.name, found.by_severity[severity.name], severity.mark)
            for severity in reversed(self._taxonomy.severities)
            if severity.name in found.by_severity
        ]
        categories = [
            Row(name, count, mark(name, self._taxonomy))
            for name, count in found.by_category.items()
        ]
        issues = [Row("Known", found.known), Row("New", found.new)]
        work = [Row(STANDS[state].capitalize(), count) for state, count in found.by_work.items()]
        return [
            Chart("By category", categories),
            Chart("By severity", urgent_first),
            Chart("Known and new issues", issues),
            Chart("Open and done", work),
        ]


def _by_day(found: Figures, viewer: Viewer) -> dict[date, int]:
    """Return the count of each day, the oldest first."""
    last = viewer.now.date()
    days = [last - timedelta(days=back) for back in reversed(range(DAYS))]
    return {day: found.by_day.get(day, 0) for day in days}


def _told(charts: Sequence[Chart]) -> str:
    """Return in a sentence what the picture shows, for who can't see it."""
    return ". ".join(
        f"{chart.title}: {', '.join(f'{row.name} {row.count:,}' for row in chart.rows)}"
        for chart in charts
    )


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

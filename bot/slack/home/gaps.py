"""The tab of gaps: what many tickets are about and nobody wrote up, and what no ticket needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import actions, button, context, section
from bot.slack.home.frame import empty, pager, title
from bot.slack.home.knowledge import STALE_AFTER
from bot.slack.rendering import Mrkdwn, joined, mrkdwn
from bot.triage.known_issues.gap import Gap
from bot.triage.known_issues.shelf import Shelf
from bot.triage.overview.concerning import concerns
from bot.triage.overview.place import Place, paged

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.slack.home.frame import Viewer
    from bot.slack.home.ports import Bookshelf, Gaps
    from bot.slack.people.audience import Audience
    from bot.triage.overview.brief import Brief

GAPS_SHOWN = 15
TICKETS_NAMED = 8
SUMMARY_LIMIT = 200
TO_SHELF = "home_to_shelf"
WRITE_UP = "home_write_up"
NO_GAP = Mrkdwn(
    "No two new tickets of the last 90 days read alike without a known issue for them. "
    "What is seen once can be saved from its card."
)


class GapsTab:
    """Draws it for one person."""

    def __init__(self, gaps: Gaps, bookshelf: Bookshelf, audience: Audience) -> None:
        self._gaps = gaps
        self._bookshelf = bookshelf
        self._audience = audience

    def blocks(self, viewer: Viewer) -> list[Json]:
        """Return what stands below the row of tabs."""
        found = paged(self._gaps.ranked(viewer.team, viewer.now), viewer.place.page, GAPS_SHOWN)
        shown = [title("New issues without a known issue, most tickets first")]
        shown += [self._gap(viewer, gap) for gap in found.items] or [empty(NO_GAP)]
        shown += pager(found)
        return [*shown, title("Known issues that no ticket needs"), *self._unused(viewer)]

    def _gap(self, viewer: Viewer, gap: Gap) -> Json:
        readable = self._readable(viewer, gap)
        example = gap.example if readable is None else readable.example
        head = mrkdwn(
            "*{} tickets* {}",
            str(len(gap.briefs)),
            "in a private channel" if readable is None else example.summary,
            limit=SUMMARY_LIMIT,
        )
        block = section(joined("\n", [head, _named(gap.briefs, example)]))
        if readable is not None:
            value = str(example.number)
            block["accessory"] = button("Write it up", f"{WRITE_UP}:{value}", value)
        return block

    def _readable(self, viewer: Viewer, gap: Gap) -> Gap | None:
        """Return those of its tickets whose text `viewer` may read; None if these are none."""
        channels = {
            channel
            for channel in {brief.channel for brief in gap.briefs}
            if self._audience.may_read(viewer.team, viewer.user, channel)
        }
        found = (b for b in gap.briefs if concerns(b, viewer.user) or b.channel in channels)
        briefs = tuple(found)
        return Gap(briefs) if briefs else None

    def _unused(self, viewer: Viewer) -> list[Json]:
        since = viewer.now - STALE_AFTER
        counts = {
            shelf: self._bookshelf.page(viewer.team, Place(shelf=shelf), since, size=1).total
            for shelf in (Shelf.NEVER_MATCHED, Shelf.STALE)
        }
        told = mrkdwn(
            "{} never matched a ticket · {} neither matched nor changed in 180 days",
            str(counts[Shelf.NEVER_MATCHED]),
            str(counts[Shelf.STALE]),
        )
        row = [
            button("Never matched", f"{TO_SHELF}:never", Shelf.NEVER_MATCHED),
            button("Stale", f"{TO_SHELF}:stale", Shelf.STALE),
        ]
        return [context([told]), actions(row)]


def _named(briefs: tuple[Brief, ...], example: Brief) -> Mrkdwn:
    names = [mrkdwn("T-{}", str(brief.number)) for brief in briefs[:TICKETS_NAMED]]
    more = len(briefs) - TICKETS_NAMED
    rest = [mrkdwn("and {} more", str(more))] if more > 0 else []
    return mrkdwn("{} · {}", example.category, joined(", ", names + rest))

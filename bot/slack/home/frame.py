"""What all tabs of the app's home share: the row of tabs, the pages, and what stands if empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.slack.blocks import actions, button, context, section
from bot.slack.rendering import Mrkdwn, mrkdwn
from bot.triage.overview.place import Tab
from bot.triage.teamwork.rights import Action

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.slack.blocks import Json
    from bot.triage.overview.place import Page, Place

MOST_BLOCKS = 100
TAB = "home_tab"
PAGE, OWN_PAGE = "home_page", "home_own_page"
LABELS = {
    Tab.TICKETS: ("Tickets", Action.OPEN_TICKET),
    Tab.REVIEW: ("To review", Action.DRAFT),
    Tab.KNOWLEDGE: ("Known issues", Action.DRAFT),
    Tab.GAPS: ("Gaps", Action.DRAFT),
    Tab.FIGURES: ("Last 30 days", Action.WORK),
}
"""Each tab with the right that it needs; who has none of these sees their own tickets only."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, from where, and what they may do."""

    team: str
    user: str
    place: Place
    allowed: Collection[Action]
    now: datetime
    in_words: bool = False
    """Slack does not show them pictures: what these tell is to be told otherwise."""

    @property
    def tabs(self) -> list[Tab]:
        """Return the tabs that they see."""
        return [tab for tab, (_, needs) in LABELS.items() if needs in self.allowed]

    @property
    def tab(self) -> Tab:
        """Return the tab where they are, or the first that is left to them."""
        tabs = self.tabs
        return self.place.tab if self.place.tab in tabs else next(iter(tabs), Tab.TICKETS)

    @property
    def is_editor(self) -> bool:
        """Return True if they look after the known issues."""
        return Action.EDIT_KNOWLEDGE in self.allowed


def framed(viewer: Viewer, blocks: Sequence[Json]) -> Json:
    """Return the home with `blocks` below the tabs."""
    tabs = viewer.tabs
    row = [
        button(LABELS[tab][0], f"{TAB}:{tab}", tab.value, primary=tab is viewer.tab) for tab in tabs
    ]
    shown = [*([actions(row)] if len(tabs) > 1 else []), *blocks]
    return {"type": "home", "blocks": shown[:MOST_BLOCKS]}


def pager(page: Page[Any], turn: str = PAGE) -> list[Json]:
    """Return the buttons to the page before and after, and where one is; none of one page.

    `turn` is what is clicked to turn them.
    """
    if page.count == 1:
        return []
    turns = []
    if page.number > 0:
        turns.append(button("Back", f"{turn}:back", str(page.number - 1)))
    if page.number + 1 < page.count:
        turns.append(button("Next", f"{turn}:next", str(page.number + 1)))
    where = mrkdwn(
        "Page {} of {} · {} in all", *map(str, (page.number + 1, page.count, page.total))
    )
    return [actions(turns), context([where])]


def title(text: str) -> Json:
    """Return a headline within a tab."""
    return section(mrkdwn("*{}*", text))


def empty(sentence: Mrkdwn) -> Json:
    """Return what stands where there is nothing: it says what to do."""
    return context([sentence])

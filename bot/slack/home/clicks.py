"""Takes the clicks by which people go through their home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.slack.buttons.clicks import Handler
from bot.slack.home import knowledge
from bot.slack.home.filters import (
    ASSIGNEE,
    CATEGORY,
    CHANNEL,
    CLEAR,
    DUE,
    SEVERITY,
    TEAM,
    chosen,
    chosen_deadline,
    chosen_team,
)
from bot.slack.home.frame import OWN_PAGE, PAGE, TAB
from bot.slack.home.gaps import TO_SHELF
from bot.slack.messages.markup import readable
from bot.triage.known_issues.shelf import Shelf
from bot.triage.overview.place import Filters, Place, Tab
from bot.triage.teamwork.rights import Action

if TYPE_CHECKING:
    from bot.slack.buttons.clicks import Click
    from bot.slack.home.drawing import Home

Move = Callable[[Place, str], Place]


class HomeClicks:
    """One click, one move of the place; everybody may move, each in their own home."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def handlers(self) -> dict[str, Handler]:
        """Return what takes each click, by its name."""
        return {name: self._moving(move) for name, move in MOVES.items()}

    def _moving(self, move: Move) -> Handler:
        def take(click: Click) -> None:
            self._home.moved(click.team, click.user, lambda place: move(place, click.value))

        return Handler(Action.OPEN_TICKET, take)


def _tab(place: Place, value: str) -> Place:
    return place.at(Tab(value)) if value in set(Tab) else place


def _page(place: Place, value: str) -> Place:
    return place.turned_to(int(value)) if value.isascii() and value.isdigit() else place


def _own_page(place: Place, value: str) -> Place:
    return replace(place, own_page=_page(place, value).page)


def _filtering(name: str, read: Callable[[str], str] = str) -> Move:
    def move(place: Place, value: str) -> Place:
        return replace(place, page=0, filters=replace(place.filters, **{name: read(value)}))

    return move


def _search(place: Place, words: str) -> Place:
    return replace(place, page=0, words=readable(words)[: knowledge.LONGEST_SEARCH])


def _shelf(place: Place, value: str) -> Place:
    return replace(place, page=0, shelf=Shelf(value)) if value in set(Shelf) else place


def _to_shelf(place: Place, value: str) -> Place:
    return _shelf(place.at(Tab.KNOWLEDGE), value)


def _kb_category(place: Place, value: str) -> Place:
    return replace(place, page=0, category=chosen(value))


def _kb_clear(place: Place, _: str) -> Place:
    return replace(place, page=0, category="", words="")


def _clear(place: Place, _: str) -> Place:
    return replace(place, page=0, filters=Filters())


MOVES: dict[str, Move] = {
    TAB: _tab,
    PAGE: _page,
    OWN_PAGE: _own_page,
    SEVERITY: _filtering("severity", chosen),
    CATEGORY: _filtering("category", chosen),
    DUE: _filtering("due", chosen_deadline),
    TEAM: _filtering("team", chosen_team),
    ASSIGNEE: _filtering("assignee"),
    CHANNEL: _filtering("channel"),
    CLEAR: _clear,
    knowledge.SEARCH: _search,
    knowledge.SHELF: _shelf,
    TO_SHELF: _to_shelf,
    knowledge.CATEGORY: _kb_category,
    knowledge.CLEAR: _kb_clear,
}

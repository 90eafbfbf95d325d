"""Builds the app's home: which tab is drawn by what, and what takes its clicks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.audience import Audience
from bot.slack.home import Home
from bot.slack.home_clicks import HomeClicks
from bot.slack.home_tickets import TicketsTab
from bot.triage.place import Tab

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.best_effort import BestEffort
    from bot.slack.calls import WebApi
    from bot.slack.clicks import Handler
    from bot.slack.permissions import Permissions
    from bot.slack.ports import Stores
    from bot.triage.rules import Rules


@dataclass(frozen=True, slots=True)
class HomeParts:
    """The home, and the handlers of its clicks by their names."""

    home: Home
    handlers: dict[str, Handler]


def home_parts(
    stores: Stores,
    rules: Rules,
    permissions: Permissions,
    api: WebApi,
    *,
    best_effort: BestEffort,
    site: str,
    clock: Callable[[], datetime],
) -> HomeParts:
    """Return all that belongs to the home; `site` is the workspace's address."""
    audience = Audience(api, stores.home.channels, clock=clock)
    tickets = TicketsTab(stores.home.briefs, audience, rules, site)
    tabs = {Tab.TICKETS: tickets}
    home = Home(api, stores.home.homes, permissions, best_effort, tabs, clock=clock)
    return HomeParts(home, HomeClicks(home).handlers())

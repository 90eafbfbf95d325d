"""Builds the app's home: which tab is drawn by what, and what takes its clicks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.article_editing import ArticleEditing
from bot.slack.audience import Audience
from bot.slack.form_opener import FormOpener
from bot.slack.history_form import HistoryForm
from bot.slack.home import Home
from bot.slack.home_clicks import HomeClicks
from bot.slack.home_figures import FiguresTab
from bot.slack.home_gaps import GapsTab
from bot.slack.home_knowledge import KnowledgeTab
from bot.slack.home_review import ReviewTab
from bot.slack.home_tickets import TicketsTab
from bot.slack.retire_form import RetireForm
from bot.slack.review_form import ReviewForm
from bot.slack.write_up_deed import WriteUpDeed
from bot.triage.place import Tab

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.albums import Albums
    from bot.slack.best_effort import BestEffort
    from bot.slack.calls import WebApi
    from bot.slack.clicks import Handler
    from bot.slack.home import Drawn
    from bot.slack.permissions import Permissions
    from bot.slack.ports import Stores
    from bot.slack.seal import Seal
    from bot.slack.submissions import Form
    from bot.triage.rules import Rules


@dataclass(frozen=True, slots=True)
class HomeParts:
    """The home, the handlers of its clicks by their names, and its forms by their callback id."""

    home: Home
    handlers: dict[str, Handler]
    forms: dict[str, Form]


def home_parts(
    stores: Stores,
    rules: Rules,
    permissions: Permissions,
    api: WebApi,
    albums: Albums,
    *,
    best_effort: BestEffort,
    seal: Seal,
    site: str,
    clock: Callable[[], datetime],
) -> HomeParts:
    """Return all that belongs to the home; `site` is the workspace's address."""
    kept = stores.home
    audience = Audience(api, kept.channels, clock=clock)
    tickets = TicketsTab(kept.briefs, audience, rules, site)
    tabs: dict[Tab, Drawn] = {
        Tab.TICKETS: tickets,
        Tab.REVIEW: ReviewTab(kept.drafts, kept.briefs, tickets, rules),
        Tab.KNOWLEDGE: KnowledgeTab(kept.bookshelf, rules.taxonomy),
        Tab.GAPS: GapsTab(kept.gaps, kept.bookshelf, audience),
        Tab.FIGURES: FiguresTab(kept.reports, rules.taxonomy, albums),
    }
    home = Home(api, kept.homes, permissions, best_effort, tabs, clock=clock)
    opener = FormOpener(stores.tickets, api, seal)
    editing = ArticleEditing(kept.drafts, stores.issues, opener, home, rules.taxonomy, clock=clock)
    review = ReviewForm(
        kept.drafts,
        editing,
        permissions,
        opener,
        home,
        categories=rules.taxonomy.category_names,
        clock=clock,
    )
    history = HistoryForm(kept.publishing, opener, home, clock=clock)
    retiring = RetireForm(kept.publishing, stores.issues, opener, home, clock=clock)
    writing = WriteUpDeed(stores.write_ups, home, clock=clock)
    return HomeParts(
        home,
        HomeClicks(home).handlers()
        | editing.handlers()
        | review.handlers()
        | history.handlers()
        | retiring.handlers()
        | writing.handlers(),
        editing.forms() | review.forms() | history.forms() | retiring.forms(),
    )

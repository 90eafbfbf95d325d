"""Builds the app's home: which tab is drawn by what, and what takes its clicks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.forms.opener import FormOpener
from bot.slack.home.clicks import HomeClicks
from bot.slack.home.drawing import Home
from bot.slack.home.figures import FiguresTab
from bot.slack.home.gaps import GapsTab
from bot.slack.home.knowledge import KnowledgeTab
from bot.slack.home.review import ReviewTab
from bot.slack.home.tickets import TicketsTab
from bot.slack.known_issues.editing import ArticleEditing
from bot.slack.known_issues.history import HistoryForm
from bot.slack.known_issues.news import DraftNews
from bot.slack.known_issues.retire import RetireForm
from bot.slack.known_issues.review import ReviewForm
from bot.slack.known_issues.write_up import WriteUpDeed
from bot.slack.people.audience import Audience
from bot.slack.people.teams import Teams
from bot.slack.tables import table
from bot.triage.overview.place import Tab

if TYPE_CHECKING:
    from bot.slack.home.drawing import Drawn
    from bot.slack.people.directory import Directory
    from bot.slack.people.permissions import Permissions
    from bot.slack.tables import HasForms, Tables
    from bot.slack.tools import Tools


@dataclass(frozen=True, slots=True)
class HomeParts:
    """The home, and what takes its clicks and its forms."""

    home: Home
    tables: Tables


def home_parts(tools: Tools, permissions: Permissions, directory: Directory) -> HomeParts:
    """Return all that belongs to the home."""
    stores, kept, clock = tools.stores, tools.stores.home, tools.clock
    tabs = _tabs(tools, Teams(tools.rules.plan, directory, clock=clock))
    home = Home(tools.api, kept.homes, permissions, tools.best_effort, tabs, clock=clock)
    opener = FormOpener(stores.tickets, tools.api, tools.seal)
    taxonomy = tools.rules.taxonomy
    editing = ArticleEditing(kept.drafts, stores.issues, opener, home, taxonomy, clock=clock)
    both: list[HasForms] = [
        editing,
        ReviewForm(
            kept.drafts,
            editing,
            permissions,
            opener,
            home,
            news=DraftNews(tools.whispers),
            categories=taxonomy.category_names,
            clock=clock,
        ),
        HistoryForm(kept.publishing, opener, home, clock=clock),
        RetireForm(kept.publishing, stores.issues, opener, home, clock=clock),
    ]
    audience = Audience(tools.api, kept.channels, clock=clock)
    writing = WriteUpDeed(stores.write_ups, stores.tickets, audience, home, clock=clock)
    return HomeParts(home, table([HomeClicks(home), writing, *both], both))


def _tabs(tools: Tools, teams: Teams) -> dict[Tab, Drawn]:
    kept, rules = tools.stores.home, tools.rules
    audience = Audience(tools.api, kept.channels, clock=tools.clock)
    tickets = TicketsTab(kept.briefs, audience, teams, rules, tools.me.site)
    return {
        Tab.TICKETS: tickets,
        Tab.REVIEW: ReviewTab(kept.drafts, kept.briefs, tickets, rules),
        Tab.KNOWLEDGE: KnowledgeTab(kept.bookshelf, rules.taxonomy),
        Tab.GAPS: GapsTab(kept.gaps, kept.bookshelf, audience),
        Tab.FIGURES: FiguresTab(kept.reports, rules.taxonomy, tools.albums),
    }

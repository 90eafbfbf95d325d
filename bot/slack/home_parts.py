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
from bot.slack.tables import table
from bot.slack.teams import Teams
from bot.slack.write_up_deed import WriteUpDeed
from bot.triage.place import Tab

if TYPE_CHECKING:
    from bot.slack.directory import Directory
    from bot.slack.home import Drawn
    from bot.slack.permissions import Permissions
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
            categories=taxonomy.category_names,
            clock=clock,
        ),
        HistoryForm(kept.publishing, opener, home, clock=clock),
        RetireForm(kept.publishing, stores.issues, opener, home, clock=clock),
    ]
    writing = WriteUpDeed(stores.write_ups, home, clock=clock)
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

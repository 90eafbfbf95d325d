"""Joins the parts that Slack's deliveries are handed to; each is made once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.slack.buttons.actions import Actions
from bot.slack.finding import HurriedSearch, IssueFinder
from bot.slack.forms.submissions import Submissions
from bot.slack.forms.suggestions import Suggestions
from bot.slack.home_parts import HomeParts, home_parts
from bot.slack.messages.events import Events
from bot.slack.messages.explaining import Explaining
from bot.slack.messages.reactions import Reactions
from bot.slack.messages.reader import Reader
from bot.slack.messages.requests import MessageRequests
from bot.slack.messages.shortcuts import Shortcuts
from bot.slack.messages.team_replies import TeamReplies
from bot.slack.people.audience import Audience
from bot.slack.people.directory import Directory
from bot.slack.people.permissions import Permissions
from bot.slack.people.teams import Teams
from bot.slack.slash.asking import Asking
from bot.slack.slash.commands import Commands
from bot.slack.slash.new_ticket import Forms
from bot.slack.slash.open_tickets import OpenTickets
from bot.slack.slash.requests import Requests
from bot.slack.tables import Tables, tables

if TYPE_CHECKING:
    from bot.slack.tools import Tools


class Parts:
    """What takes events, commands, clicks and forms."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    @cached_property
    def events(self) -> Events:
        """Return what takes messages, and what becomes of them."""
        tools, stores = self._tools, self._tools.stores
        return Events(
            self._reader,
            stores.tickets,
            stores.revisions,
            stores.outbox,
            stores.last_seen,
            passed_over=stores.passed_over,
            team_replies=TeamReplies(stores.first_responses, stores.errands, tools.rules.plan),
            progress=tools.progress,
            whispers=tools.whispers,
            limits=tools.limits,
            wake=tools.wake,
            clock=tools.clock,
        )

    @cached_property
    def reactions(self) -> Reactions:
        """Return what takes the emoji."""
        tools = self._tools
        return Reactions(
            self._reader,
            self._asked,
            tools.stores.errands,
            tools.whispers,
            wake=tools.wake,
            clock=tools.clock,
        )

    @cached_property
    def shortcuts(self) -> Shortcuts:
        """Return what takes the entries of the message menu."""
        tools = self._tools
        explaining = Explaining(self._reader, tools.stores.tickets, tools.stores.passed_over)
        return Shortcuts(self._asked, explaining, tools.whispers, tools.rules, self._permissions)

    @cached_property
    def commands(self) -> Commands:
        """Return what answers `/triage`."""
        tools = self._tools
        return Commands(
            tools.stores.tickets,
            self._requests,
            tools.api,
            tools.whispers,
            tools.seal,
            asking=self._asking,
            permissions=self._permissions,
            errands=tools.stores.errands,
            rules=tools.rules,
            max_length=tools.max_length,
            clock=tools.clock,
        )

    @cached_property
    def opening(self) -> Forms:
        """Return what takes the form that `/triage` alone opens."""
        tools = self._tools
        return Forms(self._requests, tools.whispers, tools.seal, clock=tools.clock)

    @cached_property
    def home(self) -> HomeParts:
        """Return what draws the home, and takes its clicks."""
        return home_parts(self._tools, self._permissions, self._directory)

    @cached_property
    def actions(self) -> Actions:
        """Return what takes all other clicks, by their names."""
        handlers = self._tables.handlers | self.home.tables.handlers
        return Actions(handlers, self._permissions, self._tools.whispers)

    @cached_property
    def submissions(self) -> Submissions:
        """Return what takes all other forms."""
        forms = self._tables.forms | self.home.tables.forms
        return Submissions(forms, self._permissions, self._tools.seal)

    @cached_property
    def suggestions(self) -> Suggestions:
        """Return what fills menus as people type."""
        search = self._tools.search
        hurried = None if search is None else HurriedSearch(search)
        finder = IssueFinder(self._tools.stores.issues, hurried)
        return Suggestions(finder, self._permissions)

    @cached_property
    def _tables(self) -> Tables:
        return tables(self._tools, self._permissions)

    @cached_property
    def _reader(self) -> Reader:
        tools = self._tools
        return Reader(tools.me, tools.rules, tools.max_length, tools.clock)

    @cached_property
    def _requests(self) -> Requests:
        tools = self._tools
        return Requests(
            tools.stores.tickets,
            tools.whispers,
            max_length=tools.max_length,
            limits=tools.limits,
            wake=tools.wake,
        )

    @cached_property
    def _asked(self) -> MessageRequests:
        tools = self._tools
        return MessageRequests(
            self._reader,
            tools.stores.tickets,
            progress=tools.progress,
            whispers=tools.whispers,
            limits=tools.limits,
            wake=tools.wake,
        )

    @cached_property
    def _permissions(self) -> Permissions:
        tools = self._tools
        rights, trail = tools.rules.rights, tools.stores.trail
        return Permissions(self._directory, rights, trail, clock=tools.clock)

    @cached_property
    def _directory(self) -> Directory:
        tools = self._tools
        groups = tools.rules.rights.groups
        return Directory(tools.api, tools.stores.people, groups=groups, clock=tools.clock)

    @cached_property
    def _open_tickets(self) -> OpenTickets:
        tools = self._tools
        plan, severities = tools.rules.plan, tools.rules.taxonomy.severity_names
        teams = Teams(plan, self._directory, clock=tools.clock)
        return OpenTickets(tools.stores.home.briefs, teams, severities, clock=tools.clock)

    @cached_property
    def _asking(self) -> Asking:
        tools, stores = self._tools, self._tools.stores
        return Asking(
            stores.finds,
            stores.home.briefs,
            IssueFinder(stores.issues, tools.search),
            self._open_tickets,
            permissions=self._permissions,
            audience=Audience(tools.api, stores.home.channels, clock=tools.clock),
            rules=tools.rules,
            limits=tools.limits,
            site=tools.me.site,
            clock=tools.clock,
        )

"""Whose a ticket is, and by when: decided by the team's table, never by a model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.triage.business_hours import ROUND_THE_CLOCK
from bot.triage.judging.phrases import first_said

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.business_hours import BusinessHours
    from bot.triage.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Conditions:
    """Which tickets a route is for: each condition that is given must hold, none = all tickets."""

    categories: frozenset[str] = frozenset()
    severities: frozenset[str] = frozenset()
    known_issues: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    def fit(self, ticket: Ticket) -> bool:
        """Return True if `ticket` is meant, by what counts of its judgement."""
        decided = ticket.decided
        asked = (
            (self.categories, decided and decided.category),
            (self.severities, decided and decided.severity),
            (self.known_issues, decided and decided.matched_issue_id),
            (self.channels, ticket.channel),
        )
        if any(allowed and value not in allowed for allowed, value in asked):
            return False
        said = "\n".join(message.full_text for message in ticket.messages)
        return not self.words or first_said(self.words, said) is not None


@dataclass(frozen=True, slots=True)
class Route:
    """One way for tickets to a team; people and user groups are named by Slack's ids."""

    name: str
    when: Conditions = Conditions()
    channel: str | None = None
    """The team's channel, where a card is posted too."""
    tell: tuple[str, ...] = ()
    """Who is mentioned when a ticket comes, and before and after a deadline."""
    respond_within: timedelta | None = None
    resolve_within: timedelta | None = None
    hours: BusinessHours = ROUND_THE_CLOCK
    is_urgent: bool = False
    """Deadlines run, and people are mentioned, round the clock."""
    escalate_to: tuple[str, ...] = ()
    """Who is mentioned after a missed deadline, one after the other."""

    @property
    def clock(self) -> BusinessHours:
        """Return in which time its deadlines are counted."""
        return ROUND_THE_CLOCK if self.is_urgent else self.hours

    def due(self, within: timedelta | None, since: datetime) -> datetime | None:
        """Return when `within` is over; None if there is no such deadline."""
        return None if within is None else self.clock.after(since, within)


@dataclass(frozen=True, slots=True)
class Routing:
    """How one ticket is routed."""

    route: str
    """The name that the route had then."""
    channel: str | None = None
    by: str | None = None
    """Who chose the route; None = the table did."""
    round: int = 1
    """Counts from 1 how often its deadlines began: by another route, or when it was reopened."""
    respond_by: datetime | None = None
    resolve_by: datetime | None = None
    responded_at: datetime | None = None
    """When somebody took it, or an agent answered in its thread."""

    @property
    def awaits_response(self) -> bool:
        """Return True while the first response has a deadline, and is not given."""
        return self.respond_by is not None and self.responded_at is None

    def responded(self, at: datetime) -> Routing:
        """Return it with the first response given; a later one changes nothing."""
        return self if self.responded_at else replace(self, responded_at=at)


@dataclass(frozen=True, slots=True)
class RoutingPlan:
    """The team's table of routes, read from the top: the first that fits counts."""

    routes: tuple[Route, ...] = ()
    remind_before: timedelta | None = None
    """How long before a deadline its people are reminded; None = not before."""
    escalate_every: timedelta = timedelta(hours=1)
    """After a missed deadline, how long each in line has before the next is told."""
    fallback_owner: str | None = None
    """The last in every line, and who is told where a route names nobody."""

    def route(self, name: str) -> Route | None:
        """Return the route of that name; None if there is none any more."""
        return next((route for route in self.routes if route.name == name), None)

    @property
    def channels(self) -> frozenset[str]:
        """Return the channels of all teams."""
        return frozenset(route.channel for route in self.routes if route.channel)

    def routing(self, ticket: Ticket, now: datetime, *, was_closed: bool = False) -> Routing | None:
        """Return how `ticket` is routed as it stands now, from how it was routed before.

        A route that a person chose stays, and so does one where none fits any more. Deadlines
        begin with the ticket, and anew when it `was_closed` and is open again.
        """
        before = ticket.routing
        if not ticket.has_card:
            return before
        route = self._fitting(ticket)
        if route is None:
            routing = before
        elif before is None or before.route != route.name:
            routing = _begun(route, ticket, ticket.created_at)
        elif was_closed and not ticket.work.is_closed:
            routing = replace(_begun(route, ticket, now), channel=before.channel, by=before.by)
        else:
            routing = before
        is_met = ticket.assignee is not None or ticket.work.is_closed
        return routing.responded(now) if routing and is_met else routing

    def rerouted(self, ticket: Ticket, route: Route, by: str, now: datetime) -> Routing:
        """Return what becomes of `ticket` when `by` gives it to `route`: its time begins now."""
        routing = replace(_begun(route, ticket, now), by=by)
        return routing.responded(now) if ticket.assignee is not None else routing

    def _fitting(self, ticket: Ticket) -> Route | None:
        """Return the route for `ticket`: where none fits, the one that it is on."""
        routing = ticket.routing
        if routing is not None and routing.by is not None:
            return self.route(routing.route)
        fitting = next((route for route in self.routes if route.when.fit(ticket)), None)
        on_it = None if routing is None else self.route(routing.route)
        return fitting or on_it


NO_ROUTES = RoutingPlan()
"""What a team has that configures none."""


def _begun(route: Route, ticket: Ticket, since: datetime) -> Routing:
    before = ticket.routing
    return Routing(
        route=route.name,
        # In the channel where it was said the team has its card already.
        channel=None if route.channel == ticket.channel else route.channel,
        round=1 if before is None else before.round + 1,
        respond_by=route.due(route.respond_within, since),
        resolve_by=route.due(route.resolve_within, since),
        responded_at=None if before is None else before.responded_at,
    )

"""What people decide about incidents, and what that does to all tickets of one at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.delivery.posting import Kind, Post
from bot.triage.routing import NO_ROUTES
from bot.triage.teamwork.by import By
from bot.triage.teamwork.incident import IncidentMoved, IncidentState
from storage.audit import BOT, note
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.delivery.posts import queue, redraw_cards, thread_of
from storage.judging import learning, loading
from storage.teamwork import incident_rows, moves, routing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import sqlalchemy as sa

    from bot.triage.routing import RoutingPlan
    from bot.triage.teamwork.incident import Incident
    from bot.triage.ticket import TicketId
    from storage.database import Database


class Incidents:
    """Moves of people, as listeners bring them: raises Unavailable within 2 s."""

    def __init__(self, database: Database, plan: RoutingPlan = NO_ROUTES) -> None:
        self._database = database
        self._plan = plan

    def find(self, team: str, number: int) -> Incident | None:
        """Return the incident that people of `team` call by that number."""
        with self._database.read() as connection:
            return incident_rows.find(connection, team, number)

    def change(
        self, team: str, number: int, make: Callable[[Incident], Incident], *, event: str, by: By
    ) -> Incident | None:
        """Return the incident after what `make` makes of it, with all its tickets; None if gone.

        Accepted, each thread of its tickets is told; resolved, all that are open are resolved, and
        each thread is told. What `make` raises leaves everything as it was.
        """
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            incident = incident_rows.find(connection, team, number)
            if incident is None:
                return None
            changed = make(incident)
            incident_rows.store(connection, changed, by.at)
            note(connection, event, team, by, incident=number)
            self._let_follow(connection, changed, by)
            incident_rows.redraw(connection, incident.id, by.at)
            return incident_rows.by_id(connection, incident.id)

    def open_by_hand(self, team: str, number: int, channel: str, *, by: By) -> Incident | None:
        """Return a new incident of that one ticket, shown in `channel`; None if it is gone.

        IncidentMoved if the ticket is part of one that is not over.
        """
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            ticket = loading.standing(connection, team, number)
            if ticket is None or ticket.is_silent:
                return None
            if ticket.incident is not None and ticket.incident.is_alive:
                raise IncidentMoved(incident_rows.of_ticket(connection, ticket.id))
            incident_id = incident_rows.begin(connection, team, [ticket.id], channel, by.at)
            incident = incident_rows.by_id(connection, incident_id).accepted(by.user)
            incident_rows.store(connection, incident, by.at)
            _note(connection, "incident_opened", incident, ticket.id, by)
            link(connection, incident, ticket.id, by.at)
            return incident

    def _let_follow(self, connection: sa.Connection, incident: Incident, by: By) -> None:
        for involved in incident_rows.tickets_of(connection, incident.id):
            redraw_cards(connection, involved, by.at)
        still_open = incident_rows.still_open(connection, incident.id)
        if incident.state is IncidentState.OPEN:
            for ticket_id in still_open:
                link(connection, incident, ticket_id, by.at)
        elif incident.state is IncidentState.RESOLVED:
            for ticket_id in still_open:
                self._resolve(connection, incident, ticket_id, by)
            for ticket_id in incident_rows.linked(connection, incident.id):
                _say(connection, Post(Kind.INCIDENT_OVER, incident.id), ticket_id, by.at)

    def _resolve(
        self, connection: sa.Connection, incident: Incident, ticket_id: TicketId, by: By
    ) -> None:
        ticket = loading.if_readable(connection, ticket_id)
        if ticket is None:
            return
        work = ticket.work.resolved(by.user, incident.resolution, by.at)
        moves.store(connection, ticket_id, work, by.at)
        learning.notice(connection, incident.team, by.at)
        _note(connection, "resolved", incident, ticket_id, by)
        routing.follow(connection, ticket_id, self._plan, by.at)


def link(connection: sa.Connection, incident: Incident, ticket_id: TicketId, now: datetime) -> None:
    """Tell the thread of a ticket, once, that it is part of an open incident."""
    _note(connection, "incident_linked", incident, ticket_id, By(BOT, now))
    _say(connection, Post(Kind.INCIDENT_LINKED, incident.id), ticket_id, now)


def _say(connection: sa.Connection, post: Post, ticket_id: TicketId, now: datetime) -> None:
    redraw_cards(connection, ticket_id, now)
    queue(connection, thread_of(connection, ticket_id), [post], now)


def _note(
    connection: sa.Connection, event: str, incident: Incident, ticket_id: TicketId, by: By
) -> None:
    note(connection, event, incident.team, by, ticket_id=ticket_id, incident=incident.number)

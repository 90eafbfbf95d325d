"""Notices that many similar tickets come at once, and which later ones belong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.teamwork.by import By
from bot.triage.teamwork.incident import IncidentState
from bot.triage.ticket import TicketId
from storage.audit import BOT, note
from storage.schema import Moment, incidents, tickets
from storage.teamwork import incident_rows
from storage.teamwork.incidents import link
from storage.teamwork.openness import IS_OPEN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.triage.teamwork.duplicates import Likeness
    from bot.triage.teamwork.incident import Spike
    from bot.triage.ticket import Ticket

_among = sa.bindparam("among", expanding=True, type_=sa.Integer)
_is_new = (
    tickets.c.incident_id.is_(None),
    tickets.c.created_at >= sa.bindparam("since", type_=Moment),
    IS_OPEN,
    tickets.c.review_channel.is_(None),
)
NEW_AMONG = sa.select(tickets.c.id).where(tickets.c.id.in_(_among), *_is_new)
ALIVE_AMONG = (
    sa.select(tickets.c.id, tickets.c.incident_id)
    .select_from(tickets.join(incidents, incidents.c.id == tickets.c.incident_id))
    .where(
        tickets.c.id.in_(_among),
        incidents.c.state.in_((IncidentState.PROPOSED, IncidentState.OPEN)),
    )
)


def look_out(
    connection: sa.Connection, ticket: Ticket, likeness: Likeness, spike: Spike, now: datetime
) -> None:
    """Let a ticket that was just judged join an incident, or be the one that makes it one.

    Without a number to reach it can still join what people
    opened by hand. What is judged silently stays out of it, since nothing may be said there.
    """
    if ticket.incident is not None or ticket.work.is_closed or ticket.is_silent:
        return
    incident_id = _nearest_incident(connection, [each.ticket_id for each in likeness.alike])
    if incident_id is not None:
        _join(connection, ticket, incident_id, now)
        return
    if spike.channel is None or not spike.is_watched_for:
        return
    group = _group(connection, ticket, likeness.together, ticket.created_at - spike.within)
    if len(group) >= spike.count:
        incident_id = incident_rows.begin(connection, ticket.team, group, spike.channel, now)
        number = incident_rows.by_id(connection, incident_id).number
        _note(connection, "incident_proposed", ticket, number, now)


def _nearest_incident(connection: sa.Connection, alike: Sequence[TicketId]) -> int | None:
    """Return the incident of the first in `alike` that is part of one which is not over."""
    rows = connection.execute(ALIVE_AMONG, {"among": list(alike)}).all()
    of = {row.id: int(row.incident_id) for row in rows}
    return next((of[each] for each in alike if each in of), None)


def _join(connection: sa.Connection, ticket: Ticket, incident_id: int, now: datetime) -> None:
    incident_rows.join(connection, incident_id, [ticket.id])
    incident = incident_rows.by_id(connection, incident_id)
    if incident.state is IncidentState.OPEN:
        link(connection, incident, ticket.id, now)
    else:
        _note(connection, "incident_grew", ticket, incident.number, now)
    incident_rows.redraw(connection, incident_id, now)


def _group(
    connection: sa.Connection, ticket: Ticket, together: Sequence[TicketId], since: datetime
) -> list[TicketId]:
    """Return the ticket with those that came together with it and are still new."""
    where = {"among": list(together), "since": since}
    found = {TicketId(row.id) for row in connection.execute(NEW_AMONG, where)}
    return sorted({ticket.id} | found)


def _note(
    connection: sa.Connection, event: str, ticket: Ticket, incident: int, now: datetime
) -> None:
    note(connection, event, ticket.team, By(BOT, now), ticket_id=ticket.id, incident=incident)

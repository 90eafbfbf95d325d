"""Reads incidents with their tickets, and writes how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.delivery.posting import Kind, Operation, Post, PostingStatus
from bot.triage.teamwork.incident import Incident, IncidentState, Involved, Mark
from bot.triage.teamwork.work import CLOSED_STATES
from bot.triage.ticket import Status, TicketId
from storage.delivery.posts import Thread, queue, thread_of
from storage.schema import Moment, incidents, judgements, outbox, tickets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_incident = sa.bindparam("incident", type_=sa.Integer)
BY_ID = sa.select(incidents).where(incidents.c.id == _incident)
BY_NUMBER = sa.select(incidents).where(
    incidents.c.team == sa.bindparam("in_team"), incidents.c.number == sa.bindparam("numbered")
)
MARK = sa.select(incidents.c.number, incidents.c.state).where(incidents.c.id == _incident)
INVOLVED = (
    sa.select(
        tickets.c.id,
        tickets.c.number,
        tickets.c.channel,
        tickets.c.thread_ts,
        tickets.c.created_at,
        tickets.c.work,
        judgements.c.summary,
    )
    .select_from(tickets.outerjoin(judgements, judgements.c.id == tickets.c.judgement_id))
    .where(tickets.c.incident_id == _incident, tickets.c.status != Status.WITHDRAWN)
    .order_by(tickets.c.id)
)
LAST_NUMBER = sa.select(sa.func.coalesce(sa.func.max(incidents.c.number), 0)).where(
    incidents.c.team == sa.bindparam("in_team")
)
INSERT = sa.insert(incidents).returning(incidents.c.id)
STORE = (
    sa.update(incidents)
    .where(incidents.c.id == _incident)
    .values(
        state=sa.bindparam("new_state"),
        decided_by=sa.bindparam("new_decided_by"),
        closed_by=sa.bindparam("new_closed_by"),
        resolution=sa.bindparam("new_resolution"),
        updated_at=sa.bindparam("now", type_=Moment),
    )
)
JOIN = (
    sa.update(tickets)
    .where(tickets.c.id.in_(sa.bindparam("joining", expanding=True)))
    .values(incident_id=_incident)
)
SHOWN = (
    sa.select(
        outbox.c.team,
        outbox.c.ticket_id,
        outbox.c.place,
        outbox.c.round,
        tickets.c.key,
        tickets.c.channel,
    )
    .select_from(outbox.join(tickets))
    .where(
        outbox.c.ticket_id == sa.bindparam("ticket"),
        outbox.c.kind == Kind.INCIDENT,
        outbox.c.round == _incident,
        outbox.c.operation == Operation.POST,
        outbox.c.status.in_((PostingStatus.PENDING, PostingStatus.SENDING, PostingStatus.SENT)),
    )
)
LINKED = (
    sa.select(tickets.c.id)
    .select_from(outbox.join(tickets))
    .where(
        tickets.c.incident_id == _incident,
        tickets.c.status != Status.WITHDRAWN,
        outbox.c.kind == Kind.INCIDENT_LINKED,
        outbox.c.round == _incident,
        outbox.c.operation == Operation.POST,
    )
    .order_by(tickets.c.id)
)
INCIDENT_OF = sa.select(tickets.c.incident_id).where(tickets.c.id == sa.bindparam("ticket"))


def by_id(connection: sa.Connection, incident_id: int) -> Incident:
    """Return the incident with that id, which must exist."""
    return _complete(connection, connection.execute(BY_ID, {"incident": incident_id}).one())


def find(connection: sa.Connection, team: str, number: int) -> Incident | None:
    """Return the incident that people of `team` call by that number."""
    row = connection.execute(BY_NUMBER, {"in_team": team, "numbered": number}).first()
    return None if row is None else _complete(connection, row)


def of_ticket(connection: sa.Connection, ticket_id: TicketId) -> Incident:
    """Return the incident that the ticket is part of, which it must be."""
    return by_id(connection, connection.execute(INCIDENT_OF, {"ticket": ticket_id}).scalar_one())


def mark(connection: sa.Connection, incident_id: int | None) -> Mark | None:
    """Return what a ticket of that incident knows of it."""
    if incident_id is None:
        return None
    row = connection.execute(MARK, {"incident": incident_id}).one()
    return Mark(row.number, IncidentState(row.state))


def begin(
    connection: sa.Connection,
    team: str,
    involved: Sequence[TicketId],
    channel: str,
    now: datetime,
) -> int:
    """Propose an incident of those tickets, to be shown in `channel`; return its id."""
    anchor = min(involved)
    number = connection.execute(LAST_NUMBER, {"in_team": team}).scalar_one() + 1
    row = {
        "team": team,
        "number": number,
        "state": IncidentState.PROPOSED,
        "anchor_id": anchor,
        "resolution": "",
        "opened_at": now,
        "updated_at": now,
    }
    incident_id = int(connection.execute(INSERT, row).scalar_one())
    join(connection, incident_id, involved)
    post = Post(Kind.INCIDENT, incident_id, urgent=True, place=channel)
    queue(connection, thread_of(connection, anchor), [post], now)
    return incident_id


def join(connection: sa.Connection, incident_id: int, joining: Sequence[TicketId]) -> None:
    """Make those tickets part of the incident, whichever they were part of before."""
    connection.execute(JOIN, {"incident": incident_id, "joining": list(joining)})


def store(connection: sa.Connection, incident: Incident, now: datetime) -> None:
    """Write how it stands."""
    values = {
        "incident": incident.id,
        "new_state": incident.state,
        "new_decided_by": incident.decided_by,
        "new_closed_by": incident.closed_by,
        "new_resolution": incident.resolution,
        "now": now,
    }
    connection.execute(STORE, values)


def redraw(connection: sa.Connection, incident_id: int, now: datetime) -> None:
    """Have it drawn again in the operators' channel."""
    anchor = connection.execute(BY_ID, {"incident": incident_id}).one().anchor_id
    for row in connection.execute(SHOWN, {"ticket": anchor, "incident": incident_id}).all():
        thread = Thread(anchor, row.key, row.team, row.channel, rooted=True)
        post = Post(Kind.INCIDENT, incident_id, Operation.REDRAW, place=row.place)
        queue(connection, thread, [post], now)


def redraw_of(connection: sa.Connection, ticket_id: int, now: datetime) -> None:
    """Have the incident drawn again that the ticket is part of, if it is part of one."""
    incident_id = connection.execute(INCIDENT_OF, {"ticket": ticket_id}).scalar_one()
    if incident_id is not None:
        redraw(connection, incident_id, now)


def tickets_of(connection: sa.Connection, incident_id: int) -> list[TicketId]:
    """Return all of its tickets."""
    return [TicketId(row.id) for row in connection.execute(INVOLVED, {"incident": incident_id})]


def linked(connection: sa.Connection, incident_id: int) -> list[TicketId]:
    """Return its tickets whose threads were told that they are part of it: they wait for its end.

    They were promised to be told of it, whatever became of each meanwhile.
    """
    return [
        TicketId(each) for each in connection.execute(LINKED, {"incident": incident_id}).scalars()
    ]


def still_open(connection: sa.Connection, incident_id: int) -> list[TicketId]:
    """Return its tickets on which something is left to do."""
    rows = connection.execute(INVOLVED, {"incident": incident_id})
    return [TicketId(row.id) for row in rows if row.work not in CLOSED_STATES]


def _complete(connection: sa.Connection, row: sa.Row[Any]) -> Incident:
    involved = connection.execute(INVOLVED, {"incident": row.id})
    return Incident(
        id=row.id,
        team=row.team,
        number=row.number,
        state=IncidentState(row.state),
        decided_by=row.decided_by,
        closed_by=row.closed_by,
        resolution=row.resolution,
        involved=tuple(
            Involved(
                number=each.number,
                channel=each.channel,
                thread_ts=each.thread_ts,
                summary=each.summary or "",
                created_at=each.created_at,
                is_closed=each.work in CLOSED_STATES,
            )
            for each in involved
        ),
    )

"""What people do with tickets: each move is one transaction, and the first one wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.ticket import Status
from storage import corrections, loading
from storage.audit import note
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.posts import redraw_cards
from storage.schema import Moment, tickets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.triage.correction import Correction
    from bot.triage.ticket import Ticket
    from bot.triage.work import Work
    from storage.database import Database

_now = sa.bindparam("now", type_=Moment)
BY_NUMBER = sa.select(tickets).where(
    tickets.c.team == sa.bindparam("in_team"), tickets.c.number == sa.bindparam("numbered")
)
MOVE = (
    sa.update(tickets)
    .where(tickets.c.id == sa.bindparam("ticket"))
    .values(
        work=sa.bindparam("new_work"),
        assignee=sa.bindparam("new_assignee"),
        worked_by=sa.bindparam("new_by"),
        worked_at=sa.bindparam("new_at", type_=Moment),
        resolution=sa.bindparam("new_resolution"),
        was_reopened=sa.bindparam("new_reopened"),
        updated_at=_now,
    )
)
TOUCH = (
    sa.update(tickets)
    .where(tickets.c.id == sa.bindparam("ticket"))
    .values(
        worked_by=sa.bindparam("new_by"),
        worked_at=sa.func.coalesce(tickets.c.worked_at, _now),
        updated_at=_now,
    )
)
JUDGE_AGAIN = (
    sa.update(tickets)
    .where(
        tickets.c.id == sa.bindparam("ticket"),
        tickets.c.status.in_((Status.JUDGED, Status.HANDED_OVER)),
    )
    .values(judge_again=True, wake=tickets.c.wake + 1, due_at=_now, updated_at=_now)
)


class TicketWork:
    """Moves of people, as listeners bring them: raises Unavailable within 2 s.

    Every change notes who made it in the trail and has each card of the ticket drawn again.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def move(
        self,
        team: str,
        number: int,
        make: Callable[[Work], Work],
        *,
        event: str,
        actor: str,
        now: datetime,
        said: Sequence[Correction] = (),
    ) -> Ticket | None:
        """Return the ticket after `make`, stored with what was `said`; None if there is none.

        `make` sees the work as it is in the database and raises MoveRefused where it comes too
        late: then nothing is stored. A withdrawn ticket counts as none.
        """
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            ticket = _standing(connection, team, number)
            if ticket is None:
                return None
            connection.execute(MOVE, _moved(ticket, make(ticket.work), now))
            corrections.add(connection, team, ticket.id, said)
            return _changed(connection, ticket, event, actor, now)

    def correct(
        self,
        team: str,
        number: int,
        said: Sequence[Correction],
        *,
        event: str,
        actor: str,
        now: datetime,
    ) -> Ticket | None:
        """Keep what was `said` of the ticket; return it with that, None if there is none."""
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            ticket = _standing(connection, team, number)
            if ticket is None:
                return None
            corrections.add(connection, team, ticket.id, said)
            connection.execute(TOUCH, {"ticket": ticket.id, "new_by": actor, "now": now})
            return _changed(connection, ticket, event, actor, now)

    def judge_again(self, team: str, number: int, *, actor: str, now: datetime) -> bool:
        """Have the ticket judged once more and its cards redrawn; False if it has no card."""
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            ticket = _standing(connection, team, number)
            if ticket is None:
                return False
            where = {"ticket": ticket.id, "now": now}
            if connection.execute(JUDGE_AGAIN, where).rowcount == 0:
                return False
            note(connection, "judge_again", team=team, actor=actor, at=now, ticket_id=ticket.id)
            return True


def _standing(connection: sa.Connection, team: str, number: int) -> Ticket | None:
    """Return the ticket unless there is none, or it was withdrawn."""
    ticket = loading.first(connection, BY_NUMBER, in_team=team, numbered=number)
    return None if ticket is None or ticket.status is Status.WITHDRAWN else ticket


def _moved(ticket: Ticket, work: Work, now: datetime) -> dict[str, object]:
    return {
        "ticket": ticket.id,
        "new_work": work.state,
        "new_assignee": work.assignee,
        "new_by": work.by,
        "new_at": work.at,
        "new_resolution": work.resolution,
        "new_reopened": work.was_reopened,
        "now": now,
    }


def _changed(
    connection: sa.Connection, ticket: Ticket, event: str, actor: str, now: datetime
) -> Ticket:
    note(connection, event, team=ticket.team, actor=actor, at=now, ticket_id=ticket.id)
    redraw_cards(connection, ticket.id, now)
    return loading.by_id(connection, ticket.id)

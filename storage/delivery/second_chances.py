"""What an operator asks for once a trouble is over: judge again, say again what was given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.teamwork.by import By
from bot.triage.ticket import Status
from storage.audit import OPERATOR, REJUDGED, note
from storage.delivery.posts import DRAW_AGAIN, PUT_BACK, PUT_BACK_GONE
from storage.judging.waking import WOKEN
from storage.schema import Moment, judgements, outbox, tickets

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Database

PACE = timedelta(seconds=1)
"""Between two tickets that are judged again: new ones come in between, and Slack takes a redraw."""

_now = sa.bindparam("now", type_=Moment)
_ticket = tickets.c.id == sa.bindparam("ticket")
_due = sa.bindparam("due", type_=Moment)
TO_JUDGE_AGAIN = (
    sa.select(tickets.c.id, tickets.c.team)
    .select_from(tickets.join(judgements, tickets.c.judgement_id == judgements.c.id))
    .where(
        tickets.c.status == Status.JUDGED,
        tickets.c.judge_again.is_(sa.false()),
        tickets.c.worked_at.is_(None),
        judgements.c.created_at >= sa.bindparam("since", type_=Moment),
    )
    .order_by(tickets.c.id)
)
JUDGE_AGAIN = (
    sa.update(tickets)
    .where(_ticket)
    .values({**WOKEN, "judge_again": True, "attempts": 0, "due_at": _due})
)
TAKE_UP = sa.update(tickets).where(_ticket).values({**WOKEN, "due_at": _now, "set_aside_at": None})
NUMBERED = sa.select(tickets.c.id, tickets.c.team, tickets.c.status, tickets.c.set_aside_at).where(
    tickets.c.team == sa.bindparam("in_team"),
    tickets.c.number == sa.bindparam("numbered"),
    tickets.c.status != Status.WITHDRAWN,
)
PUT_BACK_OF = PUT_BACK.where(outbox.c.ticket_id == sa.bindparam("ticket"))


@dataclass(frozen=True, slots=True)
class PutBack:
    """What of a ticket is tried once more."""

    posts: int
    is_judged_again: bool


class SecondChances:
    """Asked for on the command line; a running bot does it within a second."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def judge_again(
        self, since: datetime, now: datetime, *, analyst: str | None = None, team: str | None = None
    ) -> int:
        """Have tickets judged since then judged once more; return how many.

        Those of `analyst`, None = those that fell back to the offline analyst; of `team`, None =
        of all. Withdrawn and waiting tickets, and those a person has acted on, stay as they are.
        """
        chosen = TO_JUDGE_AGAIN.where(
            judgements.c.fell_back.is_(sa.true())
            if analyst is None
            else judgements.c.analyst == analyst
        )
        if team is not None:
            chosen = chosen.where(tickets.c.team == team)
        with self._database.write() as connection:
            rows = connection.execute(chosen, {"since": since}).all()
            for position, row in enumerate(rows):
                _judge_again(connection, row.id, row.team, now, due=now + position * PACE)
        return len(rows)

    def retry(self, team: str, number: int, now: datetime) -> PutBack | None:
        """Say again what was given up of the ticket, and judge it if it was handed to people.

        A card that somebody has deleted is posted anew. So too one that was set aside is judged:
        what could not be read may have been mended.

        Returns None if there is no such ticket, or it was withdrawn.
        """
        with self._database.write() as connection:
            row = connection.execute(NUMBERED, {"in_team": team, "numbered": number}).first()
            if row is None:
                return None
            posts = _put_back(connection, {"ticket": row.id, "now": now})
            if posts:
                note(connection, "put_back", team, By(OPERATOR, now), ticket_id=row.id, posts=posts)
            if row.status == Status.HANDED_OVER:
                _judge_again(connection, row.id, team, now, due=now)
            elif row.set_aside_at is not None:
                _take_up(connection, row.id, team, now)
            is_handed_over = row.status == Status.HANDED_OVER
            return PutBack(posts, is_handed_over or row.set_aside_at is not None)


def _put_back(connection: sa.Connection, where: dict[str, object]) -> int:
    posts = [connection.execute(each, where).rowcount for each in (PUT_BACK_OF, PUT_BACK_GONE)]
    connection.execute(DRAW_AGAIN, where)
    return sum(posts)


def _take_up(connection: sa.Connection, ticket_id: int, team: str, now: datetime) -> None:
    connection.execute(TAKE_UP, {"ticket": ticket_id, "now": now})
    note(connection, "taken_up", team, By(OPERATOR, now), ticket_id=ticket_id)


def _judge_again(
    connection: sa.Connection, ticket_id: int, team: str, now: datetime, *, due: datetime
) -> None:
    connection.execute(JUDGE_AGAIN, {"ticket": ticket_id, "now": now, "due": due})
    note(connection, REJUDGED, team, By(OPERATOR, now), ticket_id=ticket_id)

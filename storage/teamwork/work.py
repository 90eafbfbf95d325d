"""What people do with tickets: each move is one transaction, and the first one wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.routing import NO_ROUTES
from bot.triage.teamwork.correction import CorrectionKind, Field
from bot.triage.teamwork.work import MoveRefused, UnderWay
from bot.triage.ticket import Status
from storage.audit import ASKED, LAST_EVENT, note
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.delivery import assigned
from storage.delivery.posts import redraw_cards
from storage.judging import corrections, judgements, learning, loading
from storage.judging.waking import WOKEN
from storage.known_issues import write_ups
from storage.schema import Moment, tickets
from storage.teamwork import incident_rows, moves, routing

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.triage.routing import Routing, RoutingPlan
    from bot.triage.teamwork.by import By
    from bot.triage.teamwork.change import Change
    from bot.triage.ticket import Ticket
    from storage.database import Database

IN_OWN_WORDS = frozenset({Field.SUMMARY, Field.NEXT_ACTION})
_now = sa.bindparam("now", type_=Moment)
TOUCH = (
    sa.update(tickets)
    .where(tickets.c.id == sa.bindparam("ticket"))
    .values(
        worked_by=sa.func.coalesce(tickets.c.worked_by, sa.bindparam("new_by")),
        worked_at=sa.func.coalesce(tickets.c.worked_at, _now),
        updated_at=_now,
    )
)
JUDGED = (
    sa.update(tickets)
    .where(tickets.c.id == sa.bindparam("ticket"))
    .values(
        status=Status.JUDGED,
        judgement_id=sa.bindparam("new_judgement"),
        judge_again=False,
        claimed_until=None,
        error=None,
    )
)
"""Takes the ticket from a worker that holds it or is to: what that saves would replace this."""
JUDGE_AGAIN = (
    sa.update(tickets)
    .where(
        tickets.c.id == sa.bindparam("ticket"),
        tickets.c.status.in_((Status.JUDGED, Status.HANDED_OVER)),
    )
    .values(judge_again=True, **WOKEN)
)


class TicketWork:
    """Moves of people, as listeners bring them: raises Unavailable within 2 s.

    Every change notes who made it in the trail and has each card of the ticket drawn again.
    """

    def __init__(self, database: Database, plan: RoutingPlan = NO_ROUTES) -> None:
        self._database = database
        self._plan = plan

    def change(
        self, team: str, number: int, make: Callable[[Ticket], Change], *, event: str, by: By
    ) -> Ticket | None:
        """Return the ticket after the change that `make` makes of it; None if there is none.

        `make` sees the ticket as it is in the database. What it raises, such as MoveRefused where
        somebody was quicker, leaves everything as it was. A withdrawn ticket counts as none.
        """
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            ticket = loading.standing(connection, team, number)
            if ticket is None:
                return None
            change = make(ticket)
            _keep(connection, ticket, change, by)
            note(
                connection,
                event,
                team,
                by,
                ticket_id=ticket.id,
                issue_id=_judged_issue(change),
                **_detail(ticket, change),
            )
            self._follow(connection, ticket, change, by)
            return loading.by_id(connection, ticket.id)

    def _follow(self, connection: sa.Connection, ticket: Ticket, change: Change, by: By) -> None:
        """Do what a change calls for; `ticket` is what it was before."""
        now = by.at
        learning.notice(connection, ticket.team, now)
        if change.writes_up:
            write_ups.order(connection, ticket, by.user, now)
        redraw_cards(connection, ticket.id, now)
        incident_rows.redraw_of(connection, ticket.id, now)
        was_closed = ticket.work.is_closed
        routing.follow(connection, ticket.id, self._plan, now, was_closed=was_closed)
        assigned.tell(connection, ticket, change.work, self._plan, actor=by.user, now=now)

    def reroute(
        self, team: str, number: int, make: Callable[[Ticket], Routing], *, by: By
    ) -> Ticket | None:
        """Return the ticket routed as `make` says of it; None if there is none.

        What `make` raises leaves everything as it was.
        """
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            ticket = loading.standing(connection, team, number)
            if ticket is None:
                return None
            redraw_cards(connection, ticket.id, by.at)
            wanted = make(ticket)
            routing.route_to(connection, ticket, wanted, self._plan, actor=by.user, now=by.at)
            return loading.by_id(connection, ticket.id)

    def judge_again(self, team: str, number: int, *, by: By) -> bool:
        """Have the ticket judged once more and its cards redrawn; False if it has no card.

        Raises MoveRefused if it is closed, UnderWay if that is being done already.
        """
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            ticket = loading.standing(connection, team, number)
            if ticket is None:
                return False
            _require_unasked(connection, ticket)
            where = {"ticket": ticket.id, "now": by.at}
            if connection.execute(JUDGE_AGAIN, where).rowcount == 0:
                return False
            note(connection, ASKED, team, by, ticket_id=ticket.id)
            return True


def _require_unasked(connection: sa.Connection, ticket: Ticket) -> None:
    """Refuse to judge again what is closed, or what waits for that and hasn't failed at it."""
    if ticket.work.is_closed:
        raise MoveRefused(ticket.work)
    if ticket.judge_again and not ticket.claim.attempts:
        last = connection.execute(LAST_EVENT, {"ticket": ticket.id}).first()
        raise UnderWay(last.actor if last is not None and last.event == ASKED else None)


def _keep(connection: sa.Connection, ticket: Ticket, change: Change, by: By) -> None:
    if change.work == ticket.work:
        connection.execute(TOUCH, {"ticket": ticket.id, "new_by": by.user, "now": by.at})
    else:
        moves.store(connection, ticket.id, change.work, by.at)
    if change.judgement is not None:
        judgement_id = judgements.add(connection, ticket, change.judgement, by.at)
        connection.execute(JUDGED, {"ticket": ticket.id, "new_judgement": judgement_id})
    corrections.add(connection, ticket.team, ticket.id, change.said)


def _judged_issue(change: Change) -> str | None:
    """Return the known issue of which was said that it is the same, or not this."""
    judged = {CorrectionKind.SAME: "after", CorrectionKind.NOT_THIS: "before"}
    said = (getattr(each, judged[each.kind]) for each in change.said if each.kind in judged)
    return next(said, None)


def _detail(ticket: Ticket, change: Change) -> dict[str, str]:
    """Return for the trail which fields were set, and what was something else before.

    What people write in words of their own stands before and after in the corrections alone.
    """
    fields = sorted({each.field for each in change.said if each.field is not None})
    moved: dict[str, tuple[str, str]] = {
        "work": (ticket.work.state, change.work.state),
        "assignee": (ticket.work.assignee or "", change.work.assignee or ""),
        **{
            each.field: (each.before, each.after)
            for each in change.said
            if each.field is not None and each.field not in IN_OWN_WORDS
        },
    }
    changed = {name: both for name, both in moved.items() if both[0] != both[1]}
    return {
        **({"fields": ",".join(fields)} if fields else {}),
        **{f"{name}_before": before for name, (before, _) in changed.items()},
        **{str(name): after for name, (_, after) in changed.items()},
    }

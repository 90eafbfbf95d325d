"""The stores over one database, and the steps by which tests bring a ticket somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.delivery.posting import Kind, Operation, Post
from bot.triage.judgement import Question
from bot.triage.teamwork.by import By
from bot.triage.teamwork.change import Change
from bot.triage.ticket import Entry
from storage.arrivals.revisions import Revisions
from storage.issues import Issues
from storage.known_issues.drafts import Drafts
from storage.known_issues.publishing import Publishing
from storage.outbox import Outbox
from storage.people import People
from storage.reports import Reports
from storage.teamwork.work import TicketWork
from storage.tickets import Tickets
from storage.vectors import Vectors
from tests.builders import NOON, TEAM, a_judgement, a_message

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.triage.delivery.posting import Posting
    from bot.triage.teamwork.correction import Correction
    from bot.triage.teamwork.work import Work
    from bot.triage.ticket import Message, Ticket, TicketId
    from storage.database import Database

    Opened = Callable[..., Database]

LEASE = timedelta(minutes=10)
RECONCILE_AFTER = timedelta(seconds=20)
DEADLINE = NOON + timedelta(hours=24)
NOWHERE: frozenset[tuple[str, str]] = frozenset()


def after(**units: float) -> datetime:
    return NOON + timedelta(**units)


@dataclass(frozen=True)
class Store:
    database: Database
    tickets: Tickets
    outbox: Outbox
    issues: Issues
    vectors: Vectors
    reports: Reports
    work: TicketWork
    revisions: Revisions
    people: People
    drafts: Drafts
    publishing: Publishing

    @classmethod
    def over(cls, database: Database) -> Store:
        keys = (f"key{number}" for number in count(1))
        return cls(
            database,
            Tickets(database, lambda: next(keys)),
            Outbox(database),
            Issues(database),
            Vectors(database),
            Reports(database),
            TicketWork(database),
            Revisions(database),
            People(database),
            Drafts(database),
            Publishing(database),
        )

    def open(self, message: Message | None = None, entry: Entry = Entry.MESSAGE) -> TicketId:
        recorded = self.tickets.record(message or a_message(), opens_ticket=True, entry=entry)
        assert recorded.ticket_id is not None
        return recorded.ticket_id

    def open_command(self) -> TicketId:
        return self.open(a_message(ts=None, event_id="trigger1"), Entry.COMMAND)

    def claimed(self, now: datetime = NOON) -> Ticket:
        ticket = self.tickets.claim(now, LEASE)
        assert ticket is not None
        return ticket

    def ask(self, *, seen: Ticket | None = None, now: datetime = NOON) -> Ticket:
        """Claim the due ticket, or take `seen`, and put a question."""
        asked = (seen or self.claimed(now)).asking(
            Question("Which one?", ("A", "B")), now, DEADLINE
        )
        post = Post(Kind.QUESTION, asked.rounds, urgent=True)
        assert self.tickets.save(asked, event="asked", actor="bot", posts=[post], now=now)
        return asked

    def judge(
        self,
        now: datetime = NOON,
        *,
        urgent: bool = False,
        seen: Ticket | None = None,
        **judgement: object,
    ) -> Ticket:
        """Claim the due ticket, or take `seen`, and judge it."""
        judged = (seen or self.claimed(now)).judged(a_judgement(**judgement))
        card = Post(Kind.CARD, urgent=urgent)
        assert self.tickets.save(judged, event="judged", actor="bot", posts=[card], now=now)
        return judged

    def work_on(
        self,
        move: Callable[[Work], Work],
        *said: Correction,
        actor: str = "U0ANN",
        now: datetime = NOON,
        team: str = TEAM,
        number: int = 1,
    ) -> Ticket | None:
        """Move the work of a ticket as a person does, saying something on the way."""
        return self.work.change(
            team,
            number,
            lambda ticket: Change(move(ticket.work), said),
            event="worked",
            by=By(actor, now),
        )

    def redraw(self, ticket: Ticket, kind: Kind = Kind.CARD, now: datetime = NOON) -> None:
        """Store the ticket as it is and have its message drawn again."""
        current = self.ticket(ticket.id)
        post = Post(kind, operation=Operation.REDRAW)
        assert self.tickets.save(current, event="edited", actor="U0AGENT", posts=[post], now=now)

    def ticket(self, ticket_id: TicketId) -> Ticket:
        ticket = self.tickets.get(ticket_id)
        assert ticket is not None
        return ticket

    def next_posting(self, now: datetime = NOON) -> Posting | None:
        return self.outbox.claim(now, NOWHERE, RECONCILE_AFTER)

    def posting(self, now: datetime = NOON) -> Posting:
        posting = self.next_posting(now)
        assert posting is not None
        return posting

    def post(self, ts: str = "9.9", now: datetime = NOON) -> Posting:
        posting = self.posting(now)
        self.outbox.confirm(posting, ts, now)
        return posting

    def trail(self, team: str = TEAM) -> list[tuple[str, str]]:
        query = sa.text("SELECT event, actor FROM audit WHERE team = :team ORDER BY id")
        with self.database.read() as connection:
            return [(row.event, row.actor) for row in connection.execute(query, {"team": team})]

    def count(self, table: str) -> int:
        with self.database.read() as connection:
            query = sa.select(sa.func.count()).select_from(sa.table(table))
            return connection.execute(query).scalar_one()

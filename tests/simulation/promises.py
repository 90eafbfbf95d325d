"""What the bot promises, and whether it was kept: looked at whenever something is quiet."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.slack.payload import string
from bot.slack.posts.messenger import Messenger, key_of
from bot.triage.delivery.posting import THREAD, Kind, Operation, Post, Posting, PostingStatus
from bot.triage.ticket import Status
from bot.workspace.people.answers import TIMED_OUT
from tests.simulation.acting import acting
from tests.simulation.deeds import Deeds
from tests.simulation.hearing import timeless
from tests.simulation.promise import Promise
from tests.simulation.standing import Drawing, is_card, is_redrawn, told
from tests.simulation.upkeep import Upkeep
from tests.simulation.words import REPLIES, TICKETS, VAGUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.triage.ticket import Ticket
    from bot.workspace import Channel, Delivery, Message
    from tests.simulation.life import Life
    from tests.simulation.world import World

ENDS = {Status.JUDGED, Status.HANDED_OVER, Status.WITHDRAWN}
TWICE = {
    "tickets of one thread": (
        "SELECT channel, thread_ts, count(*) FROM tickets WHERE thread_ts IS NOT NULL"
        " GROUP BY 1, 2 HAVING count(*) > 1"
    ),
    "open drafts of one ticket": (
        "SELECT ticket_id, count(*) FROM issue_drafts WHERE ticket_id IS NOT NULL"
        " AND state IN ('writing', 'draft', 'waiting') GROUP BY 1 HAVING count(*) > 1"
    ),
}
"""What there may be one of at most."""
EXPECTED_ERRORS = ("Unavailable", "Unconfirmed")


class Inspector:
    """Looks at the world and the database, and names what is not as promised."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._slack = world.slack
        self._acknowledged: set[str] = set()
        self._deeds = Deeds(world)
        self._upkeep = Upkeep(world)
        self.log: list[str] = []

    def acknowledged(self, delivery: Delivery) -> Iterator[tuple[Promise, str]]:
        """Yield what is not stored though Slack was told that it is."""
        event = delivery.payload.get("event", {})
        self._deeds.acknowledged(event)
        ts = string(event, "ts")
        if ts not in self._world.people.worthy:
            return
        self._acknowledged.add(ts)
        if not self._rows("SELECT 1 FROM messages WHERE ts = ?", ts) and not self._refused(ts):
            yield Promise.NOTHING_LOST, f"message {ts} is not stored"

    def at_the_end(self, life: Life) -> Iterator[tuple[Promise, str]]:
        """Yield what is not as promised when nothing is left to be done."""
        yield from self._lost()
        yield from self._twice()
        for ticket in self._tickets(life):
            yield from self._silent(ticket)
            yield from self._stale(ticket, life)
        yield from acting(self._slack)
        yield from self._secrets()
        yield from self.disagreement(life)
        yield from self._deeds.at_the_end(life)
        yield from self._upkeep.at_the_end(self.log)
        yield from self._world.abroad.leaks((*TICKETS, *VAGUE, *REPLIES))
        yield from self._surprises()

    def ticket_count(self) -> int:
        """Return how many tickets there are."""
        return int(self._rows("SELECT count(*) FROM tickets")[0][0])

    def rows(self) -> Iterator[str]:
        """Yield the whole database as text."""
        for (table,) in self._rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
            for row in self._rows(f"SELECT * FROM {table} ORDER BY rowid"):  # noqa: S608 - a table
                yield f"{table:20} {row}"

    def _lost(self) -> Iterator[tuple[Promise, str]]:
        owned = {ts for (ts,) in self._rows("SELECT ts FROM messages WHERE ticket_id IS NOT NULL")}
        gone = {ts for (ts,) in self._rows("SELECT ts FROM messages WHERE user = ''")}
        for root in self._world.people.roots:
            if root.ts in self._acknowledged - owned - gone and not self._refused(root.ts):
                yield Promise.NOTHING_LOST, f"message {root.ts} has no ticket"

    def _refused(self, ts: str) -> bool:
        """Return True if the message was more than somebody may post within a minute."""
        return bool(self._rows("SELECT 1 FROM refused_events WHERE event_id LIKE ?", f"over %{ts}"))

    def _twice(self) -> Iterator[tuple[Promise, str]]:
        keys = Counter(key_of(message.payload()) for message in self._said())
        for key, count in keys.items():
            if key is not None and count > 1:
                yield Promise.NOTHING_TWICE, f"{key} stands {count} times"
        threads = Counter(
            (m.channel_id, m.thread_ts) for m in self._said() if is_card(m) and m.thread_ts
        )
        for (_, ts), count in threads.items():
            if count > 1:
                yield Promise.NOTHING_TWICE, f"{count} cards below {ts}"
        for what, query in TWICE.items():
            for row in self._rows(query):
                yield Promise.NOTHING_TWICE, f"{what}: {row}"

    def _said(self) -> Iterator[Message]:
        for channel in self._slack.channels.values():
            yield from (one for one in channel.messages.values() if one.is_by_bot)

    def _silent(self, ticket: Ticket) -> Iterator[tuple[Promise, str]]:
        if ticket.joined_into is not None:
            yield from self._strayed(ticket)
        if ticket.status not in ENDS:
            yield Promise.NO_SILENCE, f"{ticket.reference} is {ticket.status}"
            return
        posts = self._posts(ticket)
        given_up = any(status == PostingStatus.DEAD for status, *_ in posts)
        is_said = any((status, kind) == ("sent", "card") for status, kind, *_ in posts)
        if ticket.has_card and not is_said and not given_up:
            yield Promise.NO_SILENCE, f"{ticket.reference} has no card"

    def _strayed(self, ticket: Ticket) -> Iterator[tuple[Promise, str]]:
        """Look whether what joined another ticket is in one that is not part of a third."""
        held = self._rows(
            "SELECT number, joined_into FROM tickets WHERE id = "
            "(SELECT ticket_id FROM messages WHERE channel = ? AND ts = ?)",
            ticket.channel,
            ticket.thread_ts,
        )
        if held != [(ticket.joined_into, None)]:
            yield Promise.NOTHING_LOST, f"{ticket.reference} strayed: {held}"

    def _stale(self, ticket: Ticket, life: Life) -> Iterator[tuple[Promise, str]]:
        """Compare what stands in Slack with what its row would have said now."""
        posts = self._posts(ticket)
        given_up = {key for status, _, _, _, key, _ in posts if status == PostingStatus.DEAD}
        for status, kind, round_, place, key, ts in posts:
            if status != PostingStatus.SENT or key.endswith(":redraw"):
                continue
            if not is_redrawn(ticket, kind) or f"{key}:redraw" in given_up:
                continue
            message = self._standing(ticket, place).messages[ts]
            shown = told(message.text, message.blocks)
            wanted = self._drawn(ticket, Post(Kind(kind), round_, place=place), ts, life)
            if shown != (wanted if message.blocks else wanted[:1]):
                yield Promise.NO_STALE_CARD, f"{ticket.reference} ({key}): {shown} not {wanted}"

    def _standing(self, ticket: Ticket, place: str) -> Channel:
        """Return the channel that a post with that `place` stands in."""
        if Post(Kind.ASSIGNED, place=place).is_direct:
            return self._slack.direct_channel(place, self._world.bot)
        return self._slack.channels[ticket.channel if place == THREAD else place]

    def _drawn(self, ticket: Ticket, post: Post, ts: str, life: Life) -> list[str]:
        drawing = Drawing()
        redraw = replace(post, operation=Operation.REDRAW)
        posting = Posting(0, "", redraw, ticket, 0, created_at=self._world.wall.now, ts=ts)
        if post.kind is Kind.INCIDENT:
            [(number,)] = self._rows("SELECT number FROM incidents WHERE id = ?", post.round)
            posting = replace(posting, incident=life.store.incidents.find(ticket.team, number))
        rules, site = self._world.rules, life.me.site
        Messenger(drawing, rules, site=site).deliver(posting)
        return told(str(drawing.arguments["text"]), drawing.arguments["blocks"])

    def _posts(self, ticket: Ticket) -> list[tuple[Any, ...]]:
        query = (
            "SELECT status, kind, round, place, key, ts FROM outbox WHERE ticket_id = ? ORDER BY id"
        )
        return self._rows(query, ticket.id)

    def _secrets(self) -> Iterator[tuple[Promise, str]]:
        sent = "\n".join(
            json.dumps(one.body, ensure_ascii=False) for one in self._world.model.requests
        )
        logged = "\n".join(self.log)
        for secret in self._world.people.secrets:
            if secret in sent:
                yield Promise.NO_SECRET, f"{secret} was sent to the model"
            if secret in logged:
                yield Promise.NO_SECRET, f"{secret} was logged"

    def disagreement(self, life: Life) -> Iterator[tuple[Promise, str]]:
        """Yield that the index holds something else than the database, if it does."""
        wanted = {(one.team, one.id): one for one in life.store.issues.all()}
        rows = life.index_rows()
        if sorted(wanted.values(), key=repr) != sorted(rows, key=repr):
            yield Promise.INDEX_AGREES, f"{len(rows)} rows for {len(wanted)} issues"

    def _surprises(self) -> Iterator[tuple[Promise, str]]:
        for complaint in (*self._slack.complaints, *self._world.model.complaints):
            if TIMED_OUT not in complaint:  # it was down, or the database was busy
                yield Promise.NO_SURPRISE, complaint
        for line in self.log:
            fields = timeless(line)
            error = fields.get("error") if fields["event"] == "listener_failed" else None
            raised = error or _raised(fields.get("exception"))
            if raised is not None and raised not in EXPECTED_ERRORS:
                yield Promise.NO_SURPRISE, f"{fields['event']}: {raised}"

    def _tickets(self, life: Life) -> Iterator[Ticket]:
        for team, number in self._rows("SELECT team, number FROM tickets ORDER BY id"):
            ticket = life.store.tickets.find(team, number)
            assert ticket is not None
            yield ticket

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._world.database_file)) as connection:
            return connection.execute(query, values).fetchall()


def _raised(traceback: str | None) -> str | None:
    """Return the name of the error that a traceback ends with."""
    if not traceback:
        return None
    return traceback.strip().rpartition("\n")[2].partition(":")[0].rpartition(".")[2]

"""Whether people's work on tickets went as promised, looked at when all is quiet."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.slack.payload import string
from bot.triage.arrivals.admission import EMOJI, Mode
from bot.triage.delivery.posting import THREAD, Kind, Operation, PostingStatus
from bot.triage.delivery.reminders import Stage, wanted
from bot.triage.teamwork.incident import IncidentState
from bot.triage.ticket import Status
from tests.simulation.promise import Promise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.slack.payload import Payload
    from bot.triage.delivery.posting import Post
    from bot.triage.ticket import Ticket
    from bot.workspace import Message
    from tests.simulation.life import Life
    from tests.simulation.world import World

IN_FLIGHT = timedelta(seconds=40)
"""What was claimed before a change may be said so long after it: looked at, sent, and landed."""
CLOSING = {"resolved", "dismissed"}
MOVES = {"claimed", "resolved", "dismissed", "reopened"}
REMINDING = (Kind.TOLD, Kind.REMINDER)
ERASED = (
    ("messages", "text <> ''"),
    ("questions", "text <> ''"),
    ("judgements", "summary || next_action <> ''"),
    ("corrections", "before || after || reason <> ''"),
    ("ticket_readings", "1"),
    ("ticket_vectors", "1"),
    ("issue_drafts", "state IN ('writing', 'draft', 'waiting') AND edited_by = author"),
)
"""What is to be gone of a withdrawn ticket."""
WITHDRAWN = "ticket_id IN (SELECT id FROM tickets WHERE status = 'withdrawn')"


class Deeds:
    """Looks at the trail and the rows of each ticket."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._asked_for: set[tuple[str, str]] = set()

    def acknowledged(self, event: Payload) -> None:
        """Remember which messages somebody has asked for a ticket on."""
        is_asking = string(event, "type") == "reaction_added"
        if is_asking and string(event, "reaction") == EMOJI:
            self._asked_for.add((string(event, "item", "channel"), string(event, "item", "ts")))

    def at_the_end(self, life: Life) -> Iterator[tuple[Promise, str]]:
        """Yield what is not as promised when nothing is left to be done."""
        for (ticket_id,) in self._rows("SELECT id FROM tickets ORDER BY id"):
            ticket = life.store.tickets.get(ticket_id)
            assert ticket is not None
            history = self._history(ticket)
            yield from two_winners(ticket, history)
            yield from self._late(ticket, history)
            yield from self._forgotten(ticket)
            yield from self._left_open(ticket, history)
        yield from self._kept()
        yield from self._loud()
        yield from self._unfinished()
        yield from self._secrets()

    def _history(self, ticket: Ticket) -> list[tuple[datetime, str]]:
        """Return what people did to a ticket, and when, in order."""
        query = "SELECT at, event FROM audit WHERE ticket_id = ? ORDER BY id"
        return [(datetime.fromisoformat(at), event) for at, event in self._rows(query, ticket.id)]

    def _late(
        self, ticket: Ticket, history: list[tuple[datetime, str]]
    ) -> Iterator[tuple[Promise, str]]:
        """Yield what was said though the ticket was withdrawn, or closed, long enough before."""
        in_flight = IN_FLIGHT + self._world.wall.spread
        gone = next((at for at, event in history if event == "withdrawn"), None)
        for kind, key, ts in self._said(ticket):
            said_at = datetime.fromtimestamp(float(ts), self._world.clock.now.tzinfo)
            is_of_ticket = kind != Kind.INCIDENT
            if is_of_ticket and gone is not None and said_at > gone + in_flight:
                yield Promise.NOTHING_LATE, f"{key} was said after it was withdrawn"
            if kind in REMINDING and is_closed_since(history, said_at, in_flight):
                yield Promise.NOTHING_LATE, f"{key} was said though it is closed"

    def _forgotten(self, ticket: Ticket) -> Iterator[tuple[Promise, str]]:
        """Yield what people should have been told by now, and never will be.

        A later stage of a deadline tells of the earlier ones too: it may have been said by a clock
        that was ahead, and was set back since.
        """
        query = "SELECT status, place, round FROM outbox WHERE ticket_id = ? AND kind = ?"
        for post in wanted(self._world.rules.plan, ticket, self._world.wall.now):
            said = self._rows(query, ticket.id, post.kind)
            rows = [row for row in said if row[2] == post.round]
            if ticket.thread_ts is None and any(place == THREAD for _, place, _ in rows):
                continue  # its root was refused, so that there is no thread
            later = [row for row in said if _is_later_stage(post, row[2])]
            settled = {status for status, _, _ in rows} & {PostingStatus.SENT, PostingStatus.DEAD}
            if not settled and PostingStatus.SENT not in {status for status, _, _ in later}:
                what = f"{ticket.reference}: {post.kind} {post.round} is {rows or 'nowhere'}"
                yield Promise.NOBODY_FORGOTTEN, what

    def _left_open(
        self, ticket: Ticket, history: list[tuple[datetime, str]]
    ) -> Iterator[tuple[Promise, str]]:
        """Yield what was not done for a ticket when its incident was accepted or resolved."""
        if ticket.incident is None or ticket.status is Status.WITHDRAWN or ticket.work.is_closed:
            return
        events = [event for _, event in history]
        if "reopened" in events:
            return
        if ticket.incident.state is IncidentState.OPEN and "incident_linked" not in events:
            yield Promise.NOBODY_FORGOTTEN, f"{ticket.reference} knows of no incident"
        if ticket.incident.state is IncidentState.RESOLVED:
            yield Promise.NOBODY_FORGOTTEN, f"{ticket.reference} outlives its incident"

    def _loud(self) -> Iterator[tuple[Promise, str]]:
        """Yield what can be seen by all where tickets are judged silently."""
        slack, me = self._world.slack, self._world.bot
        for channel, mode in self._world.people.others.items():
            if mode is not Mode.SHADOW or not self._world.rules.admission.modes:
                continue
            for message in channel.messages.values():
                if message.is_by_bot or any(
                    me.user_id in users for users in message.reactions.values()
                ):
                    yield Promise.KEEPS_SILENT, f"{message.ts}: {message.text}"
            for status in slack.statuses:
                if status.channel_id == channel.id:
                    yield Promise.KEEPS_SILENT, f"status {status.text}"

    def _kept(self) -> Iterator[tuple[Promise, str]]:
        for table, condition in ERASED:
            query = f"SELECT ticket_id FROM {table} WHERE {condition} AND {WITHDRAWN}"  # noqa: S608 - our own words
            for (ticket_id,) in self._rows(query):
                yield Promise.NOTHING_KEPT, f"ticket {ticket_id} in {table}"

    def _unfinished(self) -> Iterator[tuple[Promise, str]]:
        for row in self._rows("SELECT chore, channel, about FROM errands"):
            yield Promise.NO_SILENCE, f"errand {row} is not done"
        for row in self._rows("SELECT id FROM issue_drafts WHERE state = 'writing'"):
            yield Promise.NO_SILENCE, f"draft {row} is not written"
        owned = set(self._rows("SELECT channel, ts FROM messages WHERE ticket_id IS NOT NULL"))
        threads = set(self._rows("SELECT channel, thread_ts FROM tickets"))
        for channel, ts in sorted(self._asked_for - owned):
            message = self._world.slack.channels[channel].messages.get(ts)
            if message is None or (channel, message.thread_ts or ts) in threads:
                continue
            if self._could_be_opened(message) and not self._was_refused(ts):
                yield Promise.NOTHING_LOST, f"{ts} was marked, and has no ticket"

    def _was_refused(self, ts: str) -> bool:
        """Return True if it was more than somebody may ask for within a minute."""
        return bool(self._rows("SELECT 1 FROM refused_events WHERE event_id LIKE ?", f"over %{ts}"))

    def _could_be_opened(self, message: Message) -> bool:
        """Return True if nothing stood against a ticket on the message."""
        is_said = bool(message.text.strip(" \u200b")) and message.subtype is None
        return is_said and not message.is_deleted and not message.is_by_bot

    def _secrets(self) -> Iterator[tuple[Promise, str]]:
        articles = self._rows("SELECT article FROM issue_drafts")
        written = "\n".join(article for (article,) in articles)
        for secret in self._world.people.secrets:
            if secret in written:
                yield Promise.NO_SECRET, f"{secret} was written up"

    def _said(self, ticket: Ticket) -> list[tuple[Any, ...]]:
        query = (
            "SELECT kind, key, ts FROM outbox"
            " WHERE ticket_id = ? AND operation = ? AND status = ? AND ts IS NOT NULL"
        )
        return self._rows(query, ticket.id, Operation.POST, PostingStatus.SENT)

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._world.database_file)) as connection:
            return connection.execute(query, values).fetchall()


def two_winners(
    ticket: Ticket, history: list[tuple[datetime, str]]
) -> Iterator[tuple[Promise, str]]:
    """Yield moves that an earlier one had made impossible."""
    is_closed = False
    for at, event in history:
        if event in MOVES and is_closed is (event != "reopened"):
            yield Promise.ONE_WINS, f"{ticket.reference} was {event} at {at:%H:%M:%S}"
        is_closed = event in CLOSING or (is_closed and event != "reopened")


def is_closed_since(history: list[tuple[datetime, str]], at: datetime, span: timedelta) -> bool:
    """Return True if the ticket was closed for all of `span` before `at`."""
    closed_at = None
    for moment, event in history:
        if moment > at:
            break
        if event in CLOSING:
            closed_at = moment
        elif event == "reopened":
            closed_at = None
    return closed_at is not None and closed_at + span < at


def _is_later_stage(post: Post, round_: int) -> bool:
    """Return True if `round_` is a later stage of the deadline that `post` reminds of."""
    if post.kind is not Kind.REMINDER or round_ <= post.round:
        return False
    return round_ - Stage.of(round_).number == post.round - Stage.of(post.round).number

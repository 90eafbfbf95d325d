"""What the bot promises, and whether it was kept: looked at whenever something is quiet."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.slack.payload import string
from bot.slack.posts.messenger import Messenger, key_of
from bot.slack.web_api.methods import Method
from bot.triage.delivery.posting import THREAD, Kind, Operation, Post, Posting, PostingStatus
from bot.triage.ticket import Status
from bot.workspace.people.answers import TIMED_OUT
from bot.workspace.records.calls import RESPONSE_URL
from tests.adornments import adorned
from tests.simulation.deeds import Deeds
from tests.simulation.hearing import timeless
from tests.simulation.promise import Promise
from tests.simulation.upkeep import Upkeep
from tests.simulation.words import REPLIES, TICKETS, VAGUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from bot.triage.ticket import Ticket
    from bot.workspace import Channel, Delivery, Message
    from tests.simulation.life import Life
    from tests.simulation.world import World

SAYING = {
    "chat.postMessage",
    "chat.update",
    "chat.postEphemeral",
    "views.open",
    "views.update",
    "views.push",
    "views.publish",
    RESPONSE_URL,
}
LINKS = (
    r"https://kb\.example/[0-9]",
    r"https://acme\.slack\.com/archives/C[A-Z0-9]+/p[0-9]{16}\|[A-Za-z0-9 -]+",
    r"!date\^[0-9]{10}\^\{date_short_pretty\} at \{time\}\|[-0-9: ]+UTC",
)
"""What we make ourselves beside mentions: of known issues, of messages, and times."""
ACTING = re.compile(r"<\s*[@#!]|<\s*https?:")
HIDDEN = re.compile("[\u200b\u202e]")
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
        yield from self._acting()
        yield from self._secrets()
        yield from self._disagreement(life)
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
            (m.channel_id, m.thread_ts) for m in self._said() if _is_card(m) and m.thread_ts
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
            if not _is_redrawn(ticket, kind) or f"{key}:redraw" in given_up:
                continue
            message = self._standing(ticket, place).messages[ts]
            shown = _told(message.text, message.blocks)
            wanted = self._drawn(ticket, Post(Kind(kind), round_, place=place), ts, life)
            if shown != (wanted if message.blocks else wanted[:1]):
                yield Promise.NO_STALE_CARD, f"{ticket.reference} ({key}): {shown} not {wanted}"

    def _standing(self, ticket: Ticket, place: str) -> Channel:
        """Return the channel that a post with that `place` stands in."""
        if Post(Kind.ASSIGNED, place=place).is_direct:
            return self._slack.direct_channel(place, self._world.bot)
        return self._slack.channels[ticket.channel if place == THREAD else place]

    def _drawn(self, ticket: Ticket, post: Post, ts: str, life: Life) -> list[str]:
        drawing = _Drawing()
        redraw = replace(post, operation=Operation.REDRAW)
        posting = Posting(0, "", redraw, ticket, 0, created_at=self._world.wall.now, ts=ts)
        if post.kind is Kind.INCIDENT:
            [(number,)] = self._rows("SELECT number FROM incidents WHERE id = ?", post.round)
            posting = replace(posting, incident=life.store.incidents.find(ticket.team, number))
        rules, site = self._world.rules, life.me.site
        Messenger(drawing, rules, site=site).deliver(posting)
        return _told(str(drawing.arguments["text"]), drawing.arguments["blocks"])

    def _posts(self, ticket: Ticket) -> list[tuple[Any, ...]]:
        query = (
            "SELECT status, kind, round, place, key, ts FROM outbox WHERE ticket_id = ? ORDER BY id"
        )
        return self._rows(query, ticket.id)

    def _acting(self) -> Iterator[tuple[Promise, str]]:
        for each in adorned(self._slack):
            yield Promise.NOTHING_ACTS, each
        ours = self._own_tokens()
        for call in self._slack.calls:
            if call.method in SAYING:
                yield from _acting_in(call.method, call.params, ours)
        for delivery in self._slack.deliveries.log:
            if delivery.ack is not None and isinstance(delivery.ack.body, dict):
                yield from _acting_in("acknowledgement", delivery.ack.body, ours)

    def _own_tokens(self) -> re.Pattern[str]:
        """Return what may act: it names who is here, or was made by us."""
        users = (f"@{user}" for user in self._slack.users)
        channels = (f"#{channel}" for channel in self._slack.channels)
        return re.compile(f"<({'|'.join((*users, *channels, *LINKS))})>")

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

    def _disagreement(self, life: Life) -> Iterator[tuple[Promise, str]]:
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


class _Drawing:
    """Takes what would be said, and says it nowhere."""

    def __init__(self) -> None:
        self.arguments: Json = {}

    def call(self, method: Method, arguments: Json) -> Payload:
        if method is Method.OPEN_DIRECT:
            return {"channel": {"id": "D0"}}
        self.arguments = arguments
        return {"ts": arguments["ts"]}


def _is_redrawn(ticket: Ticket, kind: str) -> bool:
    """Return True if a message of that kind follows its ticket; others stay as they were said."""
    if kind == Kind.ROOT:
        return False
    return kind in {Kind.CARD, Kind.QUESTION, Kind.INCIDENT} or ticket.status is Status.WITHDRAWN


def _is_card(message: Message) -> bool:
    return bool(message.blocks) and message.blocks[0]["type"] == "header"


def _told(text: str, blocks: Any) -> list[str]:  # noqa: ANN401 - blocks of either side
    """Return what a message tells, a line a block.

    Which links are known depends on what was said when it was drawn: no later word redraws it.
    """
    lines = [text, *(json.dumps(block, sort_keys=True) for block in _bare(blocks))]
    return [line.replace("hxxps[:]//", "https://") for line in lines]


def _bare(blocks: Any) -> list[Json]:  # noqa: ANN401 - blocks of either side
    """Return blocks without the ids that Slack gives them, and without how a question ended.

    What is said after a question was closed changes its ending the next time that it is drawn.
    """
    ends = [{"type": "context"} if _is_ending(block) else block for block in blocks]
    return [{name: block[name] for name in block if name != "block_id"} for block in ends]


def _is_ending(block: Json) -> bool:
    return '"text": "Answered, ' in json.dumps(block) or '"text": "Closed: ' in json.dumps(block)


def _acting_in(
    where: str,
    part: Any,  # noqa: ANN401 - any JSON
    ours: re.Pattern[str],
) -> Iterator[tuple[Promise, str]]:
    """Yield what could act in the texts of a message or view."""
    for text, is_parsed in _texts(part, is_parsed=True):
        rest = ours.sub("", text) if is_parsed else text
        if ACTING.search(rest) or HIDDEN.search(rest) or (is_parsed and "<" in rest):
            yield Promise.NOTHING_ACTS, f"{where}: {text!r}"


def _texts(part: Any, *, is_parsed: bool) -> Iterator[tuple[str, bool]]:  # noqa: ANN401 - any JSON
    if isinstance(part, dict):
        if part.get("type") in {"plain_text", "mrkdwn"}:
            yield part["text"], part["type"] == "mrkdwn"
            return
        for name, value in part.items():
            if name == "text" and isinstance(value, str):
                yield value, is_parsed
            elif isinstance(value, dict | list):
                yield from _texts(value, is_parsed=is_parsed)
    elif isinstance(part, list):
        for item in part:
            yield from _texts(item, is_parsed=is_parsed)


def _raised(traceback: str | None) -> str | None:
    """Return the name of the error that a traceback ends with."""
    if not traceback:
        return None
    return traceback.strip().rpartition("\n")[2].partition(":")[0].rpartition(".")[2]

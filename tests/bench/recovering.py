"""How soon the bot is back after SIGKILL, with many tickets that wait for an answer."""

from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import TYPE_CHECKING

from bot.triage.judgement import Question
from bot.triage.ticket import Message
from storage.database import Database
from storage.tickets import Tickets
from tests.bench.figures import Figure
from tests.bench.stage import Posted
from tests.bench.texts import tickets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.workspace import Message as Posting
    from tests.bench.stage import Stage

LEASE = timedelta(minutes=10)
DEADLINE = timedelta(hours=24)
IN_HAND_SECONDS = 60.0


def recovery(on: Stage, waiting: int, in_hand: int) -> Iterator[Figure]:
    """Yield what passes from the start after a kill until all that was in hand is done.

    `waiting` tickets have an open question, `in_hand` others were posted just before the kill.
    """
    roots = waiting_tickets(on, waiting)
    with on.bot() as bot:
        posted = on.post(itertools.islice(tickets(seed=waiting), in_hand))
        _await_first_card(posted)
        bot.kill()
    on.await_silence()
    done = len(posted.cards())
    with on.bot() as bot:
        connected = time.time() - bot.started_at
        on.await_cards(posted)
        cards = [at for at in posted.cards().values() if at > bot.started_at]
        answered = _answer(on, roots[waiting // 2])
    about = f"{waiting:,} waiting"
    yield Figure(f"{about}: start to connected", connected, "s")
    yield Figure(f"{about}: start to the first card", min(cards) - bot.started_at, "s")
    last = f"start to the last card of {in_hand - done} in hand"
    yield Figure(f"{about}: {last}", max(cards) - bot.started_at, "s")
    yield Figure(f"{about}: answer to a question, to its card", answered, "s")
    yield Figure(f"{about}: cards that stand twice", _doubles(on, posted), "", 0)


def waiting_tickets(on: Stage, count: int) -> Sequence[Posting]:
    """Write tickets with an open question into the database, whose messages stand in Slack."""
    slack = on.server.workspace
    # Nothing of it is delivered: the app is invited only afterwards.
    channel = slack.add_channel("waiting", on.reporter)
    texts = itertools.islice(tickets(seed=9), count)
    roots = [slack.post_as_user(on.reporter, channel, text) for text in texts]
    folder = on.home / "data"
    folder.mkdir(parents=True)
    database = Database(f"sqlite:///{folder / 'triage.db'}")
    database.migrate()
    store = Tickets(database, lambda: token_hex(8))
    for root in roots:
        _have_asked(store, _said(on, root))
    database.dispose()
    slack.join(on.app_bot, channel)
    return roots


def _said(on: Stage, root: Posting) -> Message:
    return Message(
        team=on.app_bot.team_id,
        channel=root.channel_id,
        user=on.reporter.id,
        text=root.text,
        event_id=f"Ev{root.ts}",
        at=datetime.now(UTC),
        ts=root.ts,
    )


def _have_asked(store: Tickets, message: Message) -> None:
    store.record(message, opens_ticket=True)
    ticket = store.claim(message.at, LEASE)
    assert ticket is not None
    asked = ticket.asking(Question("Which account is it?"), message.at, message.at + DEADLINE)
    store.save(asked, event="asked", actor="bot", now=message.at)


def _await_first_card(posted: Posted) -> None:
    deadline = time.monotonic() + IN_HAND_SECONDS
    while not posted.cards() and time.monotonic() < deadline:
        time.sleep(0.005)


def _answer(on: Stage, root: Posting) -> float:
    """Return the seconds from the answer to a question until its card."""
    slack = on.server.workspace
    posted = Posted(slack, len(slack.calls), len(slack.deliveries.log), [root.ts])
    began = time.time()
    slack.reply_as_user(on.reporter, root, "It is the account of our shop in Lyon.")
    on.await_cards(posted)
    return posted.cards()[root.ts] - began


def _doubles(on: Stage, posted: Posted) -> int:
    messages = on.server.workspace.channels[on.channel].messages
    return sum(len(messages[ts].replies) > 1 for ts in posted.roots)

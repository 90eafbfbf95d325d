"""The bot is killed at five named points, one life each; the sixth life finds nothing lost.

Nothing in the bot says when: the stand-ins see the moment, and the signal is sent there.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.killing.moments import about, asks_for, is_echo, rows
from tests.locking import locked
from tests.scenarios.conversation import PATIENCE_SECONDS, words
from tests.scenarios.office import Office, Room, an_office, in_a_hurry
from tests.scenarios.texts import ANSWER, CLEAR, CRITICAL, KNOWN, VAGUE
from tests.standins.openai_server import OpenAIServer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.processes import Triage
    from tests.scenarios.conversation import Conversation

pytestmark = pytest.mark.timeout(300)

LATE_SECONDS = 8.0
ECHO_SECONDS = 40.0
"""Longer than it takes until a post is looked for in its thread."""
NEVER_SECONDS = 600.0


Seen = dict[str, list[tuple[object, ...]]]


@dataclass
class Lives:
    """What was on its way at each kill, and what the database held then."""

    office: Office
    room: Room
    model: OpenAIServer
    before_commit: Conversation
    after_ack: Conversation
    in_model_call: Conversation
    accepted: Conversation
    landing: Conversation
    waiting: Conversation
    seen: Seen


@pytest.fixture(scope="module")
def lives(home: Triage) -> Iterator[Lives]:
    with OpenAIServer(delay_seconds=NEVER_SECONDS) as model, an_office(home, "socket") as office:
        in_a_hurry(office)
        room = office.room()
        seen: Seen = {}
        before_commit = _kill_before_commit(room, seen)
        with_model = {
            "ANALYST": "openai",
            "OPENAI_API_KEY": "sk-test",
            "OPENAI_BASE_URL": model.base_url,
        }
        after_ack = _kill_after_ack(room, with_model, seen)
        in_model_call = _kill_in_model_call(room, with_model, model, seen)
        earlier = (before_commit, after_ack, in_model_call)
        accepted, landing = _kill_after_slack_accepted(room, earlier, seen)
        waiting = _kill_while_waiting(room, seen)
        with office.open():
            yield Lives(
                office,
                room,
                model,
                before_commit,
                after_ack,
                in_model_call,
                accepted,
                landing,
                waiting,
                seen,
            )


def _kill_before_commit(room: Room, seen: Seen) -> Conversation:
    with room.office.open() as bot, locked(room.office.database_file):
        conversation = room.post(f"{CLEAR} (before the commit)")
        event = about(room.slack, conversation)
        bot.await_that(lambda: event.state == "sent")
        time.sleep(0.3)  # by now the listener has it, and waits for its turn to write
        bot.kill()
        seen["before commit"] = rows(room.office, "SELECT count(*) FROM messages")
    return conversation


def _kill_after_ack(room: Room, settings: dict[str, str], seen: Seen) -> Conversation:
    with room.office.open(**settings) as bot:
        conversation = room.post(f"{CRITICAL} (after the acknowledgement)")
        event = about(room.slack, conversation)
        room.slack.wait_for(lambda: event.state == "acknowledged", PATIENCE_SECONDS)
        bot.kill()
        seen["after ack"] = _status_of(conversation, room.office)
    return conversation


def _kill_in_model_call(
    room: Room, settings: dict[str, str], model: OpenAIServer, seen: Seen
) -> Conversation:
    with room.office.open(**settings) as bot:
        conversation = room.post(f"{KNOWN} (in the model call)")
        with model.changed:
            assert model.changed.wait_for(
                lambda: any(asks_for(one, "in the model call") for one in model.chats),
                PATIENCE_SECONDS,
            )
        bot.kill()
        seen["in the model call"] = _status_of(conversation, room.office)
    return conversation


def _kill_after_slack_accepted(
    room: Room, earlier: Sequence[Conversation], seen: Seen
) -> tuple[Conversation, Conversation]:
    """Kill while one post has landed without an answer, and another is still to land."""
    slack = room.slack
    with room.office.open() as bot:
        for conversation in earlier:
            conversation.card()
        slack.faults.hold(ECHO_SECONDS, times=99, when=lambda one: is_echo(room, one))
        slack.faults.delay("chat.postMessage", NEVER_SECONDS)
        accepted = room.post(f"{CRITICAL} (accepted)")
        accepted.card()
        slack.faults.land_late("chat.postMessage", LATE_SECONDS, dropped_after=LATE_SECONDS)
        landing = room.post(f"{CRITICAL} (still to land)")
        slack.wait_for(lambda: _was_asked_to_post(room, landing), PATIENCE_SECONDS)
        bot.kill()
        query = (
            "SELECT outbox.status FROM outbox JOIN tickets ON tickets.id = ticket_id"
            " WHERE operation = 'post' AND tickets.thread_ts IN (?, ?)"
        )
        seen["accepted"] = rows(room.office, query, accepted.root.ts, landing.root.ts)
    return accepted, landing


def _kill_while_waiting(room: Room, seen: Seen) -> Conversation:
    with room.office.open() as bot:
        conversation = room.post(VAGUE)
        conversation.question()
        bot.await_that(lambda: ("waiting",) in _status_of(conversation, room.office))
        bot.kill()
        seen["waiting"] = _status_of(conversation, room.office)
    conversation.reply(room.ben, ANSWER)
    return conversation


def _status_of(conversation: Conversation, office: Office) -> list[tuple[object, ...]]:
    query = "SELECT status FROM tickets WHERE thread_ts = ?"
    return rows(office, query, conversation.root.ts)


def _was_asked_to_post(room: Room, conversation: Conversation) -> bool:
    calls = room.slack.calls_to("chat.postMessage")
    return any(call.params.get("thread_ts") == conversation.root.ts for call in calls)


def test_killed_before_the_commit_the_event_comes_again(lives: Lives) -> None:
    event = about(lives.room.slack, lives.before_commit)

    assert lives.seen["before commit"] == [(0,)]
    assert len(event.attempts) > 1
    _has_one_card(lives, lives.before_commit)


def test_killed_after_the_acknowledgement_the_ticket_is_in_the_database(lives: Lives) -> None:
    event = about(lives.room.slack, lives.after_ack)

    assert lives.seen["after ack"] == [("received",)]
    assert len(event.attempts) == 1
    _has_one_card(lives, lives.after_ack)


def test_killed_in_the_model_call_the_ticket_is_judged_again(lives: Lives) -> None:
    assert lives.seen["in the model call"] == [("received",)]
    _has_one_card(lives, lives.in_model_call)


def test_killed_after_slack_accepted_a_post_is_looked_for_and_not_repeated(lives: Lives) -> None:
    assert lives.seen["accepted"] == [("sending",), ("sending",)]
    lives.office.bot.await_that(lambda: not lives.room.has_open_posts(), seconds=60)

    for conversation in (lives.accepted, lives.landing):
        read = lives.room.slack.calls_to("conversations.replies")
        assert conversation.root.ts in {call.params["ts"] for call in read}
        _has_one_card(lives, conversation)


def test_killed_while_it_waits_for_an_answer_it_hears_it_later(lives: Lives) -> None:
    assert lives.seen["waiting"] == [("waiting",)]
    assert "Bug" in words(lives.waiting.card())
    assert len(lives.waiting.questions) == 1
    _has_one_card(lives, lives.waiting)


def test_after_five_kills_every_ticket_has_one_number_and_one_card(lives: Lives) -> None:
    everybody = [
        lives.before_commit,
        lives.after_ack,
        lives.in_model_call,
        lives.accepted,
        lives.landing,
        lives.waiting,
    ]

    for conversation in everybody:
        conversation.card()

    lives.office.bot.await_that(lambda: not lives.room.has_open_posts(), seconds=60)
    assert lives.office.doubles() == []
    assert len({conversation.number for conversation in everybody}) == len(everybody)
    assert lives.room.slack.complaints == []
    assert lives.model.complaints == []


def _has_one_card(lives: Lives, conversation: Conversation) -> None:
    conversation.card()
    lives.office.bot.settle()
    assert len(conversation.cards) == 1

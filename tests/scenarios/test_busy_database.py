"""While something else writes, a listener waits 2 s: what Slack repeats is left to Slack."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from tests.scenarios.texts import CLEAR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.scenarios.conversation import Conversation
    from tests.scenarios.office import Office, Room


@contextmanager
def _locked(office: Office) -> Iterator[None]:
    file = office.triage.home / "data" / "triage.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def test_what_could_not_be_stored_is_told_or_comes_again(room: Room) -> None:
    slack = room.slack
    with _locked(room.office):
        conversation = room.post(CLEAR)
        room.command(CLEAR)
        refused = room.whisper().text
        answered = room.office.bot.health()

    conversation.card()
    room.office.settle()
    event = next(one for one in slack.deliveries.log if _is_about(one.payload, conversation))
    assert refused == "That was not saved, please try again in a moment."
    assert answered.status_code == 200
    assert event.state == "acknowledged"
    assert len(event.attempts) > 1
    assert len(conversation.cards) == 1
    assert room.roots_by_bot() == []


def _is_about(payload: dict[str, object], conversation: Conversation) -> bool:
    event = payload.get("event")
    return isinstance(event, dict) and event.get("ts") == conversation.root.ts

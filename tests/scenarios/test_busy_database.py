"""While something else writes, a listener waits 2 s: what Slack repeats is left to Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.locking import locked
from tests.scenarios.texts import CLEAR

if TYPE_CHECKING:
    from bot.workspace import Delivery, Workspace
    from tests.scenarios.conversation import Conversation
    from tests.scenarios.office import Office, Room


def test_what_could_not_be_stored_is_told_or_comes_again(room: Room) -> None:
    slack = room.slack
    with locked(room.office.database_file):
        conversation = room.post(CLEAR)
        room.command(CLEAR)
        refused = room.whisper().text
        slack.wait_for(lambda: _refusals(slack, conversation))

    conversation.card()
    room.office.settle()
    event = _event(slack, conversation)
    assert refused == "That was not saved, please try again in a moment."
    assert event.state == "acknowledged"
    assert len(conversation.cards) == 1
    assert room.roots_by_bot() == []


def test_health_is_bad_while_nothing_can_be_written_and_says_so_in_time(office: Office) -> None:
    with locked(office.database_file):
        meanwhile = office.bot.health()
    freed = office.bot.health()

    assert (meanwhile.status_code, freed.status_code) == (503, 200)
    assert meanwhile.json()["checks"]["database"]["status"] == "failed"
    assert meanwhile.elapsed.total_seconds() < 9


def _refusals(slack: Workspace, conversation: Conversation) -> list[str]:
    attempts = _event(slack, conversation).attempts
    return [
        attempt.outcome for attempt in attempts if attempt.settled_at and attempt.outcome != "ok"
    ]


def _event(slack: Workspace, conversation: Conversation) -> Delivery:
    return next(one for one in slack.deliveries.log if _is_about(one.payload, conversation))


def _is_about(payload: dict[str, object], conversation: Conversation) -> bool:
    event = payload.get("event")
    return isinstance(event, dict) and event.get("ts") == conversation.root.ts

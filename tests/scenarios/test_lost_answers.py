"""Slack posted, but its answer was lost: nothing is posted twice, and nothing is left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.scenarios.texts import KNOWN, VAGUE

if TYPE_CHECKING:
    from bot.workspace import Delivery
    from tests.scenarios.office import Office, Room

RECONCILED_SECONDS = 15.0
"""The call's timeout and 5 s: until then a request that is under way can still land."""


def test_our_own_message_that_comes_back_confirms_it(room: Room) -> None:
    _lose_the_answer_to_the_next_post(room)

    conversation = room.post(VAGUE)
    conversation.question()

    room.office.bot.await_that(lambda: not room.has_open_posts(), seconds=5)
    assert len(conversation.thread.by_bots) == 1
    assert _methods(room) == ["chat.postMessage"]


def test_otherwise_the_thread_is_read_before_anything_is_posted_again(
    socket_office: Office,
) -> None:
    room = socket_office.room()
    room.slack.faults.hold(RECONCILED_SECONDS + 3, when=lambda one: _is_echo(room, one))
    _lose_the_answer_to_the_next_post(room)

    conversation = room.post(KNOWN)
    conversation.card()

    room.office.bot.await_that(lambda: "conversations.replies" in _methods(room), seconds=40)
    room.office.bot.await_that(lambda: not room.has_open_posts(), seconds=5)
    room.office.settle()
    assert len(conversation.cards) == 1
    assert _methods(room) == ["chat.postMessage", "conversations.replies"]
    room.slack.faults.clear()


def _lose_the_answer_to_the_next_post(room: Room) -> None:
    fault = room.slack.faults.drop("chat.postMessage", after_effect=True)
    fault.when = lambda params: params["channel"] == room.channel.id


def _methods(room: Room) -> list[str]:
    """Return what the bot asked Slack about the room's channel."""
    calls = list(room.slack.calls)
    return [call.method for call in calls if call.params.get("channel") == room.channel.id]


def _is_echo(room: Room, delivery: Delivery) -> bool:
    """Return True if it brings the bot's own message back."""
    event = delivery.payload.get("event", {})
    return bool(event.get("bot_id")) and event.get("channel") == room.channel.id

"""Slack posted, but its answer was lost: nothing is posted twice, and nothing is left open.

That the thread is read where no echo comes takes 15 s: tests/duties/test_posts_in_doubt.py has
it with its own clock, tests/killing with a bot that was killed meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.scenarios.texts import VAGUE

if TYPE_CHECKING:
    from tests.scenarios.office import Room


def test_our_own_message_that_comes_back_confirms_it(room: Room) -> None:
    _lose_the_answer_to_the_next_post(room)

    conversation = room.post(VAGUE)
    conversation.question()

    room.office.bot.await_that(lambda: not room.has_open_posts(), seconds=30)
    assert len(conversation.thread.by_bots) == 1
    assert _methods(room) == ["chat.postMessage"]


def _lose_the_answer_to_the_next_post(room: Room) -> None:
    fault = room.slack.faults.drop("chat.postMessage", after_effect=True)
    fault.when = lambda params: params["channel"] == room.channel.id


def _methods(room: Room) -> list[str]:
    """Return what the bot asked Slack about the room's channel."""
    calls = list(room.slack.calls)
    return [call.method for call in calls if call.params.get("channel") == room.channel.id]

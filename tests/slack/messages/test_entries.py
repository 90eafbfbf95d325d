"""Every way into the app, in every kind of channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.arrivals.admission import Mode
from bot.triage.ticket import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.workspace import Channel
    from tests.slack.desk import Desk

ELSEWHERE = "elsewhere"
"""A channel that is no support channel, where some are."""
TROUBLE = "The export is empty"
WAYS: dict[str, Callable[[Desk, Channel], None]] = {}


def way(act: Callable[[Desk, Channel], None]) -> Callable[[Desk, Channel], None]:
    WAYS[act.__name__] = act
    return act


@way
def message(desk: Desk, channel: Channel) -> None:
    desk.workspace.post_as_user(desk.ann, channel, TROUBLE)


@way
def mention(desk: Desk, channel: Channel) -> None:
    desk.workspace.mention(desk.ann, channel, desk.bot, TROUBLE)


@way
def emoji(desk: Desk, channel: Channel) -> None:
    said = desk.workspace.post_as_user(desk.ann, channel, "Lunch is at noon")
    reply = desk.workspace.reply_as_user(desk.ann, said, TROUBLE)
    desk.workspace.react(desk.ann, reply, "ticket")


@way
def shortcut(desk: Desk, channel: Channel) -> None:
    said = desk.workspace.post_as_user(desk.ann, channel, "Lunch is at noon")
    reply = desk.workspace.reply_as_user(desk.ann, said, TROUBLE)
    desk.workspace.message_shortcut(desk.ann, reply, "triage_message")


@way
def command(desk: Desk, channel: Channel) -> None:
    desk.workspace.slash_command(desk.ann, channel, "/triage", TROUBLE)


ASKED = {"emoji": Entry.EMOJI, "shortcut": Entry.SHORTCUT, "command": Entry.COMMAND}
POSTED = {"message": Entry.MESSAGE, "mention": Entry.MESSAGE}
OPENED: dict[str, dict[str, Entry]] = {
    Mode.MENTION: ASKED | {"mention": Entry.MESSAGE},
    Mode.EMOJI: ASKED,
    Mode.SHORTCUT: ASKED,
    ELSEWHERE: ASKED,
}


@pytest.mark.parametrize("channel", OPENED)
@pytest.mark.parametrize("name", WAYS)
def test_who_asks_gets_a_ticket_wherever_they_are(desk: Desk, channel: str, name: str) -> None:
    if channel == ELSEWHERE:
        desk.restrict_to(desk.lobby)
    else:
        desk.admit(Mode(channel))

    WAYS[name](desk, desk.support)
    desk.deliver()
    desk.errands().run_due()

    wanted = OPENED[channel].get(name)
    found = [(each.entry, each.messages[0].text) for each in desk.all_tickets()]
    assert found == ([(wanted, TROUBLE)] if wanted else [])


@pytest.mark.parametrize("name", POSTED)
@pytest.mark.parametrize("mode", [Mode.AUTOMATIC, Mode.SHADOW])
def test_where_messages_are_tickets_so_are_mentions(desk: Desk, mode: Mode, name: str) -> None:
    desk.admit(mode, review_channel=desk.lobby.id)

    WAYS[name](desk, desk.support)
    desk.deliver()

    assert [each.messages[0].text for each in desk.all_tickets()] == [TROUBLE]

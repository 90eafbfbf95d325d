"""What comes from a workspace that the bot's token is not for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.workspace import Channel, User
    from tests.slack.desk import Desk


@pytest.fixture
def abroad(desk: Desk) -> tuple[User, Channel]:
    """Install the app in another workspace too, in a channel with somebody in it."""
    slack = desk.workspace
    team = slack.add_team("Other")
    bot, zoe = slack.install(slack.app_of(desk.bot), team), slack.add_user("zoe", team)
    return zoe, slack.add_channel("support", zoe, bot, team=team)


def test_a_message_there_is_acknowledged_and_no_ticket(
    desk: Desk, abroad: tuple[User, Channel]
) -> None:
    zoe, there = abroad

    root = desk.workspace.post_as_user(zoe, there, "The invoice of May is wrong")
    desk.deliver()

    assert [one.state for one in desk.workspace.deliveries.log] == ["acknowledged"]
    assert desk.tickets.about(there.team_id, there.id, root.ts) is None


def test_a_command_there_is_told_that_the_bot_runs_for_another_workspace(
    desk: Desk, abroad: tuple[User, Channel]
) -> None:
    delivery = desk.workspace.slash_command(*abroad, "/triage", "The invoice of May is wrong")
    desk.deliver()

    assert delivery.ack is not None
    assert delivery.ack.body["text"].startswith("Ticket Triage runs for another workspace")
    assert desk.tickets.find(abroad[1].team_id, 1) is None


def test_who_writes_from_another_organisation_in_a_shared_channel_gets_a_ticket(
    desk: Desk, abroad: tuple[User, Channel]
) -> None:
    desk.support.members.append(abroad[0].id)

    root = desk.workspace.post_as_user(abroad[0], desk.support, "The invoice of May is wrong")
    desk.deliver()

    assert desk.tickets.about(desk.bot.team_id, desk.support.id, root.ts) is not None

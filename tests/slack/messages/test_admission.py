"""What a message needs to be a ticket, by channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.arrivals.admission import Mode
from bot.triage.arrivals.noise import Noise
from bot.triage.teamwork.by import By
from bot.triage.teamwork.change import Change
from storage.arrivals.passed_over import PassedOver

if TYPE_CHECKING:
    from bot.workspace import Channel, Message
    from tests.slack.desk import Desk


def post(desk: Desk, text: str, channel: Channel | None = None) -> Message:
    message = desk.workspace.post_as_user(desk.ann, channel or desk.support, text)
    desk.deliver()
    return message


def kept(desk: Desk, message: Message) -> Noise | None:
    place = desk.bot.team_id, message.channel_id, message.ts
    return PassedOver(desk.database).noise(*place)


@pytest.mark.parametrize(
    ("text", "noise"),
    [
        ("Good morning everyone 👋", Noise.GREETING),
        ("thanks!", Noise.THANKS),
        ("lol", Noise.CHATTER),
        ("🎉", Noise.NO_WORDS),
    ],
)
def test_noise_opens_no_ticket_and_is_kept_by_its_id(desk: Desk, text: str, noise: Noise) -> None:
    message = post(desk, text)

    assert desk.all_tickets() == []
    assert kept(desk, message) is noise
    assert desk.workspace.statuses == []
    assert desk.whispered() == []


def test_a_greeting_with_a_problem_is_a_ticket(desk: Desk) -> None:
    message = post(desk, "Good morning, login is down")

    assert len(desk.all_tickets()) == 1
    assert kept(desk, message) is None


def test_thanks_with_a_picture_are_a_ticket(desk: Desk) -> None:
    desk.workspace.upload_as_user(desk.ann, desk.support, "thanks", "error.png")
    desk.deliver()

    assert len(desk.all_tickets()) == 1


def test_noise_that_is_edited_into_a_problem_opens_a_ticket(desk: Desk) -> None:
    message = post(desk, "good morning")

    desk.workspace.edit_message(message, "good morning, login is down")
    desk.deliver()

    assert [ticket.messages[0].text for ticket in desk.all_tickets()] == [message.text]


def test_noise_delivered_twice_is_kept_once(desk: Desk) -> None:
    desk.workspace.faults.duplicate()

    assert kept(desk, post(desk, "thanks!")) is Noise.THANKS


def test_without_the_filter_greetings_are_tickets(desk: Desk) -> None:
    desk.admit(Mode.AUTOMATIC, filters_noise=False)

    post(desk, "good morning")

    assert len(desk.all_tickets()) == 1


def test_where_a_mention_is_needed_only_mentions_open_tickets(desk: Desk) -> None:
    desk.admit(Mode.MENTION)
    post(desk, "Login is down")

    desk.workspace.mention(desk.ann, desk.support, desk.bot, "The export is empty")
    desk.deliver()

    assert [ticket.messages[0].text for ticket in desk.all_tickets()] == ["The export is empty"]


def test_a_mention_that_is_edited_away_changes_the_ticket_only(desk: Desk) -> None:
    desk.admit(Mode.MENTION)
    message = desk.workspace.mention(desk.ann, desk.support, desk.bot, "The export is empty")
    desk.deliver()

    desk.workspace.edit_message(message, "The export is empty, and so is the report")
    desk.deliver()

    [ticket] = desk.all_tickets()
    assert ticket.messages[0].text == "The export is empty, and so is the report"


@pytest.mark.parametrize("mode", [Mode.EMOJI, Mode.SHORTCUT])
def test_where_people_ask_for_tickets_posting_opens_none(desk: Desk, mode: Mode) -> None:
    desk.admit(mode)

    post(desk, "Login is down")

    assert desk.all_tickets() == []
    assert desk.whispered() == []


def test_a_mention_there_is_told_how_to_open_one(desk: Desk) -> None:
    desk.admit(Mode.EMOJI)

    desk.workspace.mention(desk.ann, desk.support, desk.bot, "Login is down")
    desk.deliver()

    assert desk.all_tickets() == []
    [told] = desk.whispered()
    assert "I open no tickets by myself" in told.text


def test_a_channel_with_a_mode_takes_tickets_beside_the_support_channels(desk: Desk) -> None:
    desk.restrict_to(desk.support)
    desk.admit(Mode.MENTION, desk.lobby)

    desk.workspace.mention(desk.ann, desk.lobby, desk.bot, "The export is empty")
    post(desk, "Login is down")

    assert [ticket.channel for ticket in desk.all_tickets()] == [desk.lobby.id, desk.support.id]


LIFT = "The lift works today"


def closed_as_none(desk: Desk, *numbers: int) -> None:
    for number in numbers:
        assert desk.work.change(
            desk.bot.team_id,
            number,
            lambda ticket: Change(ticket.work.dismissed(desk.ben.id, desk.clock.now), ()),
            event="dismissed",
            by=By(desk.ben.id, desk.clock.now),
        )


def test_what_people_closed_twice_as_no_ticket_opens_none_any_more(desk: Desk) -> None:
    for _ in range(2):
        post(desk, LIFT)
    closed_as_none(desk, 1, 2)

    message = post(desk, "Hi all, the lift works today!")

    assert len(desk.all_tickets()) == 2
    assert kept(desk, message) is Noise.CLOSED_BEFORE


def test_an_edit_of_what_opened_none_since_people_closed_it_twice_opens_none_either(
    desk: Desk,
) -> None:
    for _ in range(2):
        post(desk, LIFT)
    closed_as_none(desk, 1, 2)
    message = post(desk, LIFT)

    desk.workspace.edit_message(message, LIFT + "!")
    desk.deliver()

    assert len(desk.all_tickets()) == 2


def test_once_or_with_a_file_or_with_the_filter_off_it_is_a_ticket(
    desk: Desk,
) -> None:
    for _ in range(2):
        post(desk, LIFT)
    closed_as_none(desk, 1)
    post(desk, LIFT)
    closed_as_none(desk, 2)
    desk.workspace.upload_as_user(desk.ann, desk.support, LIFT, "lift.png")
    desk.deliver()
    desk.admit(Mode.AUTOMATIC, filters_noise=False)
    post(desk, LIFT)

    assert len(desk.all_tickets()) == 5


def test_what_tells_of_trouble_is_a_ticket_however_often_it_was_closed_as_none(desk: Desk) -> None:
    for _ in range(3):
        post(desk, "The lift is broken")
    closed_as_none(desk, 1, 2, 3)

    post(desk, "The lift is broken")

    assert len(desk.all_tickets()) == 4


def test_other_workspaces_and_channels_of_other_modes_learn_nothing_of_it(desk: Desk) -> None:
    for _ in range(2):
        post(desk, LIFT)
    closed_as_none(desk, 1, 2)

    assert PassedOver(desk.database).closed("T0OTHER") == []
    desk.admit(Mode.MENTION)
    desk.workspace.mention(desk.ann, desk.support, desk.bot, LIFT)
    desk.deliver()
    assert len(desk.all_tickets()) == 3

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.slack import sentences
from bot.slack.forms.seal import Seal
from bot.slack.slash.opening import form
from bot.triage.ticket import Entry
from tests.builders import a_ticket
from tests.slack.unreachable import Unreachable

if TYPE_CHECKING:
    from bot.workspace import Channel, View
    from tests.slack.desk import Desk


def answer(desk: Desk, text: str, channel: Channel | None = None) -> str:
    """Type `/triage` and return what its author sees at once."""
    delivery = desk.workspace.slash_command(desk.ann, channel or desk.support, "/triage", text)
    desk.deliver()
    assert delivery.ack is not None
    body: Any = delivery.ack.body
    if not body:
        return ""
    assert body["response_type"] == "ephemeral"
    return str(body["text"])


def test_a_command_opens_a_ticket_for_its_author(desk: Desk) -> None:
    said = answer(desk, "The export is <empty> &amp; slow")

    [ticket] = desk.all_tickets()
    assert said == "T-1 is saved. It shows in this channel as soon as I can post here."
    assert (ticket.reporter, ticket.entry, ticket.thread_ts) == (desk.ann.id, Entry.COMMAND, None)
    assert ticket.messages[0].text == "The export is empty & slow"
    assert desk.woken == 1


def test_a_command_delivered_twice_opens_one_ticket(desk: Desk) -> None:
    desk.workspace.faults.duplicate()

    answer(desk, "The export is empty")

    assert len(desk.all_tickets()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "help",
        "HELP",
        "?",
        "-h",
        "--help",
        "!!!",
        "status",
        "status x",
        "status of my ticket?",
        "What's the status of our open tickets??",
        "test",
        "Just testing!",
        "this is a test",
        "test 123",
        "ping",
        "hello!",
        "thanks",
        ":tada:",
    ],
)
def test_what_is_no_ticket_gets_help(desk: Desk, text: str) -> None:
    assert answer(desk, text) == sentences.HELP
    assert not desk.all_tickets()


@pytest.mark.parametrize("text", ["   ", "\u200b\u2060"])
def test_a_command_without_words_names_the_limit(desk: Desk, text: str) -> None:
    assert "between 1 and 500 characters" in answer(desk, text)
    assert not desk.all_tickets()


@pytest.mark.parametrize("text", ["x" * 501, "😀" * 501, "?!" * 251, "&amp;" * 501])
def test_too_long_a_command_names_the_limit_whatever_it_is_made_of(desk: Desk, text: str) -> None:
    assert "500 at most" in answer(desk, text)
    assert not desk.all_tickets()


@pytest.mark.parametrize(
    "text",
    [
        "status page is down for everyone, also where T-1 was closed as fixed on Monday",
        "status of all orders is wrong",
        "status of tickets is never updated",
        "test page is empty",
        "tests fail",
    ],
)
def test_a_ticket_may_begin_with_the_word_status_or_test(desk: Desk, text: str) -> None:
    answer(desk, text)

    assert len(desk.all_tickets()) == 1


@pytest.mark.parametrize(
    "reference", ["T-1", "t-1", "1", "T-01", "T1", "#1", "#T-1", "T-1 please", "T-1?"]
)
def test_status_tells_how_a_ticket_stands(desk: Desk, reference: str) -> None:
    answer(desk, "The export is empty")

    told = answer(desk, f"status {reference}")

    assert answer(desk, "What is the status of ticket 1?") == told
    assert answer(desk, "status of my ticket T-1, please") == told
    assert answer(desk, "T-1") == told == f"T-1 in <#{desk.support.id}> is being looked at."


@pytest.mark.parametrize("text", ["status\u00a0T-1", "status\u2003\u200bT-1", "status \n T-1"])
def test_status_is_told_whatever_space_a_keyboard_puts_in(desk: Desk, text: str) -> None:
    answer(desk, "The export is empty")

    assert answer(desk, text).startswith("T-1 in ")
    assert len(desk.all_tickets()) == 1


def test_status_of_another_workspace_is_not_told(desk: Desk) -> None:
    assert answer(desk, "status T-7") == "There is no ticket T-7 here."


def test_in_a_direct_message_the_command_says_where_to_post(desk: Desk) -> None:
    direct = desk.workspace.direct_channel(desk.ann.id, desk.bot)

    assert answer(desk, "The export is empty", direct).startswith("I take tickets in")
    assert answer(desk, "help", direct) == sentences.HELP
    assert not desk.all_tickets()


def test_a_command_that_was_not_stored_says_so(desk: Desk) -> None:
    desk.open(tickets=Unreachable())

    assert answer(desk, "The export is empty") == sentences.NOT_SAVED
    assert answer(desk, "status T-1") == sentences.NOT_READ
    assert desk.woken == 0


def test_who_opened_a_ticket_where_the_bot_is_not_is_told_to_invite_it(desk: Desk) -> None:
    private = desk.workspace.add_channel("private", desk.ann, kind="group")
    answer(desk, "The export is empty", private)
    [ticket] = desk.all_tickets()

    desk.whispers.ask_for_invitation(ticket)
    desk.whispers.ask_for_invitation(a_ticket(number=99))

    told = [one.text for one in desk.whispered()]
    assert any(f"`/invite <@{desk.bot.user_id}>`" in text for text in told)
    assert len(told) == 2


def test_after_half_an_hour_nobody_can_be_reached(desk: Desk) -> None:
    answer(desk, "The export is empty")
    desk.clock.pass_by(1800)

    desk.whispers.ask_for_invitation(desk.all_tickets()[0])

    assert len(desk.whispered()) == 1


def test_only_so_many_people_are_remembered(desk: Desk) -> None:
    for number in range(1001):
        desk.whispers.remember(str(number), "https://hooks.example")

    assert desk.whispers.recall("0") is None
    assert desk.whispers.recall("1000") == "https://hooks.example"


def the_form(desk: Desk) -> View:
    assert not answer(desk, "")
    [view] = desk.workspace.views.values()
    return view


def submit(desk: Desk, view: View, text: str) -> None:
    desk.workspace.submit_view(desk.ann, view, {"text": text})
    desk.deliver()


def test_the_command_alone_opens_a_form_that_opens_a_ticket(desk: Desk) -> None:
    view = the_form(desk)

    submit(desk, view, "The export is <empty> &amp; slow\nsince Monday")

    [ticket] = desk.all_tickets()
    assert not view.is_open
    assert (ticket.reporter, ticket.channel) == (desk.ann.id, desk.support.id)
    assert ticket.messages[0].text == "The export is <empty> &amp; slow\nsince Monday"


def test_a_form_sent_twice_opens_one_ticket(desk: Desk) -> None:
    desk.workspace.faults.duplicate(when=lambda one: one.kind == "interactive")

    submit(desk, the_form(desk), "The export is empty")

    assert len(desk.all_tickets()) == 1


def test_a_blank_form_says_what_is_missing(desk: Desk) -> None:
    view = the_form(desk)

    submit(desk, view, "  ")

    assert view.is_open
    assert view.errors == {"description": "A ticket needs between 1 and 500 characters of text."}


def test_a_form_that_was_not_stored_stays_open(desk: Desk) -> None:
    view = the_form(desk)
    desk.open(tickets=Unreachable())

    submit(desk, view, "The export is empty")

    assert view.errors == {"description": str(sentences.NOT_SAVED)}


def test_who_used_the_form_can_be_told_to_invite_the_bot(desk: Desk) -> None:
    submit(desk, the_form(desk), "The export is empty")

    desk.whispers.ask_for_invitation(desk.all_tickets()[0])

    assert "I am not in that channel" in desk.whispered()[-1].text


def test_a_form_with_a_forged_channel_is_refused(desk: Desk) -> None:
    view = the_form(desk)
    view.content["private_metadata"] = view.content["private_metadata"].replace(
        desk.support.id, desk.lobby.id
    )

    submit(desk, view, "The export is empty")

    assert view.is_open
    assert not desk.all_tickets()


def test_a_form_that_was_opened_for_somebody_else_is_refused(desk: Desk) -> None:
    view = the_form(desk)
    blank = form(desk.support.id, 500)
    view.content |= Seal(desk.bot.token).closed(blank, desk.bot.team_id, desk.ben.id)

    submit(desk, view, "The export is empty")

    assert view.errors == {"description": str(sentences.OUTDATED_FORM)}
    assert not desk.all_tickets()


def test_a_guest_may_open_a_ticket_by_form(desk: Desk) -> None:
    desk.ann.is_guest = True

    submit(desk, the_form(desk), "The export is empty")

    assert len(desk.all_tickets()) == 1


def test_a_form_that_does_not_open_leaves_a_way(desk: Desk) -> None:
    desk.workspace.faults.refuse("views.open", "expired_trigger_id")

    assert answer(desk, "") == sentences.NO_FORM

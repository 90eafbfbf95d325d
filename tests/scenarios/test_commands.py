from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.scenarios.conversation import words
from tests.scenarios.texts import CLEAR, KNOWN, VAGUE

if TYPE_CHECKING:
    from bot.workspace import View
    from tests.scenarios.conversation import Conversation
    from tests.scenarios.office import Room


def _only_thread(room: Room) -> Conversation:
    found = room.slack.wait_for(room.roots_by_bot)
    assert len(found) == 1
    return found[0]


def test_a_command_opens_a_ticket_that_names_who_gave_it(room: Room) -> None:
    room.command(KNOWN)

    conversation = _only_thread(room)
    conversation.card()

    room.office.settle()
    assert f"<@{room.ann.id}> opened T-" in words(conversation.root)
    assert KNOWN in words(conversation.root)
    assert len(room.roots_by_bot()) == 1
    assert len(conversation.cards) == 1
    assert re.match(r"T-[0-9]+ is saved\. It shows in this channel", room.whisper().text)


def test_a_question_about_a_command_goes_to_who_gave_it(room: Room) -> None:
    room.command(VAGUE)

    question = _only_thread(room).question()

    assert f"<@{room.ann.id}>" in words(question)


def test_the_emoji_opens_a_ticket_on_what_an_app_said(room: Room) -> None:
    ci = room.slack.add_app("CI", manifest={})
    room.channel.members.append(ci.user_id)
    alert = room.slack.post_as_app(ci, room.channel, KNOWN)

    room.slack.react(room.ann, alert, "ticket")

    assert "T-" in words(room.about(alert.ts).card())
    assert "is open" in room.whisper().text


def test_an_export_comes_as_a_direct_message(room: Room) -> None:
    room.post(CLEAR).card()
    room.command("export csv 1d")

    direct = room.slack.direct_channel(room.ann.id, room.office.app_bot)
    [sent] = room.slack.wait_for(lambda: [one for one in direct.messages.values() if one.files])

    assert sent.text.startswith("Your export: ")


def test_known_issues_are_found_by_what_they_mean(room: Room) -> None:
    room.command("kb codes from my phone")

    assert "KB-008" in room.whisper().text


def _form(room: Room) -> View:
    """Wait for the form that Ann sees."""
    views = room.slack.views
    return room.slack.wait_for(
        lambda: [view for view in views.values() if view.user_id == room.ann.id]
    )[0]


def test_a_command_alone_opens_a_form_whose_text_becomes_a_ticket(room: Room) -> None:
    room.command("")
    form = _form(room)

    room.slack.submit_view(room.ann, form, {"text": KNOWN})

    conversation = _only_thread(room)
    assert KNOWN in words(conversation.card())
    assert form.errors == {}
    assert not form.is_open


def test_a_form_with_nothing_but_spaces_stays_open_and_names_the_limit(room: Room) -> None:
    room.command("")
    form = _form(room)

    room.slack.submit_view(room.ann, form, {"text": " \n "})

    room.slack.wait_for(lambda: form.errors)
    assert list(form.errors.values()) == ["A ticket needs between 1 and 5,000 characters of text."]
    assert form.is_open


def test_anybody_can_ask_how_a_ticket_stands(room: Room) -> None:
    number = room.post(CLEAR).number

    room.command(f"status T-{number}")

    expected = f"T-{number} in <#{room.channel.id}> was judged as Low, Question/How-To."
    assert room.whisper().text == expected


def test_help_is_shown_to_who_asks(room: Room) -> None:
    room.command("help")

    assert "/triage what happened" in room.whisper().text
    room.office.settle()
    assert room.roots_by_bot() == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x" * 5001, "That is 5,001 characters long; a ticket can have 5,000 at most"),
        ("   ", "A ticket needs between 1 and 5,000 characters of text."),
    ],
    ids=["too long", "blank"],
)
def test_a_command_that_is_no_ticket_names_the_limit(room: Room, text: str, expected: str) -> None:
    room.command(text)

    assert expected in room.whisper().text
    room.office.settle()
    assert room.roots_by_bot() == []


def test_a_message_that_is_too_long_is_refused_to_its_author_only(room: Room) -> None:
    conversation = room.post("x" * 5001)

    assert "a ticket can have 5,000 at most" in room.whisper().text
    room.office.settle()
    assert conversation.thread.replies == ()


def test_where_the_bot_is_no_member_it_asks_to_be_invited(room: Room) -> None:
    elsewhere = room.office.room("private-talks", invited=False)

    elsewhere.command(KNOWN)

    elsewhere.slack.wait_for(lambda: any("/invite" in one.text for one in elsewhere.whispers()), 10)
    assert elsewhere.roots_by_bot() == []


def test_once_invited_it_shows_what_was_opened_before(room: Room) -> None:
    elsewhere = room.office.room("late-talks", invited=False)
    elsewhere.command(KNOWN)
    elsewhere.slack.wait_for(lambda: any("/invite" in one.text for one in elsewhere.whispers()))

    elsewhere.slack.join(room.office.app_bot, elsewhere.channel, inviter=elsewhere.ann)

    elsewhere.slack.wait_for(elsewhere.roots_by_bot)[0].card()
    room.office.bot.await_that(lambda: not elsewhere.has_open_posts())

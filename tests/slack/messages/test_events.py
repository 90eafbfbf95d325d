"""What is said where the bot listens: it opens a ticket, belongs to one, or is answered."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.triage.ticket import Entry, Message
from tests.slack.desk import MAX_LENGTH
from tests.slack.unreachable import Unreachable

if TYPE_CHECKING:
    from pathlib import Path

    from tests.slack.desk import Desk


def test_a_message_opens_one_ticket_and_wakes_the_workers(desk: Desk) -> None:
    message = desk.workspace.post_as_user(desk.ann, desk.support, "The export is empty")

    desk.deliver()

    [ticket] = desk.all_tickets()
    assert (ticket.thread_ts, ticket.reporter, ticket.entry) == (
        message.ts,
        desk.ann.id,
        Entry.MESSAGE,
    )
    assert desk.woken == 1


def test_progress_shows_before_anybody_judges(desk: Desk) -> None:
    message = desk.workspace.post_as_user(desk.ann, desk.support, "The export is empty")
    desk.deliver()
    desk.whispered()

    assert desk.workspace.thread(desk.support, message.ts).status == "is on it…"


def test_redelivered_message_opens_one_ticket(desk: Desk) -> None:
    desk.workspace.faults.duplicate(copies=2)
    desk.workspace.post_as_user(desk.ann, desk.support, "The export is empty")

    desk.deliver()

    assert len(desk.all_tickets()) == 1
    assert desk.woken == 1


def test_of_what_is_refused_nothing_but_an_id_is_kept(desk: Desk, tmp_path: Path) -> None:
    message = desk.workspace.post_as_user(desk.ann, desk.support, "Kumquat! " * MAX_LENGTH)

    desk.deliver()

    with closing(sqlite3.connect(tmp_path / "triage.db")) as database:
        kept = "\n".join(database.iterdump())
    assert message.ts in kept
    assert "Kumquat" not in kept


def test_a_mention_in_a_support_channel_is_one_ticket(desk: Desk) -> None:
    desk.workspace.mention(desk.ann, desk.support, desk.bot, "the export is empty")

    desk.deliver()

    [ticket] = desk.all_tickets()
    assert ticket.messages[0].text == "the export is empty"
    assert not desk.whispered()


def test_a_reply_belongs_to_its_ticket(desk: Desk) -> None:
    message = desk.workspace.post_as_user(desk.ann, desk.support, "The export is empty")
    desk.deliver()
    desk.workspace.reply_as_user(desk.ben, message, "Since Monday")
    desk.workspace.reply_as_user(desk.ann, message, "For all of us", is_broadcast=True)

    desk.deliver()

    [ticket] = desk.all_tickets()
    assert [m.text for m in ticket.messages] == [
        "The export is empty",
        "Since Monday",
        "For all of us",
    ]


def test_what_bots_and_slack_itself_say_is_no_ticket(desk: Desk) -> None:
    slack = desk.workspace
    other = slack.add_app("Deploys")
    message = slack.post_as_app(other, desk.support, "Deployed")
    slack.post_as_app(desk.bot, desk.support, "Hello")
    slack.join(slack.add_user("eve"), desk.support)
    slack.set_topic(desk.ann, desk.support, "Everything is down")
    slack.edit_message(message, "Deployed again")
    slack.delete_message(message)

    desk.deliver()

    assert not desk.all_tickets()
    assert not any(slack.deliveries.unfinished())


def test_too_long_a_message_is_refused_once(desk: Desk) -> None:
    desk.workspace.faults.duplicate()
    desk.workspace.mention(desk.ann, desk.support, desk.bot, "x" * 501)

    desk.deliver()

    [told] = desk.whispered()
    assert told.user_id == desk.ann.id
    assert "500 at most" in told.text
    assert not desk.all_tickets()


def test_a_mention_without_words_is_told_what_is_missing(desk: Desk) -> None:
    desk.workspace.mention(desk.ann, desk.support, desk.bot, "")

    desk.deliver()

    [told] = desk.whispered()
    assert "between 1 and 500 characters" in told.text


def test_a_file_without_words_is_a_ticket(desk: Desk) -> None:
    desk.workspace.upload_as_user(desk.ann, desk.support, "", "error-4711.png")

    desk.deliver()

    assert desk.all_tickets()[0].messages[0].file_names == ("error-4711.png",)


def test_elsewhere_only_a_mention_is_answered(desk: Desk) -> None:
    desk.restrict_to(desk.support)
    desk.workspace.post_as_user(desk.ann, desk.lobby, "Lunch?")
    desk.workspace.faults.duplicate(when=lambda one: one.event_type == "app_mention")
    desk.workspace.mention(desk.ann, desk.lobby, desk.bot, "help!")

    desk.deliver()

    [told] = desk.whispered()
    assert told.text.startswith(f"I take tickets in <#{desk.support.id}>.")
    assert not desk.all_tickets()


def test_a_mention_in_a_thread_elsewhere_is_answered_there(desk: Desk) -> None:
    desk.restrict_to(desk.support)
    lunch = desk.workspace.post_as_user(desk.ann, desk.lobby, "Lunch?")
    desk.workspace.reply_as_user(desk.ann, lunch, f"<@{desk.bot.user_id}> where?")

    desk.deliver()

    [told] = desk.whispered()
    assert told.thread_ts == lunch.ts


@pytest.mark.parametrize("words", ["look at this please", ""])
def test_a_mention_in_a_thread_of_no_ticket_is_told_how_to_ask_for_one(
    desk: Desk, words: str
) -> None:
    lunch = desk.workspace.post_as_user(desk.ann, desk.support, "good morning")
    desk.workspace.reply_as_user(desk.ben, lunch, f"<@{desk.bot.user_id}> {words}")
    desk.deliver()

    [told] = desk.whispered()
    assert (told.user_id, told.thread_ts) == (desk.ben.id, lunch.ts)
    assert told.text.startswith("Replies open no ticket by themselves.")
    assert desk.all_tickets() == []


def test_a_mention_in_a_tickets_thread_is_a_reply_like_any(desk: Desk) -> None:
    root = desk.workspace.post_as_user(desk.ann, desk.support, "the export is empty")
    desk.deliver()
    for words in ("any news?", ""):
        desk.workspace.reply_as_user(desk.ben, root, f"<@{desk.bot.user_id}> {words}")
    desk.deliver()

    [ticket] = desk.all_tickets()
    assert [message.text for message in ticket.messages] == ["the export is empty", "any news?"]
    assert desk.whispered() == []


def test_a_direct_message_in_a_thread_is_answered_there(desk: Desk) -> None:
    first = desk.workspace.direct_message(desk.ann, desk.bot, "Hello")
    desk.workspace.reply_as_user(desk.ann, first, "Anybody there?")
    desk.deliver()
    desk.whispered()

    answers = desk.workspace.thread(first.channel_id, first.ts).by_bots
    assert len(answers) == 1


def test_a_direct_message_is_told_where_to_post(desk: Desk) -> None:
    message = desk.workspace.direct_message(desk.ann, desk.bot, "The export is empty")
    desk.deliver()
    desk.whispered()
    desk.deliver()

    talk = desk.workspace.channels[message.channel_id].messages.values()
    assert [m.text for m in talk][1].startswith("I take tickets in a channel that I am in.")
    assert not desk.all_tickets()


def test_our_own_root_comes_back_and_says_where_it_stands(desk: Desk) -> None:
    command = Message(
        team=desk.bot.team_id,
        channel=desk.support.id,
        user=desk.ann.id,
        text="The export is empty",
        event_id="trigger-1",
        at=desk.clock.now,
    )
    desk.tickets.record(command, opens_ticket=True, entry=Entry.COMMAND)
    posting = desk.outbox.claim(desk.clock.now, frozenset(), timedelta(seconds=15))
    assert posting is not None
    metadata = {"event_type": "ticket_triage", "event_payload": {"key": posting.key}}
    root = desk.workspace.post_as_app(desk.bot, desk.support, "T-1", metadata=metadata)
    desk.deliver()

    [ticket] = desk.all_tickets()
    assert ticket.thread_ts == root.ts
    assert desk.woken


def test_an_echo_that_is_none_of_ours_wakes_nobody(desk: Desk) -> None:
    metadata = {"event_type": "ticket_triage", "event_payload": {"key": "unknown"}}
    desk.workspace.post_as_app(desk.bot, desk.support, "T-1", metadata=metadata)

    desk.deliver()

    assert desk.woken == 0


def test_an_event_that_could_not_be_stored_is_delivered_again(desk: Desk) -> None:
    desk.workspace.post_as_user(desk.ann, desk.support, "The export is empty")
    desk.open(tickets=Unreachable())
    desk.deliver()
    assert not desk.all_tickets()

    desk.open()
    desk.clock.pass_by(60)
    desk.deliver()

    assert len(desk.all_tickets()) == 1


def test_what_nobody_listens_to_is_acknowledged(desk: Desk) -> None:
    message = desk.workspace.post_as_user(desk.ann, desk.support, "The export is empty")
    desk.workspace.react(desk.ben, message, "tada")
    desk.workspace.open_home(desk.ann, desk.bot)
    desk.workspace.global_shortcut(desk.ann, "unknown")

    desk.deliver()

    assert {one.state for one in desk.workspace.deliveries.log} == {"acknowledged"}

"""“Triage this message” in the menu of any message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack import sentences
from bot.slack.messages import request_sentences
from bot.triage.arrivals.admission import Mode
from bot.triage.ticket import Entry
from tests.slack.desk import MAX_LENGTH
from tests.slack.unreachable import Unreachable

if TYPE_CHECKING:
    from bot.workspace import Channel, Message, User
    from tests.slack.desk import Desk
    from tests.workbench import Workbench


def post(desk: Desk, text: str, channel: Channel | None = None) -> Message:
    """Post as Ann where nothing is triaged by itself."""
    message = desk.workspace.post_as_user(desk.ann, channel or desk.support, text)
    desk.deliver()
    return message


def choose(desk: Desk, message: Message, user: User | None = None) -> None:
    desk.workspace.message_shortcut(user or desk.ben, message, "triage_message")
    desk.deliver()


def told(desk: Desk) -> list[str]:
    return [one.text for one in desk.whispered()]


def test_it_opens_a_ticket_for_the_author_of_the_message(desk: Desk) -> None:
    desk.admit(Mode.SHORTCUT)
    message = post(desk, "The export is empty")

    choose(desk, message)

    [ticket] = desk.all_tickets()
    assert (ticket.reporter, ticket.opened_by) == (desk.ann.id, desk.ben.id)
    assert (ticket.entry, ticket.thread_ts) == (Entry.SHORTCUT, message.ts)
    assert told(desk) == [
        "T-1 is open. It shows in that message's thread as soon as I can post there."
    ]


@pytest.mark.parametrize("kind", ["is_guest", "is_stranger"])
def test_guests_and_people_of_other_organisations_may_ask(desk: Desk, kind: str) -> None:
    gus = desk.workspace.add_user("gus")
    setattr(gus, kind, True)
    desk.support.members.append(gus.id)
    desk.admit(Mode.SHORTCUT)

    choose(desk, post(desk, "The export is empty"), gus)

    assert [ticket.opened_by for ticket in desk.all_tickets()] == [gus.id]


def test_its_card_stands_in_the_thread_of_the_message(bench: Workbench) -> None:
    bench.desk.admit(Mode.SHORTCUT)
    root = bench.post("The export is empty")

    choose(bench.desk, root)
    bench.run()

    [card] = bench.said(root)
    assert card.blocks[0]["type"] == "header"


def test_it_works_where_the_app_takes_no_tickets(desk: Desk) -> None:
    desk.restrict_to(desk.support)
    message = post(desk, "The export is empty", desk.lobby)

    choose(desk, message, desk.ann)

    assert [ticket.channel for ticket in desk.all_tickets()] == [desk.lobby.id]


def test_what_reads_like_noise_is_a_ticket_when_somebody_says_so(desk: Desk) -> None:
    choose(desk, post(desk, "good morning"))

    assert [ticket.messages[0].text for ticket in desk.all_tickets()] == ["good morning"]


def test_a_message_that_is_a_ticket_opens_no_second(desk: Desk) -> None:
    choose(desk, post(desk, "The export is empty"))

    assert len(desk.all_tickets()) == 1
    assert told(desk)[-1].startswith("That is T-1 already, so no second ticket was opened.")


def test_chosen_twice_it_opens_one_ticket(desk: Desk) -> None:
    desk.admit(Mode.SHORTCUT)
    message = post(desk, "The export is empty")

    choose(desk, message)
    choose(desk, message, desk.ann)

    assert len(desk.all_tickets()) == 1
    assert any(text.startswith("That is T-1 already") for text in told(desk))


def test_a_reply_becomes_a_ticket_in_its_thread(bench: Workbench) -> None:
    desk, slack = bench.desk, bench.desk.workspace
    desk.admit(Mode.SHORTCUT)
    root = bench.post("Lunch is at noon")
    slack.reply_as_user(desk.ann, root, "I have no time")
    reply = slack.reply_as_user(desk.ben, root, "By the way, the export is empty")
    slack.reply_as_user(desk.ann, root, "For me too, since Monday")
    desk.deliver()

    choose(desk, reply, desk.ann)
    bench.run()

    [ticket] = desk.all_tickets()
    assert (ticket.thread_ts, ticket.origin_ts, ticket.reporter) == (root.ts, reply.ts, desk.ben.id)
    assert [message.text for message in ticket.messages] == [
        "By the way, the export is empty",
        "For me too, since Monday",
    ]
    assert [one.blocks[0]["type"] for one in bench.said(root)] == ["header"]


def test_a_second_reply_of_the_thread_opens_no_second_ticket(desk: Desk) -> None:
    root = post(desk, "The export is empty")
    reply = desk.workspace.reply_as_user(desk.ben, root, "And the report")
    desk.deliver()

    choose(desk, reply)

    assert len(desk.all_tickets()) == 1


def test_deleting_the_reply_withdraws_its_ticket(desk: Desk) -> None:
    desk.admit(Mode.SHORTCUT)
    root = post(desk, "Lunch is at noon")
    reply = desk.workspace.reply_as_user(desk.ben, root, "The export is empty")
    choose(desk, reply)

    desk.workspace.delete_message(reply)
    desk.deliver()

    [ticket] = desk.all_tickets()
    assert ticket.status == "withdrawn"


def test_the_message_of_an_app_is_a_ticket_of_who_asked(desk: Desk) -> None:
    other = desk.workspace.add_app("CI")
    desk.support.members.append(other.user_id)
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "Build 12 failed"}},
        {"type": "divider"},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "<https://ci.example|Log>"}]},
    ]
    message = desk.workspace.post_as_app(other, desk.support, "", blocks=blocks)
    desk.deliver()

    choose(desk, message)

    [ticket] = desk.all_tickets()
    assert ticket.reporter == desk.ben.id
    assert ticket.messages[0].user == other.user_id
    assert ticket.messages[0].text == "Build 12 failed\nLog (https://ci.example)"


def test_old_alerts_stand_in_attachments(desk: Desk) -> None:
    other = desk.workspace.add_app("CI")
    desk.support.members.append(other.user_id)
    attachments = [{"title": "Disk full", "text": "on db-1"}, {"fallback": "[CRITICAL] db-1"}]
    message = desk.workspace.post_as_app(other, desk.support, "", attachments=attachments)

    choose(desk, message)

    [ticket] = desk.all_tickets()
    assert ticket.messages[0].text == "Disk full\non db-1\n[CRITICAL] db-1"


def test_the_apps_own_messages_are_no_tickets(bench: Workbench) -> None:
    card_of = bench.post("The export is empty")
    bench.run()
    [card] = bench.said(card_of)
    alone = bench.desk.workspace.post_as_app(bench.desk.bot, bench.desk.support, "Hello")

    choose(bench.desk, card)
    choose(bench.desk, alone)

    assert len(bench.desk.all_tickets()) == 1
    said = told(bench.desk)
    assert str(request_sentences.OURS) in said
    assert any(text.startswith("That is T-1 already") for text in said)


def test_what_nobody_said_is_no_ticket(desk: Desk) -> None:
    desk.workspace.join(desk.workspace.add_user("cleo"), desk.support)
    joined = list(desk.support.messages.values())[-1]

    choose(desk, joined)

    assert told(desk) == [str(request_sentences.NOTHING_SAID)]
    assert desk.all_tickets() == []


def test_a_message_that_is_too_long_is_cut(desk: Desk) -> None:
    desk.admit(Mode.SHORTCUT)

    choose(desk, post(desk, "x" * (MAX_LENGTH + 1)))

    assert len(desk.all_tickets()[0].messages[0].text) == MAX_LENGTH


def test_messages_to_one_person_are_left_alone(desk: Desk) -> None:
    message = desk.workspace.direct_message(desk.ann, desk.bot, "The export is empty")

    choose(desk, message, desk.ann)

    assert desk.all_tickets() == []
    assert any(text.startswith("I take tickets in") for text in told(desk))


def test_asking_for_one_too_many_is_refused(desk: Desk) -> None:
    desk.admit(Mode.SHORTCUT)
    desk.limit(per_user=1)
    first, second = post(desk, "The export is empty"), post(desk, "So is the report")

    choose(desk, first)
    choose(desk, second)

    assert len(desk.all_tickets()) == 1
    assert any(text.startswith("You have opened 1 ticket within a minute") for text in told(desk))


def test_who_was_refused_may_ask_again_later(desk: Desk) -> None:
    desk.admit(Mode.SHORTCUT)
    desk.limit(per_user=1, per_channel=5)
    first, second = post(desk, "The export is empty"), post(desk, "So is the report")
    choose(desk, first)
    choose(desk, second)

    desk.clock.pass_by(61)
    choose(desk, second)

    assert len(desk.all_tickets()) == 2


def test_a_deleted_message_is_not_brought_back(desk: Desk) -> None:
    desk.admit(Mode.SHORTCUT)
    message = post(desk, "The export is empty")
    desk.workspace.delete_message(message)
    desk.deliver()

    choose(desk, message)

    assert desk.all_tickets() == []
    assert told(desk) == [str(request_sentences.GONE)]


def test_what_could_not_be_stored_is_said(desk: Desk) -> None:
    message = post(desk, "good morning")
    desk.open(tickets=Unreachable())

    choose(desk, message)

    assert told(desk) == [str(sentences.NOT_SAVED)]


def test_where_the_app_is_not_it_asks_to_be_invited(bench: Workbench) -> None:
    desk = bench.desk
    private = desk.workspace.add_channel("private", desk.ann, kind="group")
    message = desk.workspace.post_as_user(desk.ann, private, "The export is empty")

    choose(desk, message, desk.ann)
    bench.run()

    assert any("I am not in that channel" in text for text in told(desk))
    assert len(desk.all_tickets()) == 1

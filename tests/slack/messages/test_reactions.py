"""The emoji by which people ask for a ticket on a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.messages import request_sentences
from bot.slack.messages.fetching import Fetching
from bot.slack.messages.reader import Reader
from bot.slack.messages.requests import MessageRequests
from bot.triage.arrivals.admission import Mode
from bot.triage.delivery.errand import Chore, Errand
from bot.triage.ticket import Entry
from tests.builders import the_rules

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from bot.slack.web_api.methods import Method
    from bot.workspace import Channel, Message, User
    from tests.slack.desk import Desk
    from tests.workbench import Workbench

ALWAYS = 1_000_000
HOUR = 3600.0


def post(desk: Desk, text: str = "The export is empty", channel: Channel | None = None) -> Message:
    message = desk.workspace.post_as_user(desk.ann, channel or desk.support, text)
    desk.deliver()
    return message


def react(desk: Desk, message: Message, emoji: str = "ticket", user: User | None = None) -> None:
    desk.workspace.react(user or desk.ben, message, emoji)
    desk.deliver()


def told(desk: Desk) -> list[str]:
    return [one.text for one in desk.whispered()]


@pytest.fixture
def asked_only(desk: Desk) -> Desk:
    desk.admit(Mode.EMOJI)
    return desk


def test_the_emoji_opens_a_ticket_once_the_message_was_read(asked_only: Desk) -> None:
    message = post(asked_only)

    react(asked_only, message)
    assert asked_only.all_tickets() == []
    assert asked_only.errands().run_due() == 1

    [ticket] = asked_only.all_tickets()
    assert (ticket.entry, ticket.reporter) == (Entry.EMOJI, asked_only.ann.id)
    assert (ticket.opened_by, ticket.thread_ts) == (asked_only.ben.id, message.ts)
    assert ticket.messages[0].text == "The export is empty"
    assert told(asked_only)[-1].startswith("T-1 is open.")


def test_its_card_stands_in_the_thread_of_the_message(bench: Workbench) -> None:
    bench.desk.admit(Mode.EMOJI)
    root = bench.post("The export is empty")

    react(bench.desk, root)
    bench.desk.errands().act()
    bench.run()

    assert len(bench.said(root)) == 1


def test_several_people_with_the_emoji_open_one_ticket(asked_only: Desk) -> None:
    message = post(asked_only)

    react(asked_only, message)
    react(asked_only, message, user=asked_only.ann)
    asked_only.errands().run_due()
    react(asked_only, message, "ticket::skin-tone-3", user=asked_only.ann)

    assert len(asked_only.all_tickets()) == 1
    assert asked_only.errands().run_due() == 0
    assert told(asked_only)[-1].startswith("That is T-1 already")


def test_an_event_delivered_twice_asks_once(asked_only: Desk) -> None:
    message = post(asked_only)
    asked_only.workspace.faults.duplicate()

    react(asked_only, message)

    assert asked_only.errands().run_due() == 1
    assert len(asked_only.all_tickets()) == 1


def test_the_emoji_on_a_reply_opens_a_ticket_in_its_thread(asked_only: Desk) -> None:
    root = post(asked_only, "Lunch is at noon")
    reply = asked_only.workspace.reply_as_user(asked_only.ben, root, "The export is empty")
    asked_only.deliver()

    react(asked_only, reply)
    asked_only.errands().run_due()

    [ticket] = asked_only.all_tickets()
    assert (ticket.thread_ts, ticket.origin_ts) == (root.ts, reply.ts)


@pytest.mark.parametrize("emoji", ["eyes", "+1", "admission_tickets"])
def test_other_emoji_ask_for_nothing(asked_only: Desk, emoji: str) -> None:
    react(asked_only, post(asked_only), emoji)

    assert asked_only.errands().run_due() == 0


def test_the_team_may_choose_the_emoji(desk: Desk) -> None:
    desk.admit(Mode.EMOJI, emoji="sos")
    message = post(desk)

    react(desk, message)
    assert desk.errands().run_due() == 0
    react(desk, message, "sos")

    assert desk.errands().run_due() == 1


def test_in_direct_messages_and_by_the_app_itself_it_means_nothing(desk: Desk) -> None:
    react(desk, desk.workspace.direct_message(desk.ann, desk.bot, "It broke"), user=desk.ann)
    desk.workspace.react(desk.bot, post(desk, "thanks!"), "ticket")
    desk.deliver()

    assert desk.errands().run_due() == 0


def test_a_message_that_is_gone_by_then_is_said(asked_only: Desk) -> None:
    message = post(asked_only)
    react(asked_only, message)
    asked_only.workspace.delete_message(message)

    asked_only.errands().run_due()

    assert asked_only.all_tickets() == []
    assert told(asked_only) == [str(request_sentences.GONE)]


def test_a_message_that_may_not_be_read_is_said(asked_only: Desk) -> None:
    react(asked_only, post(asked_only))
    asked_only.workspace.faults.refuse("conversations.replies", "missing_scope")

    asked_only.errands().run_due()

    assert told(asked_only) == [str(request_sentences.UNREADABLE)]


def test_an_answer_without_the_message_counts_as_gone(asked_only: Desk) -> None:
    class Forgetful:
        def call(self, _method: Method, _arguments: Json) -> Payload:
            return {"messages": [{"ts": "1.1"}]}

    asked = MessageRequests(
        Reader(asked_only.me, the_rules(), 500, asked_only.clock),
        asked_only.tickets,
        progress=asked_only.progress(),
        whispers=asked_only.whispers,
        limits=asked_only.limits,
        wake=lambda: None,
    )
    place = asked_only.bot.team_id, Chore.OPEN_TICKET, asked_only.support.id
    errand = Errand(*place, "2.2", asked_only.ann.id, asked_only.clock())

    Fetching(Forgetful(), asked, asked_only.whispers).do(errand)

    assert told(asked_only) == [str(request_sentences.GONE)]


def test_while_slack_is_busy_the_request_waits(asked_only: Desk) -> None:
    message = post(asked_only)
    react(asked_only, message)
    asked_only.workspace.faults.rate_limit("conversations.replies", "2")

    assert asked_only.errands().run_due() == 1
    assert asked_only.all_tickets() == []
    asked_only.clock.pass_by(62)
    asked_only.errands().run_due()

    assert len(asked_only.all_tickets()) == 1


def test_a_broken_connection_is_tried_again_after_a_while(asked_only: Desk) -> None:
    react(asked_only, post(asked_only))
    asked_only.workspace.faults.drop("conversations.replies")

    asked_only.errands().run_due()
    assert asked_only.all_tickets() == []
    asked_only.clock.pass_by(2)
    asked_only.errands().run_due()

    assert len(asked_only.all_tickets()) == 1


def test_what_can_not_be_read_for_a_day_is_given_up_and_said(asked_only: Desk) -> None:
    react(asked_only, post(asked_only))
    asked_only.workspace.faults.drop("conversations.replies", times=ALWAYS)

    for _ in range(2 * 25):
        asked_only.errands().run_due()
        asked_only.clock.pass_by(HOUR / 2)

    assert asked_only.errands().run_due() == 0
    assert told(asked_only) == [str(request_sentences.UNREADABLE)]


def test_slack_may_fail_for_hours_and_the_request_is_kept(asked_only: Desk) -> None:
    react(asked_only, post(asked_only))
    asked_only.workspace.faults.drop("*", times=ALWAYS)
    for _ in range(3 * 12):
        asked_only.errands().run_due()
        asked_only.clock.pass_by(HOUR / 12)

    asked_only.workspace.faults.clear()
    asked_only.errands().run_due()

    assert len(asked_only.all_tickets()) == 1
    assert told(asked_only)[-1].startswith("T-1 is open.")


def test_what_was_asked_for_bit_by_bit_while_slack_failed_is_over_no_limit(
    asked_only: Desk,
) -> None:
    asked_only.workspace.faults.drop("conversations.replies", times=ALWAYS)
    asked_only.limit(per_user=2)
    for _ in range(4):
        react(asked_only, post(asked_only))
        asked_only.errands().run_due()
        asked_only.clock.pass_by(HOUR / 12)

    asked_only.workspace.faults.clear()
    for _ in range(2):
        asked_only.clock.pass_by(HOUR / 12)
        asked_only.errands().run_due()

    assert len(asked_only.all_tickets()) == 4


@pytest.mark.parametrize("refusal", ["token_revoked", "account_inactive", "invalid_auth"])
def test_while_the_app_is_locked_out_the_request_waits(asked_only: Desk, refusal: str) -> None:
    react(asked_only, post(asked_only))
    asked_only.workspace.faults.refuse("*", refusal, ALWAYS)

    asked_only.errands().run_due()
    asked_only.workspace.faults.clear()
    asked_only.clock.pass_by(HOUR)
    asked_only.errands().run_due()

    assert len(asked_only.all_tickets()) == 1

"""A channel in which tickets are judged silently: only the reviewers see anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.slack import sentences
from bot.slack.web_api.methods import Method
from bot.triage.arrivals.admission import Mode
from bot.triage.errors import Rejected
from bot.triage.judgement import Question
from bot.triage.routing import Route
from bot.triage.teamwork.by import By
from bot.triage.teamwork.change import Change
from bot.triage.teamwork.work import REOPENS_WITHIN
from bot.triage.ticket import Status
from storage.delivery.second_chances import SecondChances
from tests.builders import a_judgement
from tests.slack.working import Shift, words
from tests.workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.triage.ticket import Ticket
    from bot.workspace import Channel, Message

LATE = (REOPENS_WITHIN + timedelta(seconds=1)).total_seconds()


@pytest.fixture
def review(bench: Workbench) -> Channel:
    desk = bench.desk
    channel = desk.workspace.add_channel("review", desk.ben, desk.bot)
    desk.admit(Mode.SHADOW, review_channel=channel.id)
    return channel


def post(bench: Workbench, text: str = "The invoice of May is wrong") -> Message:
    root = bench.post(text)
    bench.run()
    bench.desk.deliver()
    return root


def cards(review: Channel) -> list[Message]:
    return [one for one in review.messages.values() if one.is_by_bot]


def resolved_by(user: str) -> Callable[[Ticket], Change]:
    return lambda ticket: Change(ticket.work.resolved(user, "Sent a new one", ticket.created_at))


def test_its_card_goes_to_the_review_channel_with_a_link(bench: Workbench, review: Channel) -> None:
    root = post(bench)

    [card] = cards(review)
    link = f"https://acme.slack.com/archives/{root.channel_id}/p{root.ts.replace('.', '')}"
    assert not card.is_reply
    assert "Judged silently: nothing was posted where it was said" in words(card)
    assert link in words(card)


def test_nothing_shows_where_it_was_said(bench: Workbench, review: Channel) -> None:
    bench.analyst.script.append(a_judgement(question=Question("Which invoice?")))
    root = post(bench)

    assert bench.said(root) == ()
    assert bench.desk.whispered() == []
    assert bench.desk.workspace.statuses == []
    assert root.reactions == {}
    assert bench.ticket().status is Status.JUDGED
    assert len(cards(review)) == 1


def test_it_is_asked_no_question(bench: Workbench, review: Channel) -> None:
    post(bench)

    assert [case.may_ask for case in bench.analyst.cases] == [False]
    assert cards(review)


def test_a_reply_that_comes_while_it_is_judged_redraws_the_same_card(
    bench: Workbench, review: Channel
) -> None:
    root = bench.post()
    bench.desk.workspace.reply_as_user(bench.desk.ann, root, "It is invoice 4711")
    bench.desk.deliver()
    bench.run()

    assert len(cards(review)) == 1
    assert bench.said(root) == ()


def test_an_edit_redraws_the_same_card(bench: Workbench, review: Channel) -> None:
    root = post(bench)
    bench.analyst.script.append(a_judgement(category="Login"))

    bench.desk.workspace.edit_message(root, "The login of May is wrong")
    bench.desk.deliver()
    bench.run()

    [card] = cards(review)
    assert "Login" in words(card)


def test_what_could_not_be_judged_is_handed_to_the_reviewers(
    bench: Workbench, review: Channel
) -> None:
    bench.analyst.script.append(Rejected("no"))
    root = post(bench)

    [card] = cards(review)
    assert "Manual review required" in words(card)
    assert "Judged silently" in words(card)
    assert bench.said(root) == ()


def test_it_is_worked_from_there(bench: Workbench, review: Channel) -> None:
    post(bench)
    shift = Shift(bench)

    shift.click(bench.desk.ben, cards(review)[0], "claim")

    assert bench.ticket().work.assignee == bench.desk.ben.id
    assert "In progress" in words(cards(review)[0])


def test_who_had_it_is_told_there_that_its_reporter_wrote_again(
    bench: Workbench, review: Channel
) -> None:
    root = post(bench)
    shift = Shift(bench)
    shift.click(bench.desk.ben, cards(review)[0], "claim")
    shift.resolve(bench.desk.ben, cards(review)[0], "Sent a new one")

    shift.reply(bench.desk.ann, root, "The new one is wrong too")

    assert bench.said(root) == ()
    card, told = cards(review)
    assert told.thread_ts == card.ts


def test_those_it_is_routed_to_from_there_are_told_and_reminded_there(
    bench: Workbench, review: Channel
) -> None:
    desk = bench.desk
    desk.route(
        Route("how-to", tell=("U0TEAM",), resolve_within=timedelta(hours=4)),
        remind_before=timedelta(hours=1),
        fallback_owner="U0LAST",
    )
    shift = Shift(Workbench(desk, rules=replace(desk.rules(), plan=desk.plan)))
    root = post(shift.bench)

    shift.more(desk.ben, cards(review)[0], "reroute")
    shift.send(desk.ben, {"route": "how-to"})
    for _ in range(6):
        shift.bench.run(3600)

    assert bench.said(root) == ()
    card, *said = cards(review)
    assert [one.text.split()[0] for one in said] == ["<@U0TEAM>"] * 3 + ["<@U0LAST>"]
    assert {one.thread_ts for one in said} == {card.ts}


def test_whose_word_comes_too_late_to_reopen_it_is_not_told_nor_when_others_are_again(
    bench: Workbench, review: Channel
) -> None:
    root = post(bench)
    shift = Shift(bench)
    shift.resolve(bench.desk.ben, cards(review)[0], "Sent a new one")
    bench.desk.clock.pass_by(LATE)
    bench.desk.admit(Mode.AUTOMATIC)

    shift.reply(bench.desk.ann, root, "The new one is wrong too")

    assert bench.said(root) == ()
    assert len(cards(review)) == 1


def test_nobody_is_told_either_of_what_was_judged_before_the_channel_fell_silent(
    bench: Workbench,
) -> None:
    desk, shift = bench.desk, Shift(bench)
    card = shift.post()
    shift.resolve(desk.ben, card, "Sent a new one")
    desk.clock.pass_by(LATE)
    desk.admit(Mode.SHADOW, review_channel=desk.lobby.id)

    shift.reply(desk.ann, card, "The new one is wrong too")

    assert shift.thread(card) == []


def test_what_goes_below_a_card_that_was_refused_waits_for_it_and_is_said_nowhere_else(
    bench: Workbench, review: Channel
) -> None:
    bench.slack.fail(Method.POST, Rejected("no", code="restricted_action"))
    root = post(bench)
    desk, team, ben = bench.desk, bench.desk.bot.team_id, bench.desk.ben.id
    desk.work.change(team, 1, resolved_by(ben), event="resolved", by=By(ben, desk.clock.now))

    Shift(bench).reply(desk.ann, root, "The new one is wrong too")
    assert bench.ticket().work.was_reopened
    assert (bench.said(root), cards(review)) == ((), [])

    assert SecondChances(desk.database).retry(team, 1, desk.clock.now)
    bench.run()

    card, told = cards(review)
    assert told.thread_ts == card.ts
    assert bench.said(root) == ()


def test_deleting_the_message_empties_the_card(bench: Workbench, review: Channel) -> None:
    root = post(bench)

    bench.desk.workspace.delete_message(root)
    bench.desk.deliver()
    bench.run()

    [card] = cards(review)
    assert words(card) == "T-1 was withdrawn: its message was deleted."


def test_what_is_refused_is_refused_silently(bench: Workbench, review: Channel) -> None:
    desk = bench.desk
    desk.limit(per_user=1)
    for text in ("The export is empty", "So is the report", "x" * 501):
        post(bench, text)

    assert desk.whispered() == []
    assert len(cards(review)) == 1


def test_who_asks_for_a_ticket_there_is_told_and_nobody_else(
    bench: Workbench, review: Channel
) -> None:
    root = post(bench, "good morning")
    bench.desk.workspace.message_shortcut(bench.desk.ben, root, "triage_message")
    bench.desk.deliver()
    bench.run()

    [told] = bench.desk.whispered()
    assert told.text == "T-1 is open. I post nothing in this channel: its reviewers see it."
    assert len(cards(review)) == 1
    assert bench.said(root) == ()


def test_commands_open_no_ticket_there(bench: Workbench, review: Channel) -> None:
    desk = bench.desk
    desk.workspace.slash_command(desk.ann, desk.support, "/triage", "The export is empty")
    desk.deliver()

    assert [one.text for one in desk.whispered()] == [str(sentences.SILENT)]
    assert desk.all_tickets() == []
    assert cards(review) == []


def test_messages_of_the_review_channel_are_no_tickets(bench: Workbench, review: Channel) -> None:
    bench.desk.workspace.post_as_user(bench.desk.ben, review, "That was judged wrongly")
    bench.desk.deliver()

    assert bench.desk.all_tickets() == []


def test_why_says_that_it_is_judged_silently(bench: Workbench, review: Channel) -> None:
    root = post(bench)
    bench.desk.workspace.message_shortcut(bench.desk.ann, root, "why_ticket")
    bench.desk.deliver()

    [told] = bench.desk.whispered()
    assert told.text.startswith("This is T-1: here I judge each message silently")
    assert cards(review)


def test_a_mention_there_is_judged_silently_too(bench: Workbench, review: Channel) -> None:
    desk = bench.desk
    desk.workspace.mention(desk.ann, desk.support, desk.bot, "The export is empty")
    desk.deliver()
    bench.run()

    assert desk.whispered() == []
    assert len(cards(review)) == 1

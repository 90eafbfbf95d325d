"""What was said while Slack could not reach the app is taken as if it arrived now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.ticket import Entry, Status
from bot.workflow import UNANSWERED
from storage.schema import audit
from tests.builders import a_message
from tests.slack.desk import MAX_LENGTH
from tests.slack.transport.outage import Outage
from tests.slack.unreachable import Unreachable

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.slack.desk import Desk


def test_what_was_said_meanwhile_becomes_tickets_in_order(outage: Outage) -> None:
    outage.post("first")
    outage.post("second")
    outage.lose_deliveries()

    outage.catch_up.read()

    assert outage.texts() == ["before", "first", "second"]


def test_what_is_delivered_after_all_opens_no_second_ticket(outage: Outage) -> None:
    outage.post("late")

    outage.catch_up.read()
    outage.desk.deliver()

    assert outage.texts() == ["before", "late"]


def test_a_refusal_is_told_once(outage: Outage) -> None:
    outage.post("x" * (MAX_LENGTH + 1))
    outage.catch_up.read()
    outage.desk.deliver()
    outage.catch_up.read()

    assert len(outage.desk.whispered()) == 1
    assert outage.texts() == ["before"]


def test_only_what_is_not_stored_is_taken_again(outage: Outage) -> None:
    outage.post("new")
    outage.lose_deliveries()
    outage.catch_up.read()
    outage.desk.open(tickets=Unreachable())
    outage.rebuild()

    outage.catch_up.read()

    assert outage.pauses == []


def test_an_edit_that_got_lost_is_judged_once_more(outage: Outage) -> None:
    root = outage.post("Invoice 1 is wrong")
    outage.desk.deliver()
    outage.bench.run()
    outage.desk.workspace.edit_message(root, "Invoice 2 is wrong")
    outage.lose_deliveries()

    outage.catch_up.read()
    outage.bench.run()
    outage.catch_up.read()
    outage.bench.run()

    assert outage.texts() == ["before", "Invoice 2 is wrong"]
    assert [case.turns[0].text for case in outage.bench.analyst.cases][1:] == [
        "Invoice 1 is wrong",
        "Invoice 2 is wrong",
    ]
    assert len(outage.bench.said(root)) == 1


def test_a_deletion_that_got_lost_withdraws_its_ticket_once(outage: Outage) -> None:
    root = outage.post("Invoice 1 is wrong")
    outage.desk.deliver()
    outage.bench.run()
    outage.desk.workspace.delete_message(root)
    outage.lose_deliveries()

    for _ in range(2):
        outage.catch_up.read()
        outage.bench.run()

    assert [ticket.status for ticket in outage.desk.all_tickets()][1:] == [Status.WITHDRAWN]
    assert outage.texts() == ["before", ""]
    with outage.desk.database.read() as connection:
        noted = connection.execute(sa.select(audit.c.event)).scalars().all()
    assert noted.count("withdrawn") == 1


def test_bots_joins_and_our_own_posts_are_no_tickets(outage: Outage) -> None:
    slack, desk = outage.desk.workspace, outage.desk
    slack.post_as_app(desk.bot, desk.support, "Hello")
    slack.post_as_app(slack.add_app("CI"), desk.support, "Built")
    slack.join(slack.add_user("eve"), desk.support)
    outage.lose_deliveries()

    outage.catch_up.read()

    assert outage.texts() == ["before"]


def test_a_lost_message_is_found_though_a_later_one_was_stored(outage: Outage) -> None:
    outage.post("lost")
    outage.lose_deliveries()
    outage.post("later")
    outage.desk.deliver()

    outage.catch_up.read()

    assert outage.texts() == ["before", "later", "lost"]


def test_the_mark_is_what_was_stored_before_the_silence(outage: Outage) -> None:
    outage.hear_again_after_a_silence()
    outage.catch_up.mark()

    outage.catch_up.read()

    assert outage.texts() == ["before", "after the silence", "lost"]


def test_what_stood_there_before_the_first_ticket_is_left_alone(desk: Desk) -> None:
    outage = Outage(desk)
    outage.post("an old talk")
    outage.lose_deliveries()
    assert outage.catch_up.read() == 0
    outage.post("the first ticket")
    desk.deliver()

    outage.catch_up.read()

    assert outage.texts() == ["the first ticket"]


def test_nothing_is_older_than_a_day(outage: Outage) -> None:
    outage.post("lost long ago")
    outage.desk.clock.pass_by(timedelta(hours=23).total_seconds())
    outage.post("lost yesterday")
    outage.lose_deliveries()
    outage.desk.clock.pass_by(timedelta(hours=2).total_seconds())

    outage.catch_up.read()

    assert outage.texts() == ["before", "lost yesterday"]


def test_only_support_channels_are_read(outage: Outage) -> None:
    desk = outage.desk
    outage.post("lost")
    outage.lose_deliveries()
    desk.restrict_to(desk.lobby)
    outage.rebuild()

    assert outage.catch_up.read() == 0


def test_an_answer_that_got_lost_resumes_its_ticket(outage: Outage) -> None:
    root = outage.ask()
    outage.desk.workspace.reply_as_user(outage.desk.ben, root, "The red one")
    outage.lose_deliveries()

    outage.catch_up.read()

    [ticket] = outage.desk.all_tickets()
    assert [message.text for message in ticket.messages] == ["before", "The red one"]
    assert ticket.has_new_reply


def test_an_answer_given_while_the_app_was_away_counts_though_its_deadline_passed_first(
    outage: Outage,
) -> None:
    root, desk = outage.ask(), outage.desk
    desk.clock.pass_by(60)
    desk.workspace.reply_as_user(desk.ann, root, "The red one")
    outage.lose_deliveries()
    outage.bench.run(seconds=25 * 3600)
    assert UNANSWERED in card_of(outage, root)

    outage.catch_up.read()
    outage.bench.run(seconds=1)

    assert "The red one" in outage.bench.analyst.cases[-1].turns[-1].text
    assert UNANSWERED not in card_of(outage, root)
    assert "Answered, thank you." in str(outage.bench.said(root)[0].blocks)


def test_what_was_said_after_the_judgement_has_nothing_judged_again(outage: Outage) -> None:
    root, desk = outage.ask(), outage.desk
    outage.bench.run(seconds=25 * 3600)
    asked = len(outage.bench.analyst.cases)
    desk.clock.pass_by(60)
    desk.workspace.reply_as_user(desk.ann, root, "The red one")
    desk.deliver()

    outage.bench.run(seconds=1)

    assert len(outage.bench.analyst.cases) == asked


def card_of(outage: Outage, root: Message) -> str:
    """Return all that the card says, which stands below the question."""
    _question, card = outage.bench.said(root)
    return str(card.blocks)


def test_a_root_that_was_deleted_meanwhile_withdraws_its_ticket(outage: Outage) -> None:
    outage.desk.workspace.delete_message(outage.ask())
    outage.lose_deliveries()

    outage.catch_up.read()

    assert outage.desk.all_tickets()[0].status is Status.WITHDRAWN


def test_a_root_that_was_edited_meanwhile_is_judged_by_what_it_says_now(outage: Outage) -> None:
    outage.desk.workspace.edit_message(outage.ask(), "The red one broke")
    outage.lose_deliveries()

    outage.catch_up.read()

    assert outage.texts() == ["The red one broke"]


def test_a_command_s_own_root_is_no_answer(desk: Desk) -> None:
    outage = Outage(desk)
    command = a_message("before", ts=None, team=desk.bot.team_id, channel=desk.support.id)
    desk.tickets.record(command, opens_ticket=True, entry=Entry.COMMAND)
    outage.ask()

    outage.catch_up.read()

    assert [m.text for m in desk.all_tickets()[0].messages] == ["before"]


def test_a_channel_is_caught_up_from_the_day_the_bot_was_invited(desk: Desk) -> None:
    outage = Outage(desk)
    slack = desk.workspace
    slack.leave(desk.bot, desk.support)
    outage.post("an old talk")
    outage.desk.clock.pass_by(1)
    slack.join(desk.bot, desk.support)
    desk.deliver()
    outage.post("the first ticket, lost")
    outage.lose_deliveries()

    outage.catch_up.read()

    assert outage.texts() == ["the first ticket, lost"]


def test_a_configured_channel_is_caught_up_from_the_first_start_on(desk: Desk) -> None:
    outage = Outage(desk)
    outage.post("an old talk")
    outage.lose_deliveries()
    desk.restrict_to(desk.support)
    outage.rebuild()
    desk.clock.pass_by(1)
    outage.catch_up.mark()
    outage.post("the first ticket, lost")
    outage.lose_deliveries()
    desk.clock.pass_by(7200)

    outage.catch_up.read()

    assert outage.texts() == ["the first ticket, lost"]

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.slack.web_api.methods import Method
from bot.triage.errors import Unconfirmed
from bot.triage.ticket import Entry, Status
from storage.reports import Reports
from storage.schema import outbox
from tests.builders import a_message
from tests.slack.desk import MAX_LENGTH
from tests.workbench import Workbench

if TYPE_CHECKING:
    from tests.slack.desk import Desk


def test_an_edit_is_judged_and_the_card_drawn_again(desk: Desk) -> None:
    bench = Workbench(desk)
    root = bench.post()
    bench.run()
    desk.workspace.edit_message(root, "The invoice of June is wrong")
    desk.deliver()

    bench.run(1)

    assert bench.ticket().messages[0].text == "The invoice of June is wrong"
    assert len(bench.analyst.cases) == 2
    assert len(bench.said(root)) == 1
    assert len(desk.workspace.calls_to("chat.update")) == 1


def test_an_unfurl_costs_no_second_judgement(desk: Desk) -> None:
    bench = Workbench(desk)
    root = bench.post("See https://shop.example")
    bench.run()
    desk.deliver()
    woken = desk.woken
    desk.workspace.unfurl(root)
    desk.deliver()

    assert bench.run(1) == 0
    assert desk.woken == woken


def test_an_edit_that_is_too_long_is_cut_as_replies_are(desk: Desk) -> None:
    bench = Workbench(desk)
    root = bench.post()
    desk.workspace.edit_message(root, "x" * (MAX_LENGTH + 1))

    desk.deliver()

    assert bench.ticket().messages[0].text == "x" * MAX_LENGTH


def test_what_was_refused_opens_a_ticket_once_it_is_shortened(desk: Desk) -> None:
    long = desk.workspace.post_as_user(desk.ann, desk.support, "x" * (MAX_LENGTH + 1))
    desk.deliver()
    desk.workspace.edit_message(long, "It broke")
    desk.workspace.faults.duplicate()
    desk.deliver()

    [ticket] = desk.all_tickets()
    assert (ticket.thread_ts, ticket.messages[0].text) == (long.ts, "It broke")


def test_an_edit_whose_original_got_lost_opens_the_ticket_once(desk: Desk) -> None:
    original = desk.workspace.post_as_user(desk.ann, desk.support, "It broke")
    desk.workspace.deliveries.take()
    desk.workspace.edit_message(original, "It broke again")
    desk.deliver()
    desk.clock.pass_by(400)
    desk.deliver()

    [ticket] = desk.all_tickets()
    assert [m.text for m in ticket.messages] == ["It broke again"]


def test_an_old_message_is_no_ticket_because_it_is_edited(desk: Desk) -> None:
    old = desk.workspace.post_as_user(desk.ann, desk.support, "x" * (MAX_LENGTH + 1))
    desk.deliver()
    desk.clock.pass_by(601)
    desk.workspace.edit_message(old, "It broke")

    desk.deliver()

    assert not desk.all_tickets()


def test_a_deleted_ticket_is_withdrawn_and_its_card_says_so(desk: Desk) -> None:
    bench = Workbench(desk)
    root = bench.post("My password is swordfish")
    bench.run()
    desk.workspace.delete_message(root)
    desk.deliver()

    bench.run(1)

    assert bench.ticket().status is Status.WITHDRAWN
    [card] = bench.said(root)
    assert card.text == "T-1 was withdrawn: its message was deleted."
    assert "swordfish" not in str(card.blocks)


def test_a_root_that_is_deleted_before_its_card_gets_none(desk: Desk) -> None:
    bench = Workbench(desk)
    root = bench.post()
    desk.workspace.delete_message(root)
    desk.deliver()

    bench.run(1)

    assert not desk.workspace.calls_to("chat.postMessage")


def test_a_card_that_landed_unheard_before_the_deletion_says_so_in_the_end(desk: Desk) -> None:
    bench = Workbench(desk)
    root = bench.post()
    bench.slack.fail(Method.POST, Unconfirmed("the connection broke"), after_effect=True)
    bench.run()
    desk.workspace.delete_message(root)
    desk.workspace.deliveries.take()  # our own echo gets lost
    desk.deliver()

    bench.run(20)
    bench.run(1)

    [card] = bench.said(root)
    assert card.text == "T-1 was withdrawn: its message was deleted."


def test_a_card_that_did_not_land_before_the_deletion_is_called_off(desk: Desk) -> None:
    bench = Workbench(desk)
    root = bench.post()
    bench.slack.fail(Method.POST, Unconfirmed("the connection broke"))
    bench.run()
    reply = desk.workspace.reply_as_user(desk.ben, root, "Same here")
    desk.workspace.delete_message(root)
    desk.deliver()

    bench.run(20)

    assert reply.ts in root.replies
    assert not bench.said(root)
    assert Reports(desk.database).dead_letter_count() == 0


def gone_with_a_post_in_doubt(desk: Desk) -> None:
    """Delete a message of which nobody knows whether its card stands, and wait for the look."""
    bench = Workbench(desk)
    root = bench.post()
    bench.slack.fail(Method.POST, Unconfirmed("the connection broke"))
    bench.run()
    desk.workspace.delete_message(root)
    desk.deliver()
    bench.run(20)


def test_no_redraw_waits_for_a_message_that_was_called_off(desk: Desk) -> None:
    gone_with_a_post_in_doubt(desk)

    with desk.database.read() as connection:
        rows = connection.execute(sa.select(outbox.c.operation, outbox.c.status)).all()

    assert sorted(rows) == [("post", "called_off"), ("redraw", "called_off")]


def test_so_is_one_in_doubt_where_the_whole_thread_went_with_it(desk: Desk) -> None:
    gone_with_a_post_in_doubt(desk)

    assert Reports(desk.database).dead_letter_count() == 0


def test_a_post_into_a_thread_that_is_gone_is_no_dead_letter_once_we_know(desk: Desk) -> None:
    bench = Workbench(desk)
    root = bench.post()
    desk.workspace.delete_message(root)
    bench.run()
    assert Reports(desk.database).dead_letter_count() == 1

    desk.deliver()

    assert Reports(desk.database).dead_letter_count() == 0


def test_a_reply_that_is_deleted_leaves_the_ticket_open(desk: Desk) -> None:
    bench = Workbench(desk)
    root = bench.post()
    reply = desk.workspace.reply_as_user(desk.ann, root, "It is invoice 4711")
    desk.deliver()
    desk.workspace.delete_message(reply)

    desk.deliver()

    assert bench.ticket().status is Status.RECEIVED
    assert [m.text for m in bench.ticket().messages] == ["The invoice of May is wrong", ""]


def test_edits_and_deletions_of_our_own_posts_and_of_bots_change_nothing(desk: Desk) -> None:
    bench = Workbench(desk)
    root = bench.post()
    bench.run()
    [card] = bench.said(root)
    other = desk.workspace.post_as_app(desk.workspace.add_app("CI"), desk.support, "Built")
    desk.workspace.edit_message(other, "Built again")
    desk.workspace.delete_message(other)
    desk.workspace.delete_message(card)

    desk.deliver()

    assert bench.ticket().status is Status.JUDGED
    assert desk.woken == 2  # the message, and the echo of the card


def test_the_deleted_root_of_a_command_withdraws_its_ticket(desk: Desk) -> None:
    bench = Workbench(desk)
    command = a_message(ts=None, team=desk.bot.team_id, channel=desk.support.id)
    desk.tickets.record(command, opens_ticket=True, entry=Entry.COMMAND)
    bench.run()
    desk.deliver()
    bench.run()
    root = desk.support.messages[bench.ticket().thread_ts or ""]

    desk.workspace.delete_message(root)
    desk.deliver()

    assert bench.ticket().status is Status.WITHDRAWN


def test_a_deletion_that_could_not_be_stored_is_delivered_again(desk: Desk) -> None:
    bench = Workbench(desk)
    root = bench.post()
    desk.workspace.delete_message(root)
    with desk.database.write():
        desk.deliver()
    assert bench.ticket().status is Status.RECEIVED

    desk.clock.pass_by(60)
    desk.deliver()

    assert bench.ticket().status is Status.WITHDRAWN


def test_a_reply_to_a_command_is_heard_where_no_tickets_are_taken(desk: Desk) -> None:
    bench = Workbench(desk)
    desk.restrict_to(desk.support)
    command = a_message(ts=None, team=desk.bot.team_id, channel=desk.lobby.id)
    desk.tickets.record(command, opens_ticket=True, entry=Entry.COMMAND)
    bench.run()
    root = desk.lobby.messages[bench.ticket().thread_ts or ""]
    reply = desk.workspace.reply_as_user(desk.ann, root, "It is invoice 4711")
    desk.workspace.reply_as_user(desk.ann, root, f"<@{desk.bot.user_id}> really")
    lunch = desk.workspace.post_as_user(desk.ann, desk.lobby, "Lunch?")
    desk.workspace.reply_as_user(desk.ann, lunch, "Yes")
    desk.workspace.edit_message(reply, "It is invoice 4712")

    desk.deliver()

    assert [m.text for m in bench.ticket().messages[1:]] == ["It is invoice 4712", "really"]
    assert not desk.whispered()

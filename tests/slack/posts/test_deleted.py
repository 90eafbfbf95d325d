"""A card that somebody deleted stays away, and its ticket goes on without it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.slack.web_api.methods import Method
from bot.triage.delivery.posting import THREAD_GONE, Kind, Post, PostingStatus
from bot.triage.errors import Rejected, Unconfirmed
from bot.triage.teamwork.by import By
from bot.triage.teamwork.change import Change
from storage.delivery.second_chances import PutBack, SecondChances
from storage.reports import Reports
from storage.schema import audit, outbox
from tests.builders import a_posting, a_ticket
from tests.duties.posting import dead_letters

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.slack.posts.teams import Teams
    from tests.workbench import Workbench


def a_move(bench: Workbench) -> int:
    """Have Ben do something with the ticket; return how much that gives the worker to do."""
    desk = bench.desk
    by = By(desk.ben.id, desk.clock.now)
    desk.work.change(desk.bot.team_id, 1, lambda ticket: Change(ticket.work), event="edited", by=by)
    return bench.run(seconds=60)


def a_deleted_card(bench: Workbench) -> Message:
    """Return the message whose card somebody has deleted."""
    root = bench.post()
    bench.run()
    (card,) = bench.said(root)
    bench.desk.workspace.delete_message(card)
    bench.desk.deliver()
    return root


def stands(bench: Workbench, operation: str) -> str:
    query = sa.select(outbox.c.status).where(outbox.c.operation == operation)
    with bench.desk.database.read() as connection:
        return str(connection.execute(query).scalar_one())


def noted(bench: Workbench, event: str) -> int:
    query = sa.select(sa.func.count()).where(audit.c.event == event)
    with bench.desk.database.read() as connection:
        return int(connection.execute(query).scalar_one())


def test_a_deleted_card_is_no_dead_letter_and_no_later_move_draws_it(bench: Workbench) -> None:
    root = a_deleted_card(bench)

    assert [a_move(bench) for _ in range(3)] == [1, 0, 0]

    assert dead_letters(bench) == []
    assert Reports(bench.desk.database).queue_depth(bench.desk.clock.now) == 0
    assert bench.said(root) == ()
    assert noted(bench, "card_gone") == 1


def test_its_post_counts_as_posted_all_the_same(bench: Workbench) -> None:
    a_deleted_card(bench)

    a_move(bench)

    assert stands(bench, "post") == PostingStatus.SENT
    assert stands(bench, "redraw") == PostingStatus.CALLED_OFF


def test_its_ticket_is_judged_again_and_answered_as_ever(bench: Workbench) -> None:
    root = a_deleted_card(bench)
    bench.desk.workspace.edit_message(root, "The invoice of June is wrong")
    bench.desk.deliver()
    bench.run(seconds=60)

    bench.queue(Post(Kind.REOPENED, 1))
    bench.run()

    assert len(bench.analyst.cases) == 2
    assert len(bench.said(root)) == 1
    assert dead_letters(bench) == []


def test_a_redraw_that_was_given_up_before_is_called_off_at_the_next_move(bench: Workbench) -> None:
    root = a_deleted_card(bench)
    bench.slack.fail(Method.UPDATE, Rejected("is_archived", code="is_archived"))
    a_move(bench)
    assert dead_letters(bench) == ["is_archived"]

    assert [a_move(bench) for _ in range(2)] == [1, 0]

    assert dead_letters(bench) == []
    assert bench.said(root) == ()


def test_a_post_that_is_refused_with_the_same_word_is_given_up(bench: Workbench) -> None:
    bench.slack.fail(Method.POST, Rejected("no", code="message_not_found"))
    bench.post()
    bench.run()

    assert dead_letters(bench) == ["message_not_found"]
    assert stands(bench, "post") == PostingStatus.DEAD


def retry(bench: Workbench) -> PutBack | None:
    desk = bench.desk
    put_back = SecondChances(desk.database).retry(desk.bot.team_id, 1, desk.clock.now)
    bench.run(seconds=1)
    return put_back


def test_an_operator_has_it_posted_anew_and_drawn_from_then_on(bench: Workbench) -> None:
    root = a_deleted_card(bench)
    a_move(bench)

    assert retry(bench) == PutBack(posts=1, is_judged_again=False)
    assert a_move(bench) == 1

    assert len(bench.said(root)) == 1
    assert stands(bench, "redraw") == PostingStatus.SENT
    assert retry(bench) == PutBack(posts=0, is_judged_again=False)


def test_one_that_stands_after_all_is_found_and_not_posted_twice(bench: Workbench) -> None:
    root = bench.post()
    bench.run()
    (card,) = bench.said(root)
    bench.slack.fail(Method.UPDATE, Rejected("no", code="message_not_found"))
    a_move(bench)

    retry(bench)

    assert [one.ts for one in bench.said(root)] == [card.ts]
    assert stands(bench, "redraw") == PostingStatus.SENT


def test_what_was_to_go_below_a_teams_card_is_said_in_the_tickets_thread(teams: Teams) -> None:
    teams.post()
    (card,) = teams.cards_in(teams.payments)
    teams.slack.delete_message(card)

    teams.bench.queue(Post(Kind.REOPENED, 1, place=teams.payments.id))
    teams.settle()

    root = teams.slack.channels[teams.desk.support.id].messages[teams.ticket().thread_ts or ""]
    assert len(teams.bench.said(root)) == 2
    assert dead_letters(teams.bench) == []


def test_it_is_not_said_there_while_it_may_stand_below_the_card(teams: Teams) -> None:
    teams.post()
    teams.bench.slack.fail(Method.POST, Unconfirmed("torn"))
    teams.bench.queue(Post(Kind.REOPENED, 1, place=teams.payments.id))
    teams.settle()
    teams.bench.slack.fail(Method.REPLIES, Rejected("no", code=THREAD_GONE))

    teams.bench.run(seconds=60)

    assert dead_letters(teams.bench) == [THREAD_GONE]


def test_where_tickets_are_judged_silently_nothing_is_said_there() -> None:
    ticket = replace(a_ticket(), review_channel="C0REVIEW")
    below = replace(a_posting().post, kind=Kind.REOPENED, place="C0REVIEW")

    assert not replace(a_posting(ticket=ticket), post=below).can_go_to_thread
    assert replace(a_posting(), post=below).can_go_to_thread

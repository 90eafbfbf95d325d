"""A card that somebody deleted stays away, and its ticket goes on without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.slack.web_api.methods import Method
from bot.triage.delivery.posting import Kind, Post, PostingStatus
from bot.triage.errors import Rejected
from bot.triage.teamwork.by import By
from bot.triage.teamwork.change import Change
from storage.reports import Reports
from storage.schema import audit, outbox
from tests.duties.posting import dead_letters

if TYPE_CHECKING:
    from bot.workspace import Message
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

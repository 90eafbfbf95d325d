"""What is refused leaves its ids alone, and is told to its author once, however it comes again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from storage.schema import refused_events

if TYPE_CHECKING:
    from tests.slack.desk import Desk

SECRET = "the password is hunter2"


@pytest.fixture(params=[f"{SECRET} " * 30, SECRET], ids=["too long", "over the limit"])
def refused(request: pytest.FixtureRequest, desk: Desk) -> Desk:
    """Give a desk at which a mention, which comes as two events, each twice, was refused."""
    desk.limit(per_user=1)
    desk.workspace.post_as_user(desk.ann, desk.support, "The invoice is wrong")
    desk.deliver()
    desk.workspace.faults.duplicate(2)
    desk.workspace.mention(desk.ann, desk.support, desk.bot, request.param)
    desk.deliver()
    return desk


def test_its_author_is_told_once_whichever_event_comes_again(refused: Desk) -> None:
    assert len(refused.whispered()) == 1
    assert len(refused.all_tickets()) == 1


def test_the_id_of_its_event_is_kept_and_its_text_is_not(refused: Desk) -> None:
    delivered = [one.payload["event_id"] for one in refused.workspace.deliveries.log[1:]]

    with refused.database.read() as connection:
        kept = set(connection.execute(sa.select(refused_events.c.event_id)).scalars())
        dump = "\n".join(connection.connection.iterdump())

    assert delivered[0] in kept
    assert SECRET not in dump

"""What is another matter, somebody else's, too late or acted on already is a ticket of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.triage.ticket import Status
from storage.arrivals.joining import Joins
from tests.slack.messages.followed import INVOICE, MORE, post, texts, trail
from tests.slack.working import Shift

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.workbench import Workbench

MINUTE = timedelta(seconds=60)
OTHER = "Nobody of us can get into the building"


def both_stand_alone(bench: Workbench, second: Message) -> None:
    bench.run()
    assert bench.ticket(2).status is Status.JUDGED
    assert len(bench.said(second)) == 1


def test_another_matter_is_another_ticket(joining: Workbench) -> None:
    post(joining, INVOICE)
    both_stand_alone(joining, post(joining, OTHER))


def test_another_order_is_another_ticket(joining: Workbench) -> None:
    post(joining, "Where is my refund for order 88123?")
    both_stand_alone(joining, post(joining, "Where is my refund for order 90417?"))


def test_another_person_opens_another_ticket(joining: Workbench) -> None:
    post(joining, INVOICE)
    both_stand_alone(joining, post(joining, "for me too", joining.desk.ben))


def test_after_a_minute_it_is_another_ticket(joining: Workbench) -> None:
    post(joining, INVOICE)
    joining.desk.clock.pass_by(61)
    both_stand_alone(joining, post(joining, MORE))


def test_once_somebody_acted_it_is_another_ticket(joining: Workbench) -> None:
    card_of = post(joining, INVOICE)
    joining.run()
    Shift(joining).click(joining.desk.ben, joining.said(card_of)[-1], "claim")
    both_stand_alone(joining, post(joining, "in production"))


def test_who_acts_just_then_keeps_it_apart(joining: Workbench) -> None:
    card_of = post(joining, INVOICE)
    joining.run()
    second = post(joining, "in production")
    earlier = Joins(joining.desk.database)
    [found] = earlier.earlier(joining.ticket(2), MINUTE)
    Shift(joining).slack.click(joining.desk.ben, joining.said(card_of)[-1], "claim")
    joining.desk.deliver()

    assert not earlier.join(joining.ticket(2), found.id, joining.desk.clock.now)
    both_stand_alone(joining, second)


def test_deleting_the_first_leaves_the_second_as_a_ticket(joining: Workbench) -> None:
    first = post(joining, INVOICE)
    joining.run()
    second = post(joining, MORE)
    joining.run()

    joining.desk.workspace.delete_message(first)
    joining.desk.deliver()
    joining.run()

    assert joining.ticket().status is Status.WITHDRAWN
    assert texts(joining, 2) == [MORE]
    assert len(joining.said(second)) == 1
    assert "parted" in trail(joining)

"""Whoever is given a ticket by somebody else is written to, once, and when their team works."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.slack.web_api.methods import Method
from bot.triage.business_hours import BusinessHours
from bot.triage.routing import Route
from bot.triage.teamwork.work import WorkState
from tests.slack.working import Shift
from tests.workbench import Workbench

if TYPE_CHECKING:
    from bot.workspace import User

HOUR = 3600
OFFICE = BusinessHours(ZoneInfo("UTC"), 9 * 60, 17 * 60)


def given(shift: Shift, by: User) -> str:
    ticket = shift.ticket()
    ts = (ticket.thread_ts or "").replace(".", "")
    link = f"<https://acme.slack.com/archives/{ticket.channel}/p{ts}|T-1>"
    return f"{link} is yours now: <@{by.id}> gave it to you. Its card says what to do next."


def test_who_is_given_a_ticket_is_written_to_alone(shift: Shift) -> None:
    card = shift.post()

    shift.edit(shift.ann, card, assignee=shift.ben.id)

    assert shift.written(shift.ben) == [given(shift, shift.ann)]
    assert shift.thread(card) == []


def test_one_whose_answer_was_lost_is_not_written_twice(shift: Shift) -> None:
    card = shift.post()
    shift.slack.faults.drop(Method.POST, after_effect=True)

    shift.edit(shift.ann, card, assignee=shift.ben.id)
    shift.bench.run(HOUR)

    assert shift.written(shift.ben) == [given(shift, shift.ann)]


def test_who_can_not_be_written_to_is_told_in_the_thread(shift: Shift) -> None:
    card = shift.post()
    shift.slack.faults.refuse(Method.OPEN_DIRECT, "user_disabled")

    shift.edit(shift.ann, card, assignee=shift.ben.id)

    assert shift.written(shift.ben) == []
    assert shift.thread(card) == [f"<@{shift.ben.id}> {given(shift, shift.ann)}"]


def test_it_waits_until_direct_messages_can_be_opened(shift: Shift) -> None:
    card = shift.post()
    shift.slack.faults.drop(Method.OPEN_DIRECT)

    shift.edit(shift.ann, card, assignee=shift.ben.id)
    shift.bench.run(HOUR)

    assert shift.written(shift.ben) == [given(shift, shift.ann)]


def test_what_was_written_is_taken_back_when_the_ticket_is_withdrawn(shift: Shift) -> None:
    card = shift.post()
    shift.edit(shift.ann, card, assignee=shift.ben.id)

    shift.slack.delete_message(shift.desk.support.messages[card.thread_ts or ""])
    shift.settle()

    assert shift.written(shift.ben) == ["T-1 was withdrawn: its message was deleted."]


def test_who_takes_a_ticket_is_told_nothing(shift: Shift) -> None:
    card = shift.post()

    shift.edit(shift.ben, card, assignee=shift.ben.id)

    assert shift.ticket().work.assignee == shift.ben.id
    assert shift.written(shift.ben) == []


def test_nothing_is_told_of_an_edit_that_leaves_who_has_it(shift: Shift) -> None:
    card = shift.post()
    shift.click(shift.ben, card, "claim")

    shift.edit(shift.ann, card, severity="High")

    assert shift.written(shift.ben) == []


def test_who_is_given_it_after_another_is_told_too(shift: Shift) -> None:
    card, cid = shift.post(), shift.slack.add_user("cid")

    shift.edit(shift.ann, card, assignee=shift.ben.id)
    shift.edit(shift.ben, card, assignee=cid.id)

    assert shift.written(cid) == [given(shift, shift.ben)]


def test_who_had_a_closed_ticket_is_told_who_opened_it_again(shift: Shift) -> None:
    card = shift.post()
    shift.click(shift.ben, card, "claim")
    shift.resolve(shift.ben, card)
    cid = shift.slack.add_user("cid")

    shift.click(cid, card, "reopen")

    assert shift.ticket().work.state is WorkState.IN_PROGRESS
    told = f"<@{shift.ben.id}> T-1 is open again: <@{cid.id}> reopened it."
    assert shift.thread(card) == [told]


class Night(Shift):
    """A shift of a team that works from nine to five, at eleven in the evening."""

    def __init__(self, bench: Workbench) -> None:
        desk = bench.desk
        self.room = desk.workspace.add_channel("payments", desk.ann, desk.ben, desk.bot)
        desk.route(Route("payments", channel=self.room.id, hours=OFFICE), remind_before=None)
        super().__init__(Workbench(desk, rules=desk.rules()))
        desk.clock.pass_by(11 * HOUR)
        self.card = self.post()

    def until_morning(self) -> None:
        self.bench.run(10 * HOUR)


@pytest.fixture
def night(bench: Workbench) -> Night:
    return Night(bench)


def test_it_is_told_when_the_team_works(night: Night) -> None:
    night.edit(night.ann, night.card, assignee=night.ben.id)
    assert night.written(night.ben) == []

    night.until_morning()

    assert night.written(night.ben) == [given(night, night.ann)]


def test_only_who_has_it_by_then_is_told(night: Night) -> None:
    cid = night.slack.add_user("cid")
    night.edit(night.ann, night.card, assignee=night.ben.id)
    night.edit(night.ann, night.card, assignee=cid.id)

    night.until_morning()

    assert (night.written(night.ben), night.written(cid)) == ([], [given(night, night.ann)])
    assert night.bench.run(int(timedelta(days=1).total_seconds())) == 0


@pytest.mark.parametrize("end", ["resolve", "give back"])
def test_nobody_is_told_of_what_they_have_no_more(night: Night, end: str) -> None:
    night.edit(night.ann, night.card, assignee=night.ben.id)

    if end == "resolve":
        night.resolve(night.ann, night.card)
    else:
        night.edit(night.ann, night.card, assignee=None)
    night.until_morning()

    assert night.written(night.ben) == []


def test_a_reopened_ticket_wakes_nobody(night: Night) -> None:
    night.click(night.ben, night.card, "claim")
    night.resolve(night.ben, night.card)

    night.reply(night.ann, night.card, "It happens again")
    assert night.thread(night.card) == []
    night.until_morning()

    assert len(night.thread(night.card)) == 1

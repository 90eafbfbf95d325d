"""Whoever is given a ticket by somebody else is told so, once, and when their team works."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.triage.business_hours import BusinessHours
from bot.triage.routing import Route
from bot.triage.work import WorkState
from tests.slack.working import Shift
from tests.workbench import Workbench

if TYPE_CHECKING:
    from bot.workspace import User

HOUR = 3600
OFFICE = BusinessHours(ZoneInfo("UTC"), 9 * 60, 17 * 60)


def given(shift: Shift, to: User, by: User) -> str:
    ticket = shift.ticket()
    ts = (ticket.thread_ts or "").replace(".", "")
    link = f"<https://acme.slack.com/archives/{ticket.channel}/p{ts}|T-1>"
    said = f"<@{to.id}> {link} is yours now: <@{by.id}> gave it to you."
    return f"{said} Its card says what to do next."


def test_who_is_given_a_ticket_is_told_by_whom(shift: Shift) -> None:
    card = shift.post()

    shift.edit(shift.ann, card, assignee=shift.ben.id)

    assert shift.thread(card) == [given(shift, shift.ben, shift.ann)]


def test_who_takes_a_ticket_is_told_nothing(shift: Shift) -> None:
    card = shift.post()

    shift.edit(shift.ben, card, assignee=shift.ben.id)

    assert shift.ticket().work.assignee == shift.ben.id
    assert shift.thread(card) == []


def test_nothing_is_told_of_an_edit_that_leaves_who_has_it(shift: Shift) -> None:
    card = shift.post()
    shift.click(shift.ben, card, "claim")

    shift.edit(shift.ann, card, severity="High")

    assert shift.thread(card) == []


def test_who_is_given_it_after_another_is_told_too(shift: Shift) -> None:
    card, cid = shift.post(), shift.slack.add_user("cid")

    shift.edit(shift.ann, card, assignee=shift.ben.id)
    shift.edit(shift.ben, card, assignee=cid.id)

    assert shift.thread(card)[1:] == [given(shift, cid, shift.ben)]


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

    def said(self) -> list[str]:
        """Return what was said below the team's card."""
        messages = self.room.messages.values()
        return [one.text for one in messages if one.is_by_bot and one.is_reply]

    def until_morning(self) -> None:
        self.bench.run(10 * HOUR)


@pytest.fixture
def night(bench: Workbench) -> Night:
    return Night(bench)


def test_it_is_told_below_the_teams_card_when_the_team_works(night: Night) -> None:
    night.edit(night.ann, night.card, assignee=night.ben.id)
    assert (night.said(), night.thread(night.card)) == ([], [])

    night.until_morning()

    assert night.said() == [given(night, night.ben, night.ann)]


def test_only_who_has_it_by_then_is_told(night: Night) -> None:
    cid = night.slack.add_user("cid")
    night.edit(night.ann, night.card, assignee=night.ben.id)
    night.edit(night.ann, night.card, assignee=cid.id)

    night.until_morning()

    assert night.said() == [given(night, cid, night.ann)]
    assert night.bench.run(int(timedelta(days=1).total_seconds())) == 0


@pytest.mark.parametrize("end", ["resolve", "give back"])
def test_nobody_is_told_of_what_they_have_no_more(night: Night, end: str) -> None:
    night.edit(night.ann, night.card, assignee=night.ben.id)

    if end == "resolve":
        night.resolve(night.ann, night.card)
    else:
        night.edit(night.ann, night.card, assignee=None)
    night.until_morning()

    assert night.said() == []


def test_a_reopened_ticket_wakes_nobody(night: Night) -> None:
    night.click(night.ben, night.card, "claim")
    night.resolve(night.ben, night.card)

    night.reply(night.ann, night.card, "It happens again")
    assert night.thread(night.card) == []
    night.until_morning()

    assert len(night.thread(night.card)) == 1

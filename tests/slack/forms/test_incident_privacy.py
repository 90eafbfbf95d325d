"""What was said in a private channel is not repeated where others read it."""

from __future__ import annotations

import pytest

from bot.slack.web_api.methods import Method
from bot.triage.errors import Rejected, Unconfirmed
from tests.builders import a_judgement
from tests.slack.operations import OUTAGE, Operations
from tests.slack.working import words
from tests.workbench import Workbench

SECRET = "The merger with Acme fails"


@pytest.fixture
def shift(bench: Workbench) -> Operations:
    """Return a shift that hears of two tickets in the open, and one in the board's channel."""
    shift = Operations(bench)
    shift.flood(2)
    return shift


def post_in_private(shift: Operations) -> None:
    desk = shift.desk
    board = desk.workspace.add_channel("board", desk.ann, desk.bot, kind="group")
    desk.workspace.post_as_user(desk.ann, board, OUTAGE)
    desk.deliver()
    shift.bench.analyst.script.append(a_judgement(summary=SECRET))


def test_a_ticket_from_a_private_channel_is_named_without_its_text(shift: Operations) -> None:
    post_in_private(shift)
    shift.settle()

    [incident] = shift.incidents()
    assert "|T-3>: a ticket in a private channel" in words(incident)
    assert SECRET not in str(incident)
    assert words(incident).count("The invoice of May shows the wrong amount") == 2


def test_in_the_private_channel_itself_it_is_told_in_full(bench: Workbench) -> None:
    desk = bench.desk
    shift = Operations(bench)
    ops = desk.workspace.add_channel("private-ops", desk.ann, desk.bot, kind="group")
    desk.watch_for_spikes(3, ops)
    desk.restrict_to(ops)
    shift.bench, shift.ops = Workbench(desk, rules=desk.rules()), ops
    for _ in range(3):
        desk.workspace.post_as_user(desk.ann, ops, OUTAGE)
        desk.deliver()
        shift.bench.analyst.script.append(a_judgement(summary=SECRET))
        shift.settle()

    incident = next(one for one in shift.incidents() if "incident_accept" in str(one.blocks))
    assert words(incident).count(SECRET) == 3


def test_while_slack_does_not_say_who_may_read_it_the_card_waits(shift: Operations) -> None:
    post_in_private(shift)
    shift.bench.slack.fail(Method.CHANNEL, Unconfirmed("no clear answer"))
    shift.bench.run()
    assert shift.incidents() == []

    shift.bench.run(seconds=60)

    [incident] = shift.incidents()
    assert SECRET not in str(incident)


def test_where_it_will_not_say_the_text_is_left_out(shift: Operations) -> None:
    shift.bench.slack.fail(Method.CHANNEL, *(Rejected("channel_not_found") for _ in range(9)))
    shift.flood(1)

    [incident] = shift.incidents()
    assert words(incident).count("a ticket in a private channel") == 3

"""The operators hear of what was given up: once for a burst, and never of their own notice."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from threading import Timer
from time import sleep
from typing import TYPE_CHECKING

import pytest

from bot.slack.posts.operators import GIVE_UP_AFTER, Operators
from bot.slack.web_api.methods import Method
from bot.triage.errors import Rejected, Unavailable, Unconfirmed
from bot.workspace.block_kit.limits import visible_texts
from storage.delivery.notices import APART, SETTLES_IN, Notices
from storage.delivery.second_chances import SecondChances
from storage.reports import Reports
from tests.workbench import RECONCILE_AFTER, in_flight

if TYPE_CHECKING:
    from pathlib import Path

    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from bot.slack.web_api.calls import WebApi
    from bot.triage.errors import TriageError
    from bot.workspace import Message
    from tests.workbench import Workbench

REFUSED = Rejected("no", code="is_archived")


@pytest.fixture
def operators(bench: Workbench) -> Operators:
    desk = bench.desk
    notices = Notices(desk.database)
    return Operators(
        bench.slack,
        notices,
        desk.lobby.id,
        desk.bot.team_id,
        clock=desk.clock,
        in_flight=in_flight(desk),
    )


def give_up(bench: Workbench, count: int = 1, error: TriageError = REFUSED) -> None:
    """Post tickets whose cards are given up."""
    for _ in range(count):
        bench.slack.fail(Method.POST, error)
        bench.post()
        bench.run()


def notices(bench: Workbench) -> list[Message]:
    return [one for one in bench.desk.lobby.messages.values() if one.is_by_bot]


def words(notice: Message) -> str:
    return "\n".join(visible_texts(notice.blocks))


def settle(bench: Workbench, operators: Operators) -> None:
    bench.desk.clock.pass_by(SETTLES_IN.total_seconds())
    operators.tell()


def test_nothing_is_said_where_nothing_was_given_up(bench: Workbench, operators: Operators) -> None:
    operators.tell()

    assert notices(bench) == []


def test_a_burst_makes_one_notice_which_names_the_tickets_and_what_to_do(
    bench: Workbench, operators: Operators
) -> None:
    give_up(bench, 2)
    operators.tell()
    assert notices(bench) == []

    settle(bench, operators)
    operators.tell()

    (notice,) = notices(bench)
    said = words(notice)
    assert said.startswith("2 posts were given up, since Slack can't or won't take them:")
    assert "• T-2: post of its card: is_archived\n• T-1: post of its card: is_archived" in said
    assert "triage tickets retry T-12" in said
    assert "2 posts were given up" in notice.text


def test_many_are_counted_not_all_named(bench: Workbench, operators: Operators) -> None:
    give_up(bench, 7)

    settle(bench, operators)

    said = words(notices(bench)[0])
    assert said.startswith("7 posts were given up")
    assert said.count("• T-") == 5
    assert "• … and 2 more" in said


def test_the_next_burst_is_told_apart_from_the_first(
    bench: Workbench, operators: Operators
) -> None:
    give_up(bench)
    settle(bench, operators)
    give_up(bench)

    settle(bench, operators)
    assert len(notices(bench)) == 1
    bench.desk.clock.pass_by(APART.total_seconds())
    operators.tell()

    first, second = notices(bench)
    assert "T-1" in words(first)
    assert words(second).startswith("1 post was given up")
    assert "• T-2" in words(second)
    assert "• T-1" not in words(second)


def test_what_is_stored_late_under_an_earlier_date_is_told_the_next_time(
    bench: Workbench, operators: Operators
) -> None:
    give_up(bench)
    bench.desk.clock.pass_by(SETTLES_IN.total_seconds() - 5)
    give_up(bench)
    bench.desk.clock.pass_by(5)
    operators.tell()
    assert words(notices(bench)[0]).startswith("1 post was given up")

    bench.desk.clock.pass_by(APART.total_seconds())
    operators.tell()

    assert "• T-2" in words(notices(bench)[1])


def test_a_notice_that_can_not_be_posted_makes_no_further_one(
    bench: Workbench, operators: Operators
) -> None:
    give_up(bench)
    bench.slack.fail(Method.POST, Rejected("no", code="not_in_channel"))

    settle(bench, operators)
    bench.desk.clock.pass_by(APART.total_seconds() * 2)
    operators.tell()

    assert notices(bench) == []
    assert Reports(bench.desk.database).dead_letter_count() == 1


def test_a_notice_that_did_not_arrive_is_sent_again(bench: Workbench, operators: Operators) -> None:
    give_up(bench)
    bench.slack.fail(Method.POST, Unavailable("can't connect"))
    settle(bench, operators)
    assert notices(bench) == []

    operators.tell()

    assert len(notices(bench)) == 1


@pytest.mark.parametrize("has_landed", [True, False])
def test_a_notice_that_may_have_arrived_is_looked_for_and_stands_once(
    bench: Workbench, operators: Operators, *, has_landed: bool
) -> None:
    give_up(bench)
    bench.slack.fail(Method.POST, Unconfirmed("torn"), after_effect=has_landed)
    settle(bench, operators)
    operators.tell()
    assert len(notices(bench)) == has_landed

    for _ in range(3):
        bench.desk.clock.pass_by(RECONCILE_AFTER.total_seconds())
        operators.tell()

    assert len(notices(bench)) == 1


def test_a_notice_that_a_crash_left_on_its_way_is_posted_once(
    bench: Workbench, operators: Operators
) -> None:
    give_up(bench)
    bench.slack.fail(Method.POST, ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        settle(bench, operators)

    bench.desk.clock.pass_by(RECONCILE_AFTER.total_seconds())
    operators.tell()

    assert len(notices(bench)) == 1


def test_as_long_as_their_channel_can_not_be_read_no_second_notice_is_posted(
    bench: Workbench, operators: Operators
) -> None:
    give_up(bench)
    bench.slack.fail(Method.POST, Unconfirmed("torn"), after_effect=True)
    bench.slack.fail(Method.HISTORY, *(Unavailable("rate limited") for _ in range(20)))
    settle(bench, operators)

    for _ in range(10):
        bench.desk.clock.pass_by(GIVE_UP_AFTER.total_seconds() / 6)
        operators.tell()

    assert len(notices(bench)) == 1
    assert len(bench.slack.before[Method.HISTORY]) > 10


@pytest.mark.parametrize("has_landed", [True, False])
def test_where_a_look_up_is_refused_for_a_while_the_notice_stands_once_all_the_same(
    bench: Workbench, operators: Operators, *, has_landed: bool
) -> None:
    give_up(bench)
    bench.slack.fail(Method.POST, Unconfirmed("torn"), after_effect=has_landed)
    bench.slack.fail(Method.HISTORY, Rejected("no", code="account_inactive"))
    settle(bench, operators)

    for _ in range(3):
        bench.desk.clock.pass_by(RECONCILE_AFTER.total_seconds())
        operators.tell()

    assert len(notices(bench)) == 1


def test_what_was_put_back_meanwhile_is_told_no_more(
    bench: Workbench, operators: Operators
) -> None:
    give_up(bench)
    bench.slack.fail(Method.POST, Unconfirmed("torn"))
    settle(bench, operators)
    desk = bench.desk
    assert SecondChances(desk.database).retry(desk.bot.team_id, 1, desk.clock.now)
    bench.run()

    desk.clock.pass_by(RECONCILE_AFTER.total_seconds())
    operators.tell()

    assert notices(bench) == []


def test_what_a_notice_quotes_can_alarm_nobody(bench: Workbench, operators: Operators) -> None:
    give_up(bench, error=Rejected("no", code="<!channel> *bold*"))

    settle(bench, operators)

    assert "<!channel>" not in str(notices(bench)[0].blocks)


@dataclass(frozen=True)
class Locking:
    """A Web API after whose answer somebody else writes to the database for a while."""

    api: WebApi
    other: sqlite3.Connection

    def call(self, method: Method, arguments: Json) -> Payload:
        answer = self.api.call(method, arguments)
        self.other.execute("BEGIN IMMEDIATE")
        Timer(0.15, self.other.rollback).start()
        return answer


def test_a_notice_that_stands_and_could_not_be_noted_is_not_said_again(
    bench: Workbench, operators: Operators, tmp_path: Path
) -> None:
    give_up(bench)
    bench.desk.clock.pass_by(SETTLES_IN.total_seconds())
    with closing(
        sqlite3.connect(tmp_path / "triage.db", isolation_level=None, check_same_thread=False)
    ) as other:
        operators._api = Locking(bench.slack, other)  # noqa: SLF001 - no second wiring for one test
        with suppress(Unavailable):
            operators.tell()
        sleep(0.2)
    operators._api = bench.slack  # noqa: SLF001

    bench.desk.clock.pass_by(RECONCILE_AFTER.total_seconds())
    operators.tell()

    assert len(notices(bench)) == 1

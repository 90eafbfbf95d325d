"""After downtime nobody is told that nothing came, before it is read what came meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.slack.transport.silences import Pause, Silences, watch_silences
from bot.slack.transport.unread import LONGEST, SETTLING, Unread
from bot.triage.ticket import Status
from bot.workflow import UNANSWERED
from storage.arrivals.last_seen import LastSeen
from tests.slack.posts.watching import Watch

if TYPE_CHECKING:
    from tests.slack.desk import Desk
    from tests.slack.transport.outage import Outage
    from tests.workbench import Workbench

DAY = timedelta(hours=25).total_seconds()


def away(desk: Desk, bench: Workbench, seconds: float) -> Silences:
    """Lose what is delivered, and return who has it read once the bot is back after a while."""
    while desk.workspace.deliveries.take():
        pass
    desk.clock.pass_by(seconds)
    silences = watch_silences(
        desk.app,
        desk.api,
        LastSeen(desk.database),
        desk.rules(),
        desk.bot.team_id,
        clock=desk.clock,
        pause=Pause(),
        unread=bench.unread,
    )
    silences.began()
    return silences


def read(silences: Silences) -> None:
    silences.ended()
    assert silences.run_due()


def test_an_answer_to_a_question_whose_deadline_passed_is_read_first(outage: Outage) -> None:
    root, desk = outage.ask(), outage.desk
    desk.workspace.reply_as_user(desk.ann, root, "The red one")
    silences = away(desk, outage.bench, DAY)
    outage.bench.run()
    assert outage.bench.ticket().status is Status.WAITING

    read(silences)
    outage.bench.run()

    ticket = outage.bench.ticket()
    assert ticket.status is Status.JUDGED
    assert UNANSWERED not in str(ticket.judgement)
    assert len(outage.bench.analyst.cases) == 2


def test_where_none_was_given_it_is_judged_without_once_all_is_read(outage: Outage) -> None:
    outage.ask()
    silences = away(outage.desk, outage.bench, DAY)
    outage.bench.run()

    read(silences)
    outage.bench.run()
    assert outage.bench.ticket().status is Status.WAITING
    outage.bench.run(2 * SETTLING.total_seconds())

    assert UNANSWERED in str(outage.bench.ticket().judgement)


def test_where_nothing_can_be_read_it_does_not_wait_for_good(outage: Outage) -> None:
    outage.ask()
    away(outage.desk, outage.bench, DAY)

    outage.bench.run(LONGEST.total_seconds() - 1)
    assert outage.bench.ticket().status is Status.WAITING
    outage.bench.run(10)

    assert UNANSWERED in str(outage.bench.ticket().judgement)


def test_another_silence_before_all_was_read_makes_the_wait_no_longer(outage: Outage) -> None:
    unread = outage.bench.unread
    unread.began()
    silences = unread.silences
    outage.desk.clock.pass_by(60)
    unread.began()

    unread.was_read(silences)
    outage.desk.clock.pass_by(60)
    assert unread.may_be()
    outage.desk.clock.pass_by(LONGEST.total_seconds() - 120)

    assert not unread.may_be()


def test_nothing_is_unread_before_anything_was_missed(outage: Outage) -> None:
    assert not Unread(outage.desk.clock.monotonic).may_be()


@pytest.fixture
def watch(bench: Workbench) -> Watch:
    watch = Watch(bench)
    watch.set_up(resolve_within=None)
    return watch


def test_who_answered_in_time_while_we_were_away_is_not_reminded(watch: Watch) -> None:
    card = watch.post()
    told = watch.said()
    watch.slack.reply_as_user(watch.ben, card, "Which invoice do you mean?")
    silences = away(watch.desk, watch.bench, 3 * 3600)
    watch.bench.run()

    read(silences)
    watch.bench.run(1)
    watch.bench.run(60)

    assert watch.said() == told


def test_who_did_not_is_reminded_once_all_is_read(watch: Watch) -> None:
    watch.post()
    told = watch.said()
    silences = away(watch.desk, watch.bench, 3 * 3600)
    watch.bench.run()
    assert watch.said() == told

    read(silences)
    watch.bench.run(2 * SETTLING.total_seconds())

    assert len(watch.said()) > len(told)

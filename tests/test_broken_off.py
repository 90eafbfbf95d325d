"""What ends the process each time it is done comes to an end itself, and others go on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.duties.courier import MOST_BROKEN_OFF
from bot.slack.posts.messenger import Messenger
from bot.triage.ticket import Status
from bot.worker import MOST_BEGINNINGS
from storage.judging.claims import ALL_WITHIN
from storage.reports import Reports

if TYPE_CHECKING:
    import pytest

    from tests.workbench import Workbench

PAUSE_SECONDS, MANY_LIVES = 60, 100
IN_HAND = 28
"""With 32 workers, of which four take no tickets."""


class Killed(BaseException):
    """Stands for the end of the process: nothing after it is done."""


def lives(bench: Workbench) -> int:
    """Start the bot anew whenever it has ended, a minute later; return how often it ended."""
    for ended in range(MANY_LIVES):
        bench.desk.tickets.recover(bench.desk.clock.now)
        try:
            bench.run(PAUSE_SECONDS)
            bench.run(PAUSE_SECONDS)
        except Killed:
            continue
        return ended
    return MANY_LIVES


def end_over_poison(bench: Workbench) -> None:
    if "Poison" in bench.analyst.cases[-1].turns[0].text:
        raise Killed


def test_a_ticket_that_ends_the_process_is_given_to_people_and_the_others_are_judged(
    bench: Workbench,
) -> None:
    poison, sound = bench.post("Poison"), bench.post("The export is empty")
    bench.analyst.pause = lambda: end_over_poison(bench)

    assert lives(bench) == MOST_BEGINNINGS

    assert bench.ticket(1).status is Status.HANDED_OVER
    assert bench.ticket(2).status is Status.JUDGED
    assert len(bench.said(poison)) == len(bench.said(sound)) == 1


def test_what_may_have_ended_the_process_twice_lets_the_others_go_first(bench: Workbench) -> None:
    bench.post("Poison")
    bench.analyst.pause = lambda: end_over_poison(bench)
    assert [_is_killed(bench), _is_killed(bench)] == [True, True]
    bench.post("The export is empty")

    bench.desk.tickets.recover(bench.desk.clock.now)

    assert not _is_killed(bench)
    assert bench.ticket(2).status is Status.JUDGED


def test_of_many_that_were_broken_off_often_the_last_comes_within_minutes(
    bench: Workbench,
) -> None:
    desk, lease = bench.desk, timedelta(minutes=10)
    roots = [bench.post(f"Export {number} is empty") for number in range(IN_HAND)]
    for _ in range(MOST_BEGINNINGS - 1):
        desk.clock.pass_by(3600)
        while desk.tickets.claim(desk.clock.now, lease) is not None:
            pass
        desk.tickets.recover(desk.clock.now)

    bench.run(ALL_WITHIN.total_seconds())

    assert all(len(bench.said(root)) == 1 for root in roots)


def test_a_ticket_that_was_broken_off_once_is_judged_at_the_start(bench: Workbench) -> None:
    bench.post()
    assert bench.desk.tickets.claim(bench.desk.clock.now, timedelta(minutes=10)) is not None
    assert bench.ticket().claim.begun == 1

    assert not _is_killed(bench)

    assert bench.ticket().status is Status.JUDGED
    assert bench.ticket().claim.begun == 0


def test_a_post_that_ends_the_process_is_a_dead_letter_after_its_hour(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*_: object) -> str:
        raise Killed

    root = bench.post()
    job = bench.worker.claim(bench.desk.clock.now)
    assert job is not None
    bench.worker.perform(job)
    monkeypatch.setattr(Messenger, "deliver", end)

    assert lives(bench) > MOST_BROKEN_OFF

    letters = Reports(bench.desk.database).dead_letters()
    assert [letter.error for letter in letters] == ["it was broken off each time"]
    assert not bench.said(root)


def _is_killed(bench: Workbench) -> bool:
    bench.desk.tickets.recover(bench.desk.clock.now)
    try:
        bench.run()
    except Killed:
        return True
    return False

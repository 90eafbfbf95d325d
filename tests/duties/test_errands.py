"""One errand that breaks its doer ends for itself alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.duties.errands import MOST_ATTEMPTS, ErrandRunner
from bot.triage.delivery.errand import Chore, Errand
from storage.delivery.errands import Errands
from tests.builders import CHANNEL, NOON, TEAM

if TYPE_CHECKING:
    from storage.database import Database

POISON, SOUND = "1.1", "2.2"


class Killed(BaseException):
    """Stands for the end of the process: nothing after it is done."""


@dataclass
class Deed:
    """Breaks over one errand, and keeps what it has done and given up."""

    breaks: BaseException
    tried: int = 0
    done: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)

    def do(self, errand: Errand) -> None:
        if errand.about == POISON:
            self.tried += 1
            raise self.breaks
        self.done.append(errand.about)

    def give_up(self, errand: Errand) -> None:
        self.given_up.append(errand.about)
        if isinstance(self.breaks, ZeroDivisionError):
            raise self.breaks


@pytest.fixture
def errands(database: Database) -> Errands:
    errands = Errands(database)
    for about in (POISON, SOUND):
        errands.add(Errand(TEAM, Chore.OPEN_TICKET, CHANNEL, about, "U1", NOON))
    return errands


def _run(errands: Errands, deed: Deed, minutes: int) -> None:
    now = NOON + timedelta(minutes=minutes)
    ErrandRunner(errands, {Chore.OPEN_TICKET: deed}, lambda: now).run_due()


def test_others_are_done_beside_one_that_breaks_each_time_until_it_is_given_up(
    errands: Errands,
) -> None:
    deed = Deed(ZeroDivisionError())

    with capture_logs() as logs:
        for minutes in range(0, 2 * MOST_ATTEMPTS, 2):
            _run(errands, deed, minutes)

    assert deed.done == [SOUND]
    assert deed.tried == MOST_ATTEMPTS
    assert deed.given_up == [POISON]
    assert {"errand_broke", "errand_given_up"} <= {log["event"] for log in logs}
    assert errands.due([Chore.OPEN_TICKET], NOON + timedelta(days=1)) is None


def test_one_that_ends_the_process_each_time_is_counted_before_and_given_up(
    errands: Errands,
) -> None:
    deed = Deed(Killed())

    for life in range(MOST_ATTEMPTS):
        with pytest.raises(Killed):
            _run(errands, deed, 2 * life)
        _run(errands, deed, 2 * life)
    _run(errands, deed, 60)

    assert deed.done == [SOUND]
    assert deed.tried == MOST_ATTEMPTS
    assert deed.given_up == [POISON]

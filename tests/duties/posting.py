"""What the tests of posts that are delivered share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.reports import Reports
from tests.workbench import RECONCILE_AFTER

if TYPE_CHECKING:
    from bot.worker import Job
    from tests.workbench import Workbench

RECONCILE_SECONDS = RECONCILE_AFTER.total_seconds()


def dead_letters(bench: Workbench) -> list[str]:
    return [letter.error for letter in Reports(bench.desk.database).dead_letters()]


def next_job(bench: Workbench) -> Job:
    job = bench.worker.claim(bench.desk.clock.now)
    assert job is not None
    return job

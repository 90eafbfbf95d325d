"""Two workers on one ticket: one of them hangs for longer than its claim lasts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.slack.posts.messenger import Messenger
from bot.slack.web_api.methods import Method
from bot.worker import LEASE, lease_for
from tests.builders import the_rules
from tests.workbench import RECONCILE_AFTER, Workbench

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from bot.slack.web_api.calls import WebApi

TICKETS = 30
THREADS = 4


@pytest.fixture
def patience_seconds() -> float:
    """Return how long four threads wait for each other on a busy machine."""
    return 30.0


@pytest.fixture
def other(bench: Workbench) -> Workbench:
    """Give a second worker over the same database and workspace."""
    return Workbench(bench.desk)


def test_who_comes_back_after_the_lease_changes_nothing_any_more(
    bench: Workbench, other: Workbench
) -> None:
    root = bench.post()
    bench.analyst.pause = lambda: other.run(seconds=LEASE.total_seconds() + 1)

    bench.run()

    assert len(other.analyst.cases) == 1
    assert len(bench.said(root)) == 1


def test_a_model_that_may_take_longer_than_the_usual_lease_is_asked_once(bench: Workbench) -> None:
    lease = lease_for(2 * LEASE.total_seconds())
    patient, other = (Workbench(bench.desk, lease=lease) for _ in range(2))
    root = bench.post()
    patient.analyst.pause = lambda: other.run(seconds=2 * LEASE.total_seconds() - 1)

    patient.run()
    patient.run()

    assert (len(patient.analyst.cases), len(other.analyst.cases)) == (1, 0)
    assert len(bench.said(root)) == 1


@dataclass
class Hanging:
    """A Web API whose answer to one method comes late: something happens meanwhile."""

    api: WebApi
    meanwhile: Callable[[], object]
    at: Method = Method.POST

    def call(self, method: Method, arguments: Json) -> Payload:
        answer = self.api.call(method, arguments)
        if method is self.at:
            self.meanwhile()
        return answer


def test_a_post_whose_answer_hangs_is_found_by_the_other_worker(
    bench: Workbench, other: Workbench
) -> None:
    root = bench.post()
    hanging = Hanging(bench.slack, lambda: other.run(RECONCILE_AFTER.total_seconds() + 1))
    bench.courier._messenger = Messenger(  # noqa: SLF001 - no second wiring for one test
        hanging, the_rules()
    )

    bench.run()

    assert len(bench.said(root)) == 1
    assert bench.desk.workspace.calls_to("conversations.replies")


def test_who_looked_for_longer_than_the_claim_lasts_leaves_the_post_to_the_other(
    bench: Workbench, other: Workbench
) -> None:
    bench.desk.workspace.faults.drop("chat.postMessage")
    root = bench.post()
    bench.run()
    hanging = Hanging(
        bench.slack, lambda: other.run(RECONCILE_AFTER.total_seconds() + 1), at=Method.REPLIES
    )
    bench.courier._messenger = Messenger(  # noqa: SLF001 - no second wiring for one test
        hanging, the_rules()
    )

    bench.run(seconds=RECONCILE_AFTER.total_seconds() + 1)

    assert len(bench.said(root)) == 1


def test_a_redraw_that_may_still_land_is_repeated_when_it_can_cover_no_other_any_more(
    bench: Workbench,
) -> None:
    slack = bench.desk.workspace
    root = bench.post()
    bench.run()
    slack.edit_message(root, "The invoice of June is wrong")
    bench.desk.deliver()
    slack.faults.drop("chat.update")

    bench.run()
    bench.run(seconds=RECONCILE_AFTER.total_seconds() - 1)
    assert len(slack.calls_to("chat.update")) == 1

    bench.run(seconds=2)
    assert [call.is_ok for call in slack.calls_to("chat.update")] == [False, True]


def test_side_by_side_two_workers_post_every_card_once(bench: Workbench, other: Workbench) -> None:
    roots = [bench.post(f"Invoice{number} is{number} wrong{number}") for number in range(TICKETS)]

    with ThreadPoolExecutor(THREADS) as pool:
        done = [pool.submit(one.run) for one in (bench, other) * (THREADS // 2)]

    assert sum(each.result() for each in done) == 2 * TICKETS
    assert [len(bench.said(root)) for root in roots] == [1] * TICKETS

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.simulation.__main__ import main
from tests.simulation.driver import Outcome
from tests.simulation.kinds import Kind
from tests.simulation.promise import Promise
from tests.simulation.report import Report

if TYPE_CHECKING:
    import pytest


def _outcome(*breaches: tuple[Promise, str]) -> Outcome:
    return Outcome(7, Counter({Kind.RATE_LIMITED: 3}), 2, breaches, "")


def test_a_report_is_good_only_if_enough_went_wrong_and_nothing_broke() -> None:
    report = Report(floor=6)
    report.add(_outcome())
    assert not report.is_good

    report.add(_outcome())
    assert report.is_good

    report.add(_outcome((Promise.NOTHING_TWICE, "a card stands twice")))
    assert not report.is_good


def test_a_report_names_every_kind_every_promise_and_the_seed_that_broke_one() -> None:
    report = Report(floor=6)
    report.add(_outcome((Promise.NOTHING_TWICE, "a card stands twice")))

    printed = "\n".join(report.lines())

    assert all(name.value in printed for name in (*Kind, *Promise))
    assert "seed 7: said twice: a card stands twice" in printed


def test_one_seed_prints_its_trace(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seed", "910"]) == 0

    printed = capsys.readouterr().out
    assert "begun" in printed
    assert printed.endswith("seed 910\n")

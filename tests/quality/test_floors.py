from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from bot.evaluation.intervals import Figure
from tests.evaluation.names import FIGURES
from tests.quality.__main__ import main
from tests.quality.floors import COMMITTED, Bounds, read, table

if TYPE_CHECKING:
    from pathlib import Path

BOUNDS = Bounds(
    name="Set",
    tickets="tickets.jsonl",  # type: ignore[arg-type]  # pydantic makes it a path
    at_least={"category.macro_f1": 0.8},
    at_most={"calibration.ece": 0.05},
)


def measured(f1: float = 0.8, error: float = 0.05) -> dict[str, Figure]:
    return {
        "category.macro_f1": Figure(f1, 0.7, 0.9),
        "calibration.ece": Figure(error, 0.01, 0.1),
        "ask.rate": Figure(0.1, 0.0, 0.2),
    }


def test_a_figure_at_its_bound_keeps_it() -> None:
    assert list(BOUNDS.broken_by(measured())) == []


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (measured(f1=0.79), "Set: category.macro_f1 is 0.7900, the bound is 0.8"),
        (measured(error=0.051), "Set: calibration.ece is 0.0510, the bound is 0.05"),
        ({"calibration.ece": Figure(0, 0, 0)}, "Set: category.macro_f1 was not scored"),
    ],
)
def test_a_figure_that_is_worse_or_missing_is_named(
    figures: dict[str, Figure], sentence: str
) -> None:
    assert list(BOUNDS.broken_by(figures)) == [sentence]


def test_the_table_marks_what_is_broken() -> None:
    printed = StringIO()
    Console(width=90, file=printed).print(table([(BOUNDS, measured(f1=0.5))]))
    lines = printed.getvalue().splitlines()

    (broken,) = (line for line in lines if "category.macro_f1" in line)
    (kept,) = (line for line in lines if "calibration.ece" in line)
    (unbound,) = (line for line in lines if "ask.rate" in line)
    assert "0.500" in broken
    assert "0.700 to 0.900" in broken
    assert "≥ 0.8 ✗" in broken
    assert "≤ 0.05" in kept
    assert "✗" not in kept + unbound


def test_a_set_that_is_worse_than_its_floor_fails(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tickets.jsonl").write_text('{"text": "help", "needs_info": true, "split": "a"}')
    bounds = {
        "name": "Tiny",
        "tickets": "tickets.jsonl",
        "only": {"split": "a"},
        "at_least": {"ask.recall": 1.0, "category.macro_f1": 0.1},
    }
    (tmp_path / "floors.json").write_text(json.dumps([bounds]))

    code = main(tmp_path / "floors.json")

    printed = capfd.readouterr()
    assert code == 1
    assert "ask.recall" in printed.out
    assert printed.err == "worse than its bound: Tiny: category.macro_f1 was not scored\n"


def test_the_committed_floors_name_what_there_is() -> None:
    for bounds in read(COMMITTED):
        order = bounds.order(COMMITTED.parent)
        assert order.tickets.exists()
        assert order.known_issues is None or order.known_issues.exists()
        assert FIGURES.issuperset(bounds.at_least)
        assert FIGURES.issuperset(bounds.at_most)

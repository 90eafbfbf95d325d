"""`triage eval`: a contract, since other programs read it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command_line import CommandLine

TICKETS: list[dict[str, object]] = [
    {
        "text": "The kiosk prints every badge twice since the update of Monday",
        "category": "Bug",
        "severity": "Medium",
        "gold": ["K-1"],
        "needs_info": False,
        "split": "test",
    },
    {
        "title": "Invoice of May",
        "body": "It shows 19 % tax, but our club is exempt. Please send a corrected one.",
        "category": "Billing",
        "severity": "Low",
        "gold": [],
        "needs_info": False,
        "split": "test",
    },
    {"text": "help", "needs_info": True, "gold": [], "split": "dev"},
]
ISSUES: list[dict[str, object]] = [
    {"id": "K-1", "title": "Badges are printed twice", "body": "The kiosk prints a badge twice"},
    {"id": "K-2", "title": "The scanner does not wake up", "symptoms": ["scanner stays dark"]},
]
SCORED_WITH_ALL_LABELS = {
    "category.macro_f1",
    "category.per_class",
    "category.confusion",
    "severity.macro_f1",
    "severity.kappa",
    "retrieval.recall_at_1",
    "retrieval.recall_at_3",
    "retrieval.mrr_at_10",
    "known.precision",
    "known.recall",
    "known.macro_f1",
    "known.auroc",
    "ask.precision",
    "ask.recall",
    "ask.auroc",
    "ask.rate",
    "calibration.ece",
    "n",
    "seconds",
    "tokens",
    "cost",
}


def a_file(path: Path, rows: list[dict[str, object]]) -> str:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return str(path)


def test_every_figure_has_its_name_and_interval(command: CommandLine, tmp_path: Path) -> None:
    tickets = a_file(tmp_path / "tickets.jsonl", TICKETS)
    issues = a_file(tmp_path / "issues.jsonl", ISSUES)

    done = command("eval", tickets, "--kb", issues, "--threshold-from", tickets, "--json")

    assert (done.code, done.json.keys()) == (0, SCORED_WITH_ALL_LABELS)
    plain = {"category.per_class", "category.confusion"}
    shapes = {frozenset(figure) for name, figure in done.json.items() if name not in plain}
    assert shapes == {frozenset({"value", "low", "high"})}
    assert done.json["n"] == {"value": 3, "low": 3, "high": 3}
    assert done.json["retrieval.recall_at_1"]["value"] == 1
    assert done.json["known.macro_f1"]["value"] == 1
    assert done.json["ask.recall"]["value"] == 1
    assert done.json["cost"]["value"] == done.json["tokens"]["value"] == 0


def test_without_an_issue_file_the_apps_own_issues_are_searched(
    command: CommandLine, tmp_path: Path
) -> None:
    rows: list[dict[str, object]] = [
        {"text": "Charged twice for June as I pressed pay again", "gold": ["KB-001"]},
        {"text": "help"},
    ]

    done = command("eval", a_file(tmp_path / "tickets.jsonl", rows), "--limit", "1")

    assert done.code == 0
    assert "retrieval.recall_at_1        1.000" in done.out
    assert re.search(r"^n +1$", done.out, re.MULTILINE)


def test_bad_lines_are_bad_input(command: CommandLine, tmp_path: Path) -> None:
    tickets = a_file(tmp_path / "tickets.jsonl", [{"text": "x", "category": "Sales"}, {}])

    done = command("eval", tickets)

    assert (done.code, done.out) == (2, "")
    assert "tickets.jsonl:1: category: Sales is none of Billing" in done.err
    assert "tickets.jsonl:2: text: is empty" in done.err


def test_a_split_that_no_row_has_is_bad_input(command: CommandLine, tmp_path: Path) -> None:
    tickets = a_file(tmp_path / "tickets.jsonl", TICKETS)

    done = command("eval", tickets, "--split", "final")

    assert done.code == 2
    assert "holds no tickets of split final" in done.err


def test_a_model_without_a_key_is_bad_input(command: CommandLine, tmp_path: Path) -> None:
    done = command("eval", a_file(tmp_path / "tickets.jsonl", TICKETS), "--analyst", "openai")

    assert done.code == 2
    assert "ANALYST=openai needs OPENAI_API_KEY" in done.err

"""`triage eval`: a contract, since other programs read it."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import pytest

from tests.evaluation.names import FIGURES, PLAIN
from tests.forked import fork_triage
from tests.processes import Triage
from tests.standins.openai_replies import Reply, error
from tests.standins.openai_server import OpenAIServer

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


def a_file(path: Path, rows: list[dict[str, object]]) -> str:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return str(path)


def test_every_figure_has_its_name_and_interval(command: CommandLine, tmp_path: Path) -> None:
    tickets = a_file(tmp_path / "tickets.jsonl", TICKETS)
    issues = a_file(tmp_path / "issues.jsonl", ISSUES)

    done = command("eval", tickets, "--kb", issues, "--threshold-from", tickets, "--json")

    assert (done.code, done.json.keys()) == (0, FIGURES | PLAIN)
    shapes = {frozenset(figure) for name, figure in done.json.items() if name not in PLAIN}
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
        {"text": "help", "gold": ["KB-001"], "split": "dev"},
        {"text": "Charged twice for June as I pressed pay again", "gold": ["KB-001"], "split": 2},
        {"text": "Charged twice for June as I pressed pay again", "gold": ["KB-X"], "split": 2},
        {"text": "help", "gold": ["KB-001"], "split": 2},
    ]
    tickets = a_file(tmp_path / "tickets.jsonl", rows)

    done = command("eval", tickets, "--only", "split=2", "--limit", "2")

    assert done.code == 0
    assert "retrieval.recall_at_1        0.500   0.000 to 1.000\n" in done.out
    assert re.search(r"^n +2$", done.out, re.MULTILINE)
    assert done.err.endswith(
        "triage: Tickets about known issues that are not there, counted as not found: 1.\n"
    )


def test_bad_lines_are_bad_input(command: CommandLine, tmp_path: Path) -> None:
    tickets = a_file(tmp_path / "tickets.jsonl", [{"text": "x", "category": "Sales"}, {}])

    done = command("eval", tickets)

    assert (done.code, done.out) == (2, "")
    assert "tickets.jsonl:1: category: Sales is none of Billing" in done.err
    assert "tickets.jsonl:2: text: is empty" in done.err


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--only", "split=final"], "holds no row with split=final"),
        (["--only", "split"], "FIELD=VALUE was expected"),
        (["--threshold-from", "unlabelled.jsonl"], "holds no row with `gold` to learn from"),
        (["--plots", "tickets.jsonl"], "tickets.jsonl"),
        (["--plots", "tickets.jsonl/pictures"], "Not a directory"),
    ],
)
def test_options_that_can_not_be_followed_are_bad_input(
    command: CommandLine, tmp_path: Path, options: list[str], reason: str
) -> None:
    a_file(tmp_path / "unlabelled.jsonl", [{"text": "help"}])

    done = command("eval", a_file(tmp_path / "tickets.jsonl", TICKETS), *options)

    assert done.code == 2
    assert reason in done.err


def test_without_what_draws_pictures_none_are_promised(
    command: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    done = command("eval", a_file(tmp_path / "tickets.jsonl", TICKETS), "--plots", "pictures")

    assert done.code == 2
    assert "install the extra `plots`" in done.err


def test_a_model_without_a_key_is_bad_input(command: CommandLine, tmp_path: Path) -> None:
    done = command("eval", a_file(tmp_path / "tickets.jsonl", TICKETS), "--analyst", "openai")

    assert done.code == 2
    assert "ANALYST=openai needs OPENAI_API_KEY" in done.err


def test_a_killed_measurement_goes_on_where_it_stopped(
    command: CommandLine, tmp_path: Path
) -> None:
    rows: list[dict[str, object]] = [
        {"text": f"Kiosk {number} prints every badge twice", "category": "Bug"}
        for number in range(12)
    ]
    arguments = ("eval", a_file(tmp_path / "tickets.jsonl", rows), "--analyst", "openai")
    with OpenAIServer(delay_seconds=0.1) as model:
        settings = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.base_url}
        _killed_after(5, model, tmp_path, *arguments, "--workers", "1", **settings)

        done = command(*arguments, "--json", "--plots", "pictures", **settings)

    assert done.code == 0
    assert done.json["n"]["value"] == 12
    assert 12 <= len(model.chats) <= 13, "only the answer that was on its way is asked for again"
    assert done.json["tokens"]["value"] > 0
    assert done.json["cost"]["value"] > 0
    assert "ask.auroc" not in done.json, "a model does not say how probable a question is"
    assert (tmp_path / "pictures" / "category_confusion.png").exists()


def _killed_after(
    answers: int, model: OpenAIServer, home: Path, *arguments: str, **settings: str
) -> None:
    """Start a measurement, and kill it while the model is asked one more than `answers`."""
    environment = Triage(home, settings).environment()
    process = fork_triage(environment, home, arguments)
    try:
        model.wait_for_requests(answers + 1, timeout=60)
    finally:
        process.kill()
        process.join(30)


def test_a_model_that_fails_stops_the_measurement_and_one_that_babbles_is_measured(
    command: CommandLine, tmp_path: Path
) -> None:
    rows: list[dict[str, object]] = [{"text": f"Kiosk {number} is dark"} for number in range(3)]
    arguments = ("eval", a_file(tmp_path / "tickets.jsonl", rows), "--workers", "1")
    with OpenAIServer() as model:
        settings = {
            "OPENAI_API_KEY": "sk-test",
            "OPENAI_BASE_URL": model.base_url,
            "OPENAI_MODEL": "gpt-4o",
            "MAX_RETRIES": "0",
        }
        model.reply(Reply("no JSON"), Reply("none either"), error(500))

        stopped = command(*arguments, **settings)
        done = command(*arguments, "--json", **settings)

    assert (stopped.code, stopped.out) == (1, "")
    assert stopped.err.endswith(
        "triage: the model had an error on its server; 1 of 3 tickets are judged: "
        "run it again to go on from there\n"
    )
    assert done.code == 0
    assert "judged offline, since the model gave no usable answer: 1." in done.err
    assert len(model.chats) == 5, "what the model has said stays said"
    assert "cost" not in done.json, "nobody has named the prices of this model"

"""The demo plays tickets through a real bot process; without one it says which got no answer."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import demo
from bot.demo import main
from bot.demonstration.stage import START_SECONDS

if TYPE_CHECKING:
    from tests.processes import Triage

KNOWN = "My card was charged twice for the June invoice when I pressed pay again as the page hung"
ANSWER = "When I drag a card to another column of the Kanban board it jumps back, in every browser"


def _file(folder: Path, *lines: object) -> str:
    file = folder / "tickets.jsonl"
    text = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    file.write_text("\n".join(text), "utf-8")
    return str(file)


def test_tickets_are_played_to_their_cards_and_a_bad_line_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "ROOT_SECONDS", 1000.0)
    file = _file(
        tmp_path,
        {"text": KNOWN},
        "no ticket",
        {"text": "it's broken", "replies": [ANSWER]},
        {"text": "hmm"},
        {"text": KNOWN, "via": "command"},
        {"text": "x" * 5001, "via": "command"},
        {"text": "y" * 5001},
        {"text": "good morning everyone"},
        {"text": "/triage help"},
        {"text": "/triage mine"},
        {"text": "/triage"},
    )

    code = main([file])

    told = capsys.readouterr()
    assert (code, told.err.count("\n")) == (0, 2), told.err
    assert "line 2 is no ticket" in told.err
    assert "line 11 is no ticket: text: nothing stands after /triage" in told.err
    assert told.out.count("This opened no ticket.") == 3
    assert "Known issue KB-001" in told.out
    assert "One question about T-2" in told.out
    assert "presses “Classify anyway”" in told.out
    assert "only visible to Dana Whitfield" in told.out
    assert "Greetings, thanks and chatter open no ticket." in told.out
    assert "9 tickets, 4 cards, 2 questions" in told.out


@pytest.mark.skipif(not Path("/proc").exists(), reason="finds the bot's process in /proc")
def test_with_the_bot_killed_the_ticket_without_an_answer_is_named(
    triage: Triage, tmp_path: Path
) -> None:
    file = _file(tmp_path, {"text": KNOWN}, {"text": "Nobody will ever answer this"})
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "bot.demo", file],
        env=triage.environment(),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as playing:
        assert playing.stdout is not None
        for line in playing.stdout:
            if "Judged offline" in line:
                os.kill(_only_child(playing.pid), signal.SIGKILL)
                break
        _, complaint = playing.communicate(timeout=START_SECONDS)

    assert playing.returncode == 1
    assert "no answer to ticket 2 ('Nobody will ever answer this')" in complaint
    assert "the bot process ended with exit code -9" in complaint
    assert "The last lines of the bot's log:" in complaint


def test_a_bot_that_does_not_even_start_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORKERS", "none")

    code = main([_file(tmp_path, {"text": KNOWN})])

    said = capsys.readouterr()
    assert code == 1
    assert "the bot process ended with exit code 2" in said.err
    assert "WORKERS" in said.err


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"\xff\xfe", "line 1 is no ticket"),
        (b"\n\n", "tickets.jsonl holds no ticket to play"),
        (b"[]", "tickets.jsonl holds no ticket to play"),
    ],
)
def test_a_file_without_tickets_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, complaint: str
) -> None:
    (tmp_path / "tickets.jsonl").write_bytes(content)

    assert main([str(tmp_path / "tickets.jsonl")]) == 2
    assert complaint in capsys.readouterr().err


def test_a_missing_file_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["/nowhere/tickets.jsonl"]) == 2
    assert "can't be read" in capsys.readouterr().err


def _only_child(pid: int) -> int:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    assert len(children) == 1
    return int(children[0])

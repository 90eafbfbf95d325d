"""How often tests start a bot in order to kill it: each start takes seconds of `make test`."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
MOST = 12


def test_the_tests_that_kill_a_bot_start_twelve_at_most() -> None:
    texts = {file: file.read_text("utf-8") for file in TESTS.rglob("test_*.py")}
    kills = ("bot.kill()", "life.kill()")

    starts = {
        f"{file.relative_to(TESTS)}": text.count("with office.open(")
        + text.count("room.office.open(")
        for file, text in texts.items()
        if file != Path(__file__) and any(kill in text for kill in kills)
    }

    assert starts.keys() == {
        "killing/test_named_points.py",
        "killing/test_harness.py",
        "scenarios/test_restarts.py",
    }
    assert sum(starts.values()) <= MOST, starts

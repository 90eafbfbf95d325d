"""How the machine's clocks ran is kept for the next process, until the machine is started anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.parts.kept_clock import KeptClock
from bot.slack.web_api.earlier_calls import ClockReading

if TYPE_CHECKING:
    from pathlib import Path

READING = ClockReading(offset_seconds=1.5e9, landed_by_seconds=16.25)


@pytest.fixture
def boot(tmp_path: Path) -> Path:
    file = tmp_path / "boot_id"
    file.write_text("one\n", "ascii")
    return file


def test_the_next_process_recalls_what_was_kept(tmp_path: Path, boot: Path) -> None:
    KeptClock(tmp_path / "clock.json", boot).keep(READING)

    assert KeptClock(tmp_path / "clock.json", boot).recall() == READING


def test_nothing_is_recalled_once_the_machine_was_started_anew(tmp_path: Path, boot: Path) -> None:
    KeptClock(tmp_path / "clock.json", boot).keep(READING)

    boot.write_text("two\n", "ascii")

    assert KeptClock(tmp_path / "clock.json", boot).recall() is None


def test_nothing_is_recalled_where_a_machine_does_not_name_its_boots(tmp_path: Path) -> None:
    clock = KeptClock(tmp_path / "clock.json", tmp_path / "no_such_file")
    clock.keep(READING)

    assert clock.recall() is None


@pytest.mark.parametrize("spoiled", ["", "{", "[]", "{}", '{"boot": "one"}', "\x00"])
def test_nothing_is_recalled_of_a_spoiled_file(tmp_path: Path, boot: Path, spoiled: str) -> None:
    (tmp_path / "clock.json").write_text(spoiled, "utf-8")

    assert KeptClock(tmp_path / "clock.json", boot).recall() is None


def test_a_reading_that_can_not_be_kept_stops_nobody_and_leaves_no_older_one(
    tmp_path: Path, boot: Path
) -> None:
    clock = KeptClock(tmp_path / "clock.json", boot)
    clock.keep(READING)
    (tmp_path / "clock.new").mkdir()

    clock.keep(ClockReading(2.5e9, 40.0))

    assert clock.recall() is None

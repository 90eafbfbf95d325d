"""A database is worked on by one bot, which the next one is told the name of."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from bot.triage.errors import Rejected, Unavailable
from storage.sole_use import held

if TYPE_CHECKING:
    from pathlib import Path


def test_the_second_is_refused_and_told_who_the_first_is(file: Path) -> None:
    second = held(file, "DATA_DIR=/two")

    with (
        held(file, "DATA_DIR=/one"),
        pytest.raises(Rejected, match=r"in use by another `triage run` \(DATA_DIR=/one\)"),
        second,
    ):
        pass


def test_it_is_the_same_database_by_another_name(file: Path) -> None:
    file.touch()
    other_name = file.with_name("link.db")
    other_name.symlink_to(file)

    with held(file, "one"), pytest.raises(Rejected, match="in use"), held(other_name, "two"):
        pass


def test_where_the_first_has_not_said_who_it_is_the_second_is_refused_all_the_same(
    file: Path,
) -> None:
    with held(file, "one"):
        file.with_name(f"{file.name}.holder").unlink()

        with pytest.raises(Rejected, match="it has just begun"), held(file, "two"):
            pass


def test_once_the_first_has_ended_by_whatever_the_next_has_it(file: Path) -> None:
    with suppress(ValueError), held(file, "one"):
        raise ValueError

    with held(file, "two"):
        assert file.with_name(f"{file.name}.holder").read_text("utf-8") == "two"


def test_where_nothing_can_be_written_beside_it_that_is_said(file: Path) -> None:
    file.with_name(f"{file.name}.holder").mkdir()

    with pytest.raises(Unavailable, match="no lock can be written beside"), held(file, "one"):
        pass

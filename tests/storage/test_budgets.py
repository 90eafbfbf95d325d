from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from storage.budgets import Budgets
from tests.builders import TEAM

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database import Database
    from tests.storage.store import Opened

TODAY, TOMORROW = date(2026, 1, 5), date(2026, 1, 6)


@pytest.fixture
def budgets(database: Database) -> Budgets:
    return Budgets(database)


def test_tokens_are_reserved_up_to_the_most_and_no_further(budgets: Budgets) -> None:
    reserved = [budgets.reserve(TEAM, TODAY, 400, 1_000) for _ in range(3)]

    assert reserved == [True, True, False]
    assert budgets.spent(TODAY) == {TEAM: 800}
    assert budgets.reserve(TEAM, TODAY, 200, 1_000)


def test_more_than_a_whole_day_has_is_never_reserved(budgets: Budgets) -> None:
    assert not budgets.reserve(TEAM, TODAY, 1_001, 1_000)
    assert budgets.spent(TODAY) == {}


def test_what_was_used_takes_the_place_of_what_was_reserved(budgets: Budgets) -> None:
    budgets.reserve(TEAM, TODAY, 400, 1_000)

    budgets.settle(TEAM, TODAY, 90 - 400)

    assert budgets.spent(TODAY) == {TEAM: 90}


def test_each_workspace_and_each_day_has_its_own(budgets: Budgets) -> None:
    assert budgets.reserve(TEAM, TODAY, 1_000, 1_000)

    assert not budgets.reserve(TEAM, TODAY, 1, 1_000)
    assert budgets.reserve("T0OTHER", TODAY, 1_000, 1_000)
    assert budgets.reserve(TEAM, TOMORROW, 1_000, 1_000)
    assert budgets.spent(TODAY) == {"T0OTHER": 1_000, TEAM: 1_000}


def test_a_restart_forgets_nothing(opened: Opened, file: Path, budgets: Budgets) -> None:
    budgets.reserve(TEAM, TODAY, 1_000, 1_000)

    reopened = opened(f"sqlite:///{file}")

    assert not Budgets(reopened).reserve(TEAM, TODAY, 1, 1_000)

"""Every fit is a version: one at most is in use, and there is a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.judging.learned import Figures, VersionState
from storage.judging.learned_versions import KEPT, LearnedVersions
from storage.judging.learning import Learning, notice
from tests.builders import NOON, TEAM

if TYPE_CHECKING:
    from bot.triage.judging.learned import LearnedVersion
    from tests.storage.store import Store

FIGURES = Figures(0.5, 0.6, 0.8, 0.9, 0.9)


@pytest.fixture
def versions(store: Store) -> LearnedVersions:
    return LearnedVersions(store.database)


def add(versions: LearnedVersions, **changes: object) -> LearnedVersion:
    fields: dict[str, object] = {
        "basis": "shipped",
        "tickets": [1, 2],
        "figures": FIGURES,
        "parameters": b"weights",
        "state": VersionState.IN_USE,
        "now": NOON,
        "team": TEAM,
    }
    return versions.add(**{**fields, **changes})  # type: ignore[arg-type]


def states(versions: LearnedVersions, team: str = TEAM) -> list[str]:
    return [version.state.value for version in versions.latest(team, 10)]


def test_a_new_version_takes_the_place_of_the_one_in_use(versions: LearnedVersions) -> None:
    assert versions.in_use(TEAM) is None

    add(versions)
    second = add(versions, tickets=[1, 2, 3])

    assert versions.in_use(TEAM) == second
    assert (second.number, second.tickets, second.figures) == (2, (1, 2, 3), FIGURES)
    assert versions.parameters(TEAM, 2) == b"weights"
    assert versions.number_in_use(TEAM, "shipped") == 2
    assert versions.number_in_use(TEAM, "another") is None
    assert states(versions) == ["in use", "replaced"]


def test_one_that_is_not_used_changes_nothing(versions: LearnedVersions) -> None:
    first = add(versions)

    add(versions, state=VersionState.NOT_USED)

    assert versions.in_use(TEAM) == first
    assert states(versions) == ["not used", "in use"]


def test_versions_count_for_each_workspace(versions: LearnedVersions) -> None:
    add(versions)

    assert add(versions, team="T0OTHER").number == 1
    assert versions.in_use("T0THIRD") is None


def test_rolling_back_uses_the_one_before_and_stops_learning(
    versions: LearnedVersions, store: Store
) -> None:
    first = add(versions)
    add(versions, state=VersionState.NOT_USED)
    add(versions)
    with store.database.write() as connection:
        notice(connection, TEAM, NOON)
    learning = Learning(store.database)

    back = versions.roll_back(TEAM, NOON)

    assert back is not None
    assert back.number == first.number
    assert states(versions) == ["rolled back", "not used", "in use"]
    assert learning.held() == {TEAM}
    assert learning.due(NOON.replace(year=2030)) == ()
    assert ("learning_rolled_back", "operator") in store.trail()


def test_rolling_back_the_first_goes_back_to_what_ships(versions: LearnedVersions) -> None:
    add(versions)

    assert versions.roll_back(TEAM, NOON) is None
    assert versions.in_use(TEAM) is None


def test_after_a_rollback_learning_goes_on_when_a_person_says_so(
    versions: LearnedVersions, store: Store
) -> None:
    add(versions)
    with store.database.write() as connection:
        notice(connection, TEAM, NOON)
    versions.roll_back(TEAM, NOON)
    learning = Learning(store.database)

    assert learning.resume(TEAM, NOON)
    assert learning.due(NOON) == (TEAM,)
    assert not learning.resume("T0OTHER", NOON)


def test_no_version_with_another_basis_comes_back(versions: LearnedVersions) -> None:
    add(versions, basis="an older app")
    add(versions)

    assert versions.roll_back(TEAM, NOON) is None
    assert versions.roll_back(TEAM, NOON) is None


def test_what_judges_worse_than_what_ships_is_dropped(
    versions: LearnedVersions, store: Store
) -> None:
    assert not versions.drop(TEAM, NOON)
    add(versions)
    add(versions, state=VersionState.NOT_USED)

    assert versions.drop(TEAM, NOON)

    assert versions.in_use(TEAM) is None
    assert states(versions) == ["not used", "rolled back"]
    with store.database.read() as connection:
        query = "SELECT detail FROM audit WHERE event = 'learning_dropped'"
        assert connection.exec_driver_sql(query).scalars().all() == ['{"version": 1}']


def test_of_old_versions_the_figures_stay(versions: LearnedVersions) -> None:
    add(versions)
    for _ in range(KEPT):
        add(versions)

    assert versions.parameters(TEAM, 1) is None
    assert versions.latest(TEAM, 10)[-1].figures == FIGURES

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.judging.learned import Figures, VersionState
from storage.judging.learned_versions import LearnedVersions
from storage.judging.learning import Learning, notice
from tests.builders import NOON, TEAM
from tests.quick_database import QuickDatabase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database import Database
    from tests.command_line import CommandLine

FIGURES = Figures(0.52, 0.6, 0.81, 0.94, 0.9)


@pytest.fixture
def database(command: CommandLine) -> Iterator[Database]:
    database = QuickDatabase(f"sqlite:///{command.database}")
    yield database
    database.dispose()


def learned(
    database: Database,
    team: str = TEAM,
    *,
    times: int = 1,
    state: VersionState = VersionState.IN_USE,
) -> None:
    for _ in range(times):
        LearnedVersions(database).add(
            team,
            basis="shipped",
            tickets=[1, 2, 3],
            figures=FIGURES,
            parameters=b"weights",
            state=state,
            now=NOON,
        )
    with database.write() as connection:
        notice(connection, team, NOON)


def test_versions_are_listed_with_what_they_are_worth(
    command: CommandLine, database: Database
) -> None:
    learned(database)

    assert command("learning", "list").out.splitlines() == [
        (
            f"{TEAM}\tversion 1\t2026-01-05 12:00 UTC\tin use\t3 tickets"
            "\town tickets 52% as shipped, 60% before, 81% with it"
            "\tshipped examples 94%, 90% with it"
        )
    ]
    (record,) = command("learning", "list", "--json", "--team", TEAM).json
    assert (record["version"], record["state"], record["after"]) == (1, "in use", 0.81)


def test_a_rollback_goes_one_back_and_stops_until_it_is_resumed(
    command: CommandLine, database: Database
) -> None:
    learned(database, times=2)

    first, second = command("learning", "rollback"), command("learning", "rollback", "--team", TEAM)

    assert first.out.startswith(f"{TEAM}: version 1 judges from the next ticket on")
    assert second.out.startswith(f"{TEAM}: the shipped models alone judge")
    assert "stopped by a rollback in T0TEAM" in command("doctor").out
    assert Learning(database).held() == {TEAM}

    assert "learned again" in command("learning", "resume").out
    assert Learning(database).held() == frozenset()


def test_the_doctor_names_the_version_in_use(command: CommandLine, database: Database) -> None:
    assert "nothing was learned yet" in command("doctor").out
    learned(database)

    assert "version 1 from 3 tickets, 81% right instead of 52%" in command("doctor").out


def test_the_doctor_says_that_a_version_was_taken_back_or_never_used(
    command: CommandLine, database: Database
) -> None:
    learned(database, state=VersionState.NOT_USED)
    assert f"{TEAM}: the shipped models alone judge, version 1 was not used" in told(command)

    learned(database)
    learned(database, state=VersionState.NOT_USED)
    assert LearnedVersions(database).drop(TEAM, NOON)
    assert f"{TEAM}: the shipped models alone judge, version 2 was taken back" in told(command)


def told(command: CommandLine) -> str:
    return command("doctor").out


@pytest.mark.parametrize(
    ("teams", "given", "complaint"),
    [
        ((), (), "nobody has corrected or resolved a ticket yet"),
        ((TEAM, "T0OTHER"), (), "there are several workspaces: T0OTHER, T0TEAM; name one: --team"),
        ((TEAM,), ("--team", "T0OTHER"), "nobody has corrected or resolved a ticket in T0OTHER"),
    ],
)
def test_a_workspace_that_is_not_clear_is_asked_for(
    command: CommandLine,
    database: Database,
    teams: tuple[str, ...],
    given: tuple[str, ...],
    complaint: str,
) -> None:
    for team in teams:
        learned(database, team)

    done = command("learning", "rollback", *given)

    assert done.code == 2
    assert complaint in done.err

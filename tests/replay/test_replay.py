"""A made-up team corrects some tickets, and the next ones are judged its way: nobody else's."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.analysts.examples import shipped
from bot.bootstrap import open_desk
from tests.evaluation import sets
from tests.replay.playing import Player, Said, offline_settings
from tests.replay.scores import Round, joined, scores
from tests.replay.teams import DOMAINS, Told, the_team, tickets_of_its_trade

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.bootstrap import Desk

CORRECTED, THEN = 70, 50
"""A part of the replay; `make replay` plays all of it."""
ELSEWHERE = ("The invoice is wrong", "Exports are empty again", "I can't sign in since noon")


@dataclass(frozen=True)
class Played:
    then: Round
    stranger_before: list[Said]
    stranger_after: list[Said]
    version: int


@pytest.fixture(scope="module")
def desk(warm_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("replay")
    shutil.copy(warm_database, home / "triage.db")
    with open_desk(offline_settings(home)) as desk:
        yield desk


@pytest.fixture(scope="module")
def played(desk: Desk) -> Played:
    team = the_team("ledger")
    elsewhere = [Told(text, "", "", None, is_habit=False) for text in ELSEWHERE]
    player = Player(desk, "T0LEDGER", team.issues)
    stranger = Player(desk, "T0STRANGER", team.issues)
    then = team.then[:THEN]
    before, stranger_before = player.judge(then), stranger.judge(elsewhere)
    player.correct(team.first[:CORRECTED])
    player.learn()
    version = desk.store.versions.in_use("T0LEDGER")
    return Played(
        Round(then, before, player.judge(then)),
        stranger_before,
        stranger.judge(elsewhere),
        0 if version is None else version.number,
    )


def test_a_team_with_habits_gains_fifteen_points_and_more(played: Played) -> None:
    found = scores(played.then)

    assert played.version == 1
    assert found["category, all"].gain.value >= 0.15
    assert found["category, own ways"].after.value >= 0.5
    assert found["severity, all"].gain.value > 0
    assert found["issue, all"].gain.high > 0


def test_what_it_decides_as_everybody_does_stays_right(played: Played) -> None:
    found = scores(played.then)

    # Not beyond chance: these are some thirty tickets.
    assert found["category, the rest"].gain.high >= 0
    assert found["severity, the rest"].gain.high >= 0


def test_another_workspace_is_judged_exactly_as_before(played: Played) -> None:
    assert played.stranger_after == played.stranger_before


def test_corrections_alone_are_enough(desk: Desk) -> None:
    player = Player(desk, "T0HELPDESK", ())
    habits = [each for each in the_team("helpdesk").first if each.is_habit]

    player.correct(habits[:12], resolving=False)
    player.learn()

    found = desk.store.versions.in_use("T0HELPDESK")
    assert found is not None
    assert found.figures.after > found.figures.shipped


def test_rounds_are_scored_as_one() -> None:
    told = [Told("a", "Bug", "Low", None, is_habit=habit) for habit in (True, False)]
    wrong, right = Said("Billing", "Low", "KB-1"), Said("Bug", "Low", None)
    one = Round(told, [wrong, right], [right, right])

    found = scores(joined([one, one]))

    assert found["category, all"].tickets == 4
    assert found["category, all"].gain.value == 0.5
    assert found["issue, own ways"].gain.value == 1.0
    assert found["severity, the rest"].gain.value == 0.0


def sentences(texts: list[str]) -> set[str]:
    parts = (part.strip().casefold() for text in texts for part in re.split(r"[.!?\n]+", text))
    return {part for part in parts if len(part.split()) > 2}


@pytest.mark.parametrize("name", DOMAINS)
def test_the_halves_of_a_team_share_no_sentence(name: str) -> None:
    team = the_team(name)
    first, then = ([each.text for each in half] for half in (team.first, team.then))

    assert (len(first), len(then)) == (100, 100)
    assert sentences(first).isdisjoint(sentences(then))
    assert len(set(first + then)) == 200


@pytest.mark.parametrize("name", DOMAINS)
def test_a_team_is_made_up_of_habits_and_of_what_everybody_decides_alike(name: str) -> None:
    team = the_team(name)
    for half in (team.first, team.then):
        habits = [each for each in half if each.is_habit]
        assert 40 <= len(habits) <= 41
        assert {each.issue for each in habits} - {None} <= {issue.id for issue in team.issues}
    assert len(tickets_of_its_trade(name)) == 50


def test_no_habit_is_written_into_what_ships() -> None:
    written = {each.text for name in DOMAINS for each in the_team(name).first if each.is_habit}

    assert written.isdisjoint(example.text for example in shipped())
    assert written.isdisjoint(row["text"] for row in sets.rows("tickets"))

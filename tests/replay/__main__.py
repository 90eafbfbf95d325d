"""Lets made-up teams correct 100 tickets each, and measures how their next 100 are judged.

    python -m tests.replay

The table goes to stdout. Fails where a team gains less than 15 points in category, where what it
decides as everybody does gets worse, or where another workspace notices anything.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from bot.bootstrap import open_desk
from bot.running.logs import configure_logs
from tests.evaluation import sets
from tests.replay.playing import Player, offline_settings
from tests.replay.scores import Round, issue_score, joined, scores
from tests.replay.teams import (
    DOMAINS,
    SCORED,
    Told,
    issues_of_its_trade,
    the_team,
    tickets_of_its_trade,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.bootstrap import Desk
    from bot.evaluation.intervals import Figure
    from tests.replay.scores import Score

LEAST_GAIN = 0.15
STRANGER = "T0STRANGER"


def main() -> int:
    """Play every team in both ways, print the figures, and return the exit code."""
    console = Console(width=None if sys.stdout.isatty() else 110)
    configure_logs("WARNING", "text")
    broken: list[str] = []
    with (
        TemporaryDirectory(prefix="triage-replay-") as home,
        open_desk(offline_settings(Path(home))) as desk,
    ):
        elsewhere = [_elsewhere(row) for row in sets.rows("tickets") if row["split"] == "test"]
        stranger = Player(desk, STRANGER, ())
        as_before = stranger.judge(elsewhere)
        for resolving in (True, False):
            drawn = Table("Team", "Figure", "Tickets", "Before", "After", "Gain", "95 %")
            for name in DOMAINS:
                played = _played(desk, name, resolving=resolving)
                _draw(drawn, name, played)
                broken += _broken(name, played) if resolving else ()
            console.print("Right tickets resolved" if resolving else "Corrections alone", drawn)
        if stranger.judge(elsewhere) != as_before:
            broken.append("another workspace judges otherwise")
        console.print(f"{len(elsewhere)} tickets of another workspace: judged exactly as before")
    for sentence in broken:
        click.echo(f"worse than it must be: {sentence}", err=True)
    return 1 if broken else 0


def _elsewhere(row: Mapping[str, str]) -> Told:
    return Told(row["text"], row["category"], row["severity"], None, is_habit=False)


def _played(desk: Desk, name: str, *, resolving: bool) -> dict[str, Score]:
    """Return the scores of a team: each half of its tickets is judged by what the other taught."""
    team, usual = the_team(name), tickets_of_its_trade(name)
    rounds: list[Round] = []
    of_trade: list[Round] = []
    for half, (first, then) in enumerate(((team.first, team.then), (team.then, team.first))):
        workspace = f"T0{name.upper()}{half}{'' if resolving else 'SPARE'}"
        player = Player(desk, workspace, [*team.issues, *issues_of_its_trade(name)])
        before, usual_before = player.judge(then), player.judge(usual)
        player.correct(first, resolving=resolving)
        player.learn()
        rounds.append(Round(then, before, player.judge(then)))
        of_trade.append(Round(usual, usual_before, player.judge(usual)))
    return scores(joined(rounds)) | {"issue, of its trade": issue_score(joined(of_trade))}


def _broken(name: str, found: Mapping[str, Score]) -> Iterator[str]:
    # Counted in tickets: a sum of shares may lie a hair below.
    if name in SCORED and round(found["category, all"].gain.value, 6) < LEAST_GAIN:
        yield f"{name} gains {found['category, all'].gain.value:.1%} in category"
    for figure in ("category, the rest", "severity, the rest", "issue, of its trade"):
        if found[figure].gain.high < 0:
            yield f"{name} loses in {figure}"


def _draw(drawn: Table, name: str, found: Mapping[str, Score]) -> None:
    drawn.add_section()
    for figure, score in found.items():
        shares = (f"{each.value:.2f}" for each in (score.before, score.after))
        drawn.add_row(name, figure, str(score.tickets), *shares, *_gain(score.gain))


def _gain(gain: Figure) -> tuple[str, str]:
    return f"{gain.value:+.1%}", f"{gain.low:+.1%} to {gain.high:+.1%}"


if __name__ == "__main__":
    sys.exit(main())

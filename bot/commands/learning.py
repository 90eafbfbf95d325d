"""`triage learning`: what was learned of each workspace, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands import versions
from bot.commands.console import (
    errors_told,
    json_option,
    on_first_use,
    print_json,
    print_lines,
    read_settings,
    team_option,
)

if TYPE_CHECKING:
    from bot.parts import own_timing, storeroom
else:
    own_timing = on_first_use("bot.parts.own_timing")
    storeroom = on_first_use("bot.parts.storeroom")


@click.group()
def learning() -> None:
    """Look after what is learned from corrected and resolved tickets, also while the bot runs."""


@learning.command("list")
@click.option("--limit", type=click.IntRange(1, 1_000), default=10, show_default=True)
@team_option("all of them")
@json_option
def list_versions(*, limit: int, team: str | None, as_json: bool) -> None:
    """List the latest versions: how many tickets they are from, and how right they are."""
    settings = read_settings()
    with errors_told(), storeroom.open_store(settings) as store:
        teams = tuple(store.learning.teams()) if team is None else (team,)
        found = [version for each in teams for version in store.versions.latest(each, limit)]
    if as_json:
        print_json([versions.as_record(version) for version in found])
    else:
        print_lines(versions.as_line(version) for version in found)


@learning.command("rollback")
@team_option("the only one")
def roll_back(team: str | None) -> None:
    """Go back to the version before, or to the shipped models, and learn nothing more for now."""
    settings = read_settings()
    with errors_told(), storeroom.open_store(settings) as store:
        chosen = versions.the_one_workspace(team, store.learning.teams())
        version = store.versions.roll_back(chosen, own_timing.now())
    click.echo(versions.rolled_back(chosen, version))


@learning.command()
@team_option("the only one")
def resume(team: str | None) -> None:
    """Learn again after a rollback; the running bot makes a new version at once."""
    settings = read_settings()
    with errors_told(), storeroom.open_store(settings) as store:
        chosen = versions.the_one_workspace(team, store.learning.teams())
        store.learning.resume(chosen, own_timing.now())
    click.echo(f"{chosen}: what people say of tickets is learned again")

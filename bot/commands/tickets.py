"""`triage tickets`: what an operator looks up about tickets, and has done once more."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import click

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
    from bot.commands import casework
    from bot.parts import own_timing, storeroom
else:
    own_timing = on_first_use("bot.parts.own_timing")
    storeroom = on_first_use("bot.parts.storeroom")
    casework = on_first_use("bot.commands.casework")

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class _Duration(click.ParamType[timedelta]):
    """A time span such as `90m`."""

    name = "duration"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        found = re.fullmatch(r"([0-9]{1,5})([smhd])", str(value))
        if found is None:
            self.fail("expected a number with s, m, h or d, such as 90m, 1h or 2d", param, ctx)
        return timedelta(**{_UNITS[found[2]]: int(found[1])})


class _Number(click.ParamType[int]):
    """A ticket's name among people, such as `T-12`."""

    name = "ticket"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        found = re.fullmatch(r"(?:T-)?([0-9]{1,9})", str(value), re.IGNORECASE)
        if found is None:
            self.fail("expected a ticket such as T-12", param, ctx)
        return int(found[1])


@click.group()
def tickets() -> None:
    """Look after the tickets, also while the bot runs."""


@tickets.command("list")
@click.option(
    "--dead",
    is_flag=True,
    help="List the posts, and unreadable tickets, that were given up instead.",
)
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@team_option("all workspaces")
@json_option
def list_tickets(*, dead: bool, limit: int, team: str | None, as_json: bool) -> None:
    """List the latest tickets: how they stand, who judged them, and who could not."""
    settings = read_settings()
    with errors_told(), storeroom.open_store(settings) as store:
        if dead:
            letters = store.reports.dead_letters(limit, team)
            lines = [casework.dead_line(letter) for letter in letters]
            records = [casework.dead_record(letter) for letter in letters]
        else:
            found = store.tickets.latest(team, limit)
            lines = [casework.as_line(ticket) for ticket in found]
            records = [casework.as_record(ticket) for ticket in found]
    if as_json:
        print_json(records)
    else:
        print_lines(lines)


@tickets.command()
@click.argument("ticket", type=_Number())
@team_option("the only one that has it")
def retry(ticket: int, team: str | None) -> None:
    """Post again what was given up of TICKET (T-12), and judge it if it was handed to people.

    A card that somebody has deleted is posted anew, once the bot has noticed that it is gone.
    """
    settings = read_settings()
    with errors_told(), storeroom.open_store(settings) as store:
        chosen = team or casework.the_one_workspace(ticket, store.tickets.teams_with(ticket))
        put_back = store.second_chances.retry(chosen, ticket, own_timing.now())
        click.echo(casework.in_sentence(ticket, put_back))


@tickets.command()
@click.option("--since", type=_Duration(), required=True, help="How far back: 90m, 1h, 2d.")
@click.option(
    "--analyst",
    type=click.Choice(["offline", "openai"]),
    help="Whose tickets. Default: those that the model failed on and that were judged offline.",
)
@team_option("all workspaces")
def rejudge(since: timedelta, analyst: str | None, team: str | None) -> None:
    """Have tickets judged again and their cards redrawn, such as after the model was down.

    Tickets that a person has acted on stay as they are, and so do those that wait for an answer.
    What the model had judged stands if it fails now, such as for want of tokens.
    """
    settings = read_settings()
    now = own_timing.now()
    with errors_told(), storeroom.open_store(settings) as store:
        count = store.second_chances.judge_again(now - since, now, analyst=analyst, team=team)
        spent = store.budgets.spent(now.date())
    click.echo(casework.counted(count, "ticket is judged again", "tickets are judged again"))
    if settings.daily_token_budget:
        print_lines(casework.spent_lines(spent, settings.daily_token_budget, team))

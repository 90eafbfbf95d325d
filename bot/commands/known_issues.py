"""`triage kb`: what an operator does with known issues."""

from __future__ import annotations

from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.console import (
    errors_told,
    json_option,
    on_first_use,
    print_json,
    print_lines,
    read_settings,
    require_team,
)
from bot.triage.errors import Rejected

if TYPE_CHECKING:
    from bot import bootstrap
    from kb.files import article
else:
    article = on_first_use("kb.files.article")
    bootstrap = on_first_use("bot.bootstrap")


def _distinct_teams(
    _: click.Context, __: click.Parameter, teams: tuple[str, ...]
) -> tuple[str, ...]:
    return tuple(dict.fromkeys(require_team(team) for team in teams))


teams_option = click.option(
    "--team",
    "teams",
    metavar="T",
    multiple=True,
    callback=_distinct_teams,
    help="A workspace's id (T0123456789); repeatable. Default: what all workspaces share.",
)


@click.group()
def kb() -> None:
    """Look after the known issues."""


@kb.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@teams_option
def import_issues(file: Path, teams: tuple[str, ...]) -> None:
    """Add or update known issues from FILE: JSON, CSV, or a folder of Markdown."""
    settings = read_settings()
    with errors_told(), bootstrap.open_knowledge(settings) as knowledge:
        counts = knowledge.import_file(file, teams)
    click.echo(f"{counts.added} added, {counts.changed} changed, {counts.unchanged} unchanged")


@kb.command("list")
@teams_option
@json_option
def list_issues(teams: tuple[str, ...], *, as_json: bool) -> None:
    """List the known issues."""
    settings = read_settings()
    with errors_told(), bootstrap.open_knowledge(settings) as knowledge:
        issues = knowledge.list(teams)
    if as_json:
        print_json([article.record(issue) for issue in issues])
    else:
        # Workspaces may call their own issues alike.
        whose = (f"\t{issue.team}" if len(teams) > 1 else "" for issue in issues)
        lines = (f"{issue.id}\t{issue.category}\t{issue.title}" for issue in issues)
        print_lines(map(add, lines, whose))


@kb.command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 100), default=3, show_default=True)
@teams_option
@json_option
def search(text: str, limit: int, teams: tuple[str, ...], *, as_json: bool) -> None:
    """Find the known issues nearest to TEXT, best first: a workspace's own, and the shared ones."""
    settings = read_settings()
    with errors_told(), bootstrap.open_knowledge(settings) as knowledge:
        hits = knowledge.search(text, limit, teams)
    if as_json:
        rows = [
            {**article.record(hit.issue), "similarity_score": round(hit.similarity, 4)}
            for hit in hits
        ]
        print_json(rows)
    else:
        print_lines(f"{hit.similarity:.0%}\t{hit.issue.id}\t{hit.issue.title}" for hit in hits)


@kb.command()
@click.argument("file", type=click.Path(path_type=Path))
@teams_option
def export(file: Path, teams: tuple[str, ...]) -> None:
    """Write the known issues to FILE, in the shape that import takes."""
    settings = read_settings()
    with errors_told(), bootstrap.open_knowledge(settings) as knowledge:
        exported = knowledge.export(file, teams)
    click.echo(f"{exported.written} known issues written to {file}")
    if exported.left_out:
        count, named = len(exported.left_out), ", ".join(exported.left_out)
        with errors_told():
            raise Rejected(f"{count} left out, as what is stored of them can't be read: {named}")


@kb.command()
def rebuild() -> None:
    """Build the search index anew from the database; embeds nothing that was embedded before."""
    settings = read_settings()
    with errors_told(), bootstrap.open_knowledge(settings) as knowledge:
        click.echo(knowledge.rebuild())

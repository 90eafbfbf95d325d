"""The `triage` command: parses, calls, prints; no logic.

stdout carries results only; logs and progress go to stderr. Exits: 0 done, 1 failed, 2 bad input,
3 a question is open. What a command needs is imported when it runs, so that `--help` is quick.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from bot.console import (
    FAILED,
    QUESTION_OPEN,
    errors_told,
    json_option,
    on_first_use,
    print_json,
    print_line,
    print_lines,
    read_settings,
    require_team,
)
from bot.eval_command import measure as eval_command
from bot.learning_commands import learning as learning_commands
from bot.ticket_commands import tickets as ticket_commands

if TYPE_CHECKING:
    from bot import bootstrap, conversation, doctor, launch, storeroom
    from bot.health import Finding
    from bot.triage.progress import Progress
    from kb import article
else:
    article = on_first_use("kb.article")
    bootstrap = on_first_use("bot.bootstrap")
    conversation = on_first_use("bot.conversation")
    doctor = on_first_use("bot.doctor")
    launch = on_first_use("bot.launch")
    storeroom = on_first_use("bot.storeroom")


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
    help="A workspace's id (T0123456789); repeatable. Default: the issues of all workspaces.",
)


def main() -> None:
    """Run the command line; the console script."""
    commands(prog_name="triage")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="ticket-triage", prog_name="triage")
def commands() -> None:
    """Triage support tickets in Slack: known issues, one good question, one card."""


commands.add_command(ticket_commands)
commands.add_command(eval_command)
commands.add_command(learning_commands)


@commands.command()
def run() -> None:
    """Start the bot: Socket Mode when SLACK_APP_TOKEN is set, else the HTTP server."""
    settings = read_settings()
    with errors_told():
        launch.run_bot(settings)


@commands.command()
@click.argument("text")
@click.option(
    "--reply", "replies", metavar="TEXT", multiple=True, help="Answers a question; repeatable."
)
@click.option("--json", "as_json", is_flag=True, help="Stream every step as a line of JSON.")
def classify(text: str, replies: tuple[str, ...], *, as_json: bool) -> None:
    """Judge one ticket without Slack; TEXT may be - for standard input. Stores nothing."""
    settings = read_settings()
    given = sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else text
    longest = settings.max_description_length
    thread_id = uuid4().hex

    def report(progress: Progress) -> None:
        if as_json:
            print_line(conversation.as_record(progress, thread_id))

    with errors_told():
        ticket = conversation.sensible(given, longest, "the ticket")
        answers = [conversation.sensible(reply, longest, "a reply") for reply in replies]
        if as_json:
            print_line(conversation.as_status("processing", thread_id))
        outcome = bootstrap.classify_text(settings, ticket, answers, report)
    if not as_json:
        print_lines(conversation.in_words(outcome))
    if outcome.open_question is not None:
        sys.exit(QUESTION_OPEN)


@commands.group()
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
        print_lines(f"{issue.id}\t{issue.category}\t{issue.title}" for issue in issues)


@kb.command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 100), default=3, show_default=True)
@teams_option
@json_option
def search(text: str, limit: int, teams: tuple[str, ...], *, as_json: bool) -> None:
    """Find the known issues nearest to TEXT, best first."""
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
        count = knowledge.export(file, teams)
    click.echo(f"{count} known issues written to {file}")


@kb.command()
def rebuild() -> None:
    """Build the search index anew from the database; embeds nothing that was embedded before."""
    settings = read_settings()
    with errors_told(), bootstrap.open_knowledge(settings) as knowledge:
        click.echo(knowledge.rebuild())


@commands.command("doctor")
def examine() -> None:
    """Check settings, database, index, analyst and Slack, and say what to do."""
    settings = read_settings()
    is_well = True
    with errors_told():
        for finding in doctor.examine_setup(settings):
            _print_finding(finding)
            is_well = is_well and finding.state != "failed"
    if not is_well:
        sys.exit(FAILED)


@commands.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database's schema up to date."""
    settings = read_settings()
    with errors_told(), storeroom.open_store(settings):
        click.echo("The database has the schema of this version.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a consistent copy of the database to FILE, also while the bot runs."""
    settings = read_settings()
    with errors_told(), storeroom.open_store(settings) as store:
        store.database.backup(file)
    click.echo(f"Backup written to {file}")


def _print_finding(finding: Finding) -> None:
    click.echo(f"{finding.state.value:9} {finding.name:12} {finding.detail}")
    if finding.advice:
        click.echo(f"{'':22} -> {finding.advice}")

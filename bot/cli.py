"""The `triage` command: parses, calls, prints; no logic.

stdout carries results only; logs and progress go to stderr. Exits: 0 done, 1 failed, 2 bad input,
3 a question is open. What a command needs is imported when it runs, so that `--help` is quick.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from bot.commands.console import (
    FAILED,
    QUESTION_OPEN,
    errors_told,
    on_first_use,
    print_line,
    print_lines,
    read_settings,
)
from bot.commands.database import db as database_commands
from bot.commands.evaluation import measure as eval_command
from bot.commands.known_issues import kb as known_issue_commands
from bot.commands.learning import learning as learning_commands
from bot.commands.tickets import tickets as ticket_commands

if TYPE_CHECKING:
    from bot import bootstrap, conversation, doctor
    from bot.health import Finding
    from bot.running import launch, life
    from bot.triage.judging.progress import Progress
else:
    bootstrap = on_first_use("bot.bootstrap")
    conversation = on_first_use("bot.conversation")
    doctor = on_first_use("bot.doctor")
    launch = on_first_use("bot.running.launch")
    life = on_first_use("bot.running.life")


SELDOM = 10_000
"""How many new objects it takes until garbage is looked for: at 700, a sixth of a start."""


def main() -> None:
    """Run the command line; the console script."""
    gc.set_threshold(SELDOM)
    try:
        commands(prog_name="triage")
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        # Python would try once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(f"triage: the output can't be written: {error.strerror}")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="ticket-triage", prog_name="triage")
def commands() -> None:
    """Triage support tickets in Slack: known issues, one good question, one card."""


commands.add_command(database_commands)
commands.add_command(known_issue_commands)
commands.add_command(ticket_commands)
commands.add_command(eval_command)
commands.add_command(learning_commands)


@commands.command()
def run() -> None:
    """Start the bot: Socket Mode when SLACK_APP_TOKEN is set, else the HTTP server."""
    stop = life.StopSignal()
    # Before what takes seconds: reading the code of all that is needed.
    stop.listen()
    settings = read_settings()
    with errors_told():
        launch.run_bot(settings, stop)


@commands.command()
@click.argument("text")
@click.option(
    "--reply", "replies", metavar="TEXT", multiple=True, help="Answers a question; repeatable."
)
@click.option("--json", "as_json", is_flag=True, help="Stream every step as a line of JSON.")
def classify(text: str, replies: tuple[str, ...], *, as_json: bool) -> None:
    """Judge one ticket without Slack; TEXT may be - for standard input. Stores nothing."""
    settings = read_settings()
    given = _standard_input() if text == "-" else text
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
    if unused := outcome.unused_replies:
        were = "was" if unused == 1 else "were"
        click.echo(
            f"triage: {unused} of {len(answers)} replies {were} not used: no more was asked",
            err=True,
        )
    if outcome.open_question is not None:
        sys.exit(QUESTION_OPEN)


def _standard_input() -> str:
    """Return what is piped in; nothing where it is closed."""
    return "" if sys.stdin is None else sys.stdin.buffer.read().decode("utf-8", "replace")


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


def _print_finding(finding: Finding) -> None:
    click.echo(f"{finding.state.value:9} {finding.name:12} {finding.detail}")
    if finding.advice:
        click.echo(f"{'':22} -> {finding.advice}")

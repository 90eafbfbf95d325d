"""The `triage` command: parses, calls, prints; no logic.

stdout carries results only; logs and progress go to stderr. Exits: 0 done, 1 failed, 2 bad input,
3 a question is open. bootstrap is imported when a command runs, so that `--help` is quick.
"""

from __future__ import annotations

import json
import re
import sys
from contextlib import contextmanager
from importlib.util import LazyLoader, find_spec, module_from_spec
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from uuid import uuid4

import click

from bot.bad_input import BadInputError
from bot.conversation import as_record, as_status, in_words, sensible
from bot.logs import configure_logs
from bot.settings import Settings, load_settings
from bot.triage.errors import TriageError
from kb.article import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

    from bot import bootstrap, doctor, evaluate, launch
    from bot.evaluation import report
    from bot.health import Finding
    from bot.triage.progress import Progress
else:

    def _on_first_use(name: str) -> ModuleType:
        """Return a module that is imported when something of it is asked for."""
        if name in sys.modules:
            return sys.modules[name]
        spec = find_spec(name)
        spec.loader = LazyLoader(spec.loader)
        module = sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    bootstrap = _on_first_use("bot.bootstrap")
    doctor = _on_first_use("bot.doctor")
    evaluate = _on_first_use("bot.evaluate")
    launch = _on_first_use("bot.launch")
    report = _on_first_use("bot.evaluation.report")

FAILED, BAD_INPUT, QUESTION_OPEN = 1, 2, 3


def _distinct_teams(
    _: click.Context, __: click.Parameter, teams: tuple[str, ...]
) -> tuple[str, ...]:
    if not all(re.fullmatch(r"\S+", team) for team in teams):
        raise click.BadParameter("a workspace's id was expected, such as T0123456789")
    return tuple(dict.fromkeys(teams))


team_option = click.option(
    "--team",
    "teams",
    metavar="T",
    multiple=True,
    callback=_distinct_teams,
    help="A workspace's id (T0123456789); repeatable. Default: the issues of all workspaces.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def main() -> None:
    """Run the command line; the console script."""
    commands(prog_name="triage")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="ticket-triage", prog_name="triage")
def commands() -> None:
    """Triage support tickets in Slack: known issues, one good question, one card."""


@commands.command()
def run() -> None:
    """Start the bot: Socket Mode when SLACK_APP_TOKEN is set, else the HTTP server."""
    settings = _settings()
    with _errors():
        launch.run_bot(settings)


@commands.command()
@click.argument("text")
@click.option(
    "--reply", "replies", metavar="TEXT", multiple=True, help="Answers a question; repeatable."
)
@click.option("--json", "as_json", is_flag=True, help="Stream every step as a line of JSON.")
def classify(text: str, replies: tuple[str, ...], *, as_json: bool) -> None:
    """Judge one ticket without Slack; TEXT may be - for standard input. Stores nothing."""
    settings = _settings()
    given = sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else text
    longest = settings.max_description_length
    thread_id = uuid4().hex

    def report(progress: Progress) -> None:
        if as_json:
            _print_line(as_record(progress, thread_id))

    with _errors():
        ticket = sensible(given, longest, "the ticket")
        answers = [sensible(reply, longest, "a reply") for reply in replies]
        if as_json:
            _print_line(as_status("processing", thread_id))
        outcome = bootstrap.classify_text(settings, ticket, answers, report)
    if not as_json:
        _print_lines(in_words(outcome))
    if outcome.open_question is not None:
        sys.exit(QUESTION_OPEN)


@commands.group()
def kb() -> None:
    """Look after the known issues."""


@kb.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@team_option
def import_issues(file: Path, teams: tuple[str, ...]) -> None:
    """Add or update known issues from FILE: JSON, CSV, or a folder of Markdown."""
    settings = _settings()
    with _errors(), bootstrap.open_knowledge(settings) as knowledge:
        counts = knowledge.import_file(file, teams)
    click.echo(f"{counts.added} added, {counts.changed} changed, {counts.unchanged} unchanged")


@kb.command("list")
@team_option
@json_option
def list_issues(teams: tuple[str, ...], *, as_json: bool) -> None:
    """List the known issues."""
    settings = _settings()
    with _errors(), bootstrap.open_knowledge(settings) as knowledge:
        issues = knowledge.list(teams)
    if as_json:
        _print_json([record(issue) for issue in issues])
    else:
        _print_lines(f"{issue.id}\t{issue.category}\t{issue.title}" for issue in issues)


@kb.command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 100), default=3, show_default=True)
@team_option
@json_option
def search(text: str, limit: int, teams: tuple[str, ...], *, as_json: bool) -> None:
    """Find the known issues nearest to TEXT, best first."""
    settings = _settings()
    with _errors(), bootstrap.open_knowledge(settings) as knowledge:
        hits = knowledge.search(text, limit, teams)
    if as_json:
        rows = [{**record(hit.issue), "similarity_score": round(hit.similarity, 4)} for hit in hits]
        _print_json(rows)
    else:
        _print_lines(f"{hit.similarity:.0%}\t{hit.issue.id}\t{hit.issue.title}" for hit in hits)


@kb.command()
@click.argument("file", type=click.Path(path_type=Path))
@team_option
def export(file: Path, teams: tuple[str, ...]) -> None:
    """Write the known issues to FILE, in the shape that import takes."""
    settings = _settings()
    with _errors(), bootstrap.open_knowledge(settings) as knowledge:
        count = knowledge.export(file, teams)
    click.echo(f"{count} known issues written to {file}")


@kb.command()
def rebuild() -> None:
    """Build the search index anew from the database; embeds nothing that was embedded before."""
    settings = _settings()
    with _errors(), bootstrap.open_knowledge(settings) as knowledge:
        click.echo(knowledge.rebuild())


@commands.command("eval")
@click.argument("tickets", type=click.Path(path_type=Path))
@click.option("--kb", type=click.Path(path_type=Path), help="Known issues; default: the app's own.")
@click.option(
    "--analyst", type=click.Choice(["offline", "openai"]), help="Who judges; default: ANALYST."
)
@click.option(
    "--threshold-from",
    metavar="DEV",
    type=click.Path(path_type=Path),
    help="Labelled tickets to choose the threshold between known and new on.",
)
@click.option("--split", metavar="NAME", help="Take only rows with this `split`.")
@click.option("--limit", type=click.IntRange(1), help="Take only the first so many.")
@click.option("--workers", type=click.IntRange(1, 256), default=8, show_default=True)
@json_option
def measure(
    *,
    tickets: Path,
    kb: Path | None,
    analyst: str | None,
    threshold_from: Path | None,
    split: str | None,
    limit: int | None,
    workers: int,
    as_json: bool,
) -> None:
    """Measure how right the app is about labelled TICKETS: a JSON object a line.

    A row has `text` (or `title` and `body`) and any of `category`, `severity`, `gold` (ids of the
    known issues that it is about; empty = a new one) and `needs_info`; what is absent is not
    scored. Rows of --kb have `id`, `title`, `body` or `symptoms`.
    """
    settings = _settings(**({} if analyst is None else {"analyst": analyst}))
    order = evaluate.Order(tickets, kb, threshold_from, split, limit, workers)
    with _errors():
        result = evaluate.evaluate(settings, order)
    if as_json:
        _print_json(report.as_json(result))
    else:
        _print_lines(report.in_words(result))


@commands.command("doctor")
def examine() -> None:
    """Check settings, database, index, analyst and Slack, and say what to do."""
    settings = _settings()
    is_well = True
    with _errors():
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
    settings = _settings()
    with _errors(), bootstrap.open_store(settings):
        click.echo("The database has the schema of this version.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a consistent copy of the database to FILE, also while the bot runs."""
    settings = _settings()
    with _errors(), bootstrap.open_store(settings) as store:
        store.database.backup(file)
    click.echo(f"Backup written to {file}")


@contextmanager
def _errors() -> Iterator[None]:
    """Turn our errors into one sentence and an exit code; others are bugs and keep their trace."""
    try:
        yield
    except BadInputError as error:
        _fail(str(error), BAD_INPUT)
    except TriageError as error:
        _fail(str(error), FAILED)


def _settings(**chosen: str) -> Settings:
    """Return the settings, what was chosen on the command line first; logging set up by them."""
    with _errors():
        settings = load_settings(**chosen)
    configure_logs(settings.log_level.value, settings.log_format.value)
    return settings


def _fail(sentence: str, code: int) -> NoReturn:
    click.echo(f"triage: {sentence}", err=True)
    sys.exit(code)


def _print_finding(finding: Finding) -> None:
    click.echo(f"{finding.state.value:9} {finding.name:12} {finding.detail}")
    if finding.advice:
        click.echo(f"{'':22} -> {finding.advice}")


def _print_line(record: dict[str, object]) -> None:
    click.echo(json.dumps(record, ensure_ascii=False))
    sys.stdout.flush()


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)

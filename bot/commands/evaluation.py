"""`triage eval`: measures how right the app is about tickets whose answers are known."""

from __future__ import annotations

from importlib.util import find_spec
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
)

if TYPE_CHECKING:
    from bot import evaluate
    from bot.evaluation import plots as pictures
    from bot.evaluation import report
else:
    evaluate = on_first_use("bot.evaluate")
    pictures = on_first_use("bot.evaluation.plots")
    report = on_first_use("bot.evaluation.report")

WORKERS = 8

File = click.Path(path_type=Path)


def _pairs(
    _: click.Context, __: click.Parameter, given: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    pairs = [one.partition("=") for one in given]
    if not all(sign and field for field, sign, _ in pairs):
        raise click.BadParameter("FIELD=VALUE was expected, such as split=test")
    return tuple((field, value) for field, _, value in pairs)


def _drawable(_: click.Context, __: click.Parameter, folder: Path | None) -> Path | None:
    """Return `folder`, there to be drawn into: found out before an hour of judging, not after."""
    if folder is None:
        return None
    if find_spec("matplotlib") is None:
        raise click.BadParameter("matplotlib is not installed: install the extra `plots`")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.BadParameter(f"{folder}: {error.strerror}") from error
    return folder


@click.command("eval")
@click.argument("tickets", type=File)
@click.option(
    "--kb", metavar="ISSUES", type=File, help="Known issues to find; default: the app's own."
)
@click.option(
    "--analyst", type=click.Choice(["offline", "openai"]), help="Who judges; default: ANALYST."
)
@click.option(
    "--threshold-from",
    metavar="DEV",
    type=File,
    help="Labelled tickets to choose the threshold between known and new on.",
)
@click.option(
    "--only",
    metavar="FIELD=VALUE",
    multiple=True,
    callback=_pairs,
    help="Take only rows with this value, such as split=test; repeatable.",
)
@click.option(
    "--plots",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    callback=_drawable,
    help="Draw what was measured into this folder.",
)
@click.option("--limit", metavar="N", type=click.IntRange(1), help="Take only the first N.")
@click.option(
    "--workers",
    metavar="N",
    type=click.IntRange(1, 256),
    default=WORKERS,
    show_default=True,
    help="Judge so many at once.",
)
@json_option
def measure(
    *,
    tickets: Path,
    kb: Path | None,
    analyst: str | None,
    threshold_from: Path | None,
    only: tuple[tuple[str, str], ...],
    plots: Path | None,
    limit: int | None,
    workers: int,
    as_json: bool,
) -> None:
    """Measure how right the app is about labelled TICKETS: a JSON object a line.

    A row has `text` (or `title` and `body`) and any of `category`, `severity`, `gold` (ids of the
    known issues that it is about; empty = a new one) and `needs_info`; what is absent is not
    scored. Rows of --kb have `id`, `title`, `body` or `symptoms`.
    """
    settings = read_settings(**({} if analyst is None else {"analyst": analyst}))
    order = evaluate.Order(tickets, kb, threshold_from, only, limit, workers)
    with errors_told():
        result = evaluate.evaluate(settings, order)
        if plots is not None:
            pictures.draw(result, plots)
    for note in result.notes:
        click.echo(f"triage: {note}", err=True)
    if as_json:
        print_json(report.as_json(result))
    else:
        print_lines(report.in_words(result))

"""Joins what judges tickets to labelled ones: the engine behind `triage eval`."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

from bot.bootstrap import exact_search, open_desk, open_index
from bot.evaluation.decisions import Scored, on_known
from bot.evaluation.intervals import exactly
from bot.evaluation.json_lines import BadLinesError
from bot.evaluation.predictions import Oracle, predict_all
from bot.evaluation.rows import read_issues, read_tickets
from bot.evaluation.scoring import score
from bot.evaluation.threshold import best_threshold
from bot.triage.issue import EVERY_TEAM
from bot.triage_file import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.bootstrap import Desk
    from bot.evaluation.labelled import LabelledTicket
    from bot.evaluation.scoring import Result
    from bot.settings import Settings
    from bot.triage.issue import KnownIssue
    from bot.workflow import Search


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be measured."""

    tickets: Path
    known_issues: Path | None = None
    """None = the issues that the database holds."""
    threshold_from: Path | None = None
    split: str | None = None
    limit: int | None = None
    workers: int = 8


def evaluate(settings: Settings, order: Order) -> Result:
    """Return how right the app is about the labelled tickets of `order`."""
    taxonomy = load_rules(settings.triage_config).taxonomy
    tickets = _chosen(read_tickets(order.tickets, taxonomy), order)
    tuning = read_tickets(order.threshold_from, taxonomy) if order.threshold_from else []
    issues = read_issues(order.known_issues) if order.known_issues else None
    with open_desk(settings) as desk, _open_search(settings, desk, issues) as search, _bar() as bar:
        oracle = Oracle(search, desk.workflow)
        threshold = _threshold(_predicted(oracle, tuning, order.workers, bar))
        started = time.monotonic()
        scored = _predicted(oracle, tickets, order.workers, bar)
        seconds = time.monotonic() - started
    result = score(scored, taxonomy, threshold)
    tokens = sum(sum(each.prediction.tokens) for each in scored)
    result.figures["n"] = exactly(len(scored))
    result.figures["seconds"] = exactly(seconds)
    result.figures["tokens"] = exactly(tokens)
    result.figures["cost"] = exactly(0)
    return result


def _chosen(tickets: Sequence[LabelledTicket], order: Order) -> list[LabelledTicket]:
    of_split = (each for each in tickets if order.split in {None, each.split})
    chosen = list(islice(of_split, order.limit))
    if not chosen:
        raise BadLinesError(f"{order.tickets} holds no tickets of split {order.split}")
    return chosen


@contextmanager
def _open_search(
    settings: Settings, desk: Desk, issues: Sequence[KnownIssue] | None
) -> Iterator[Search]:
    """Open the search among `issues`, in an index that is thrown away; None = the app's own."""
    if issues is None:
        yield exact_search(desk.store, desk.embedder)
        return
    with TemporaryDirectory(prefix="triage-eval-") as folder:
        elsewhere = settings.model_copy(update={"data_dir": Path(folder), "chroma_url": None})
        with open_index(elsewhere, desk) as index, _bar() as bar:
            task = bar.add_task("embedding known issues", total=len(issues))
            index.sync(EVERY_TEAM, issues, lambda done: bar.update(task, completed=done))
            yield index


def _predicted(
    oracle: Oracle, tickets: Sequence[LabelledTicket], workers: int, bar: Progress
) -> list[Scored]:
    task = bar.add_task("judging tickets", total=len(tickets), visible=bool(tickets))
    scored: list[Scored] = []
    predictions = predict_all(oracle, [each.text for each in tickets], workers)
    for ticket, prediction in zip(tickets, predictions, strict=True):
        scored.append(Scored(ticket, prediction))
        bar.advance(task)
    return scored


def _threshold(tuning: Sequence[Scored]) -> float | None:
    known = on_known(tuning)
    return None if known is None else best_threshold(known)


def _bar() -> Progress:
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)

"""Joins what judges tickets to labelled ones: the engine behind `triage eval`."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

from bot.bootstrap import exact_search, open_desk
from bot.configuration.rules import load_rules
from bot.evaluation.decisions import Scored, on_known
from bot.evaluation.intervals import exactly
from bot.evaluation.json_lines import BadLinesError
from bot.evaluation.predictions import Oracle, predict_all
from bot.evaluation.rows import read_issues, read_tickets
from bot.evaluation.scoring import score
from bot.evaluation.threshold import best_threshold
from bot.indexing import open_index
from bot.triage.errors import Unavailable
from bot.triage.issue import EVERY_TEAM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.bootstrap import Desk
    from bot.evaluation.intervals import Figure
    from bot.evaluation.labelled import LabelledTicket
    from bot.evaluation.scoring import Result
    from bot.settings import Settings
    from bot.triage.issue import KnownIssue
    from bot.triage.judgement import Taxonomy
    from bot.workflow import Search


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be measured."""

    tickets: Path
    known_issues: Path | None = None
    """None = the issues that the database holds."""
    threshold_from: Path | None = None
    only: tuple[tuple[str, str], ...] = ()
    """Fields and the values that a ticket's row must have there."""
    limit: int | None = None
    workers: int = 8


@dataclass(frozen=True, slots=True)
class Material:
    """What the files of an order hold, read before anything is judged."""

    tickets: Sequence[LabelledTicket]
    tuning: Sequence[LabelledTicket]
    issues: Sequence[KnownIssue] | None
    workers: int

    @classmethod
    def of(cls, order: Order, taxonomy: Taxonomy) -> Material:
        """Read the files; BadLinesError names what can't be taken."""
        tuning = read_tickets(order.threshold_from, taxonomy) if order.threshold_from else []
        if order.threshold_from and all(each.gold is None for each in tuning):
            raise BadLinesError(f"{order.threshold_from} holds no row with `gold` to learn from")
        return cls(
            _chosen(read_tickets(order.tickets, taxonomy), order),
            tuning,
            read_issues(order.known_issues) if order.known_issues else None,
            order.workers,
        )


def evaluate(settings: Settings, order: Order) -> Result:
    """Return how right the app is about the labelled tickets of `order`."""
    material = Material.of(order, load_rules(settings.triage_config).taxonomy)
    with open_desk(_unbounded(settings, order.workers), settings.eval_answers) as desk:
        return measure(desk, material)


def measure(desk: Desk, material: Material) -> Result:
    """Return how right the parts of `desk` are about labelled tickets."""
    with _open_search(desk, material.issues) as search:
        oracle = Oracle(search, desk.workflow)
        threshold = _threshold(_predicted(oracle, material.tuning, material.workers))
        started = time.monotonic()
        scored = _predicted(oracle, material.tickets, material.workers)
        seconds = time.monotonic() - started
    result = score(scored, desk.rules.taxonomy, threshold)
    findable = material.issues or desk.store.issues.all()
    return replace(
        result,
        figures=result.figures | _effort(scored, seconds, desk.settings),
        notes=(*_unfindable(material.tickets, findable), *_fallen_back(scored)),
    )


def _unbounded(settings: Settings, workers: int) -> Settings:
    """Return `settings` for one who measures: nobody's daily budget, a call for each worker."""
    return settings.model_copy(update={"daily_token_budget": 0, "max_model_calls": workers})


def _chosen(tickets: Iterable[LabelledTicket], order: Order) -> list[LabelledTicket]:
    fitting = [
        each
        for each in tickets
        if all(str(each.tags.get(field)) == value for field, value in order.only)
    ]
    chosen = fitting[: order.limit]
    if not chosen:
        wanted = ", ".join(f"{field}={value}" for field, value in order.only)
        raise BadLinesError(f"{order.tickets} holds no row with {wanted}")
    return chosen


@contextmanager
def _open_search(desk: Desk, issues: Sequence[KnownIssue] | None) -> Iterator[Search]:
    """Open the search among `issues`, in an index that is thrown away; None = the app's own."""
    if issues is None:
        yield exact_search(desk.store, desk.embedder)
        return
    with TemporaryDirectory(prefix="triage-eval-") as folder:
        elsewhere = desk.settings.model_copy(update={"data_dir": Path(folder), "chroma_url": None})
        with open_index(elsewhere, desk) as index:
            with _bar() as bar:
                task = bar.add_task("embedding known issues", total=len(issues))
                index.sync(EVERY_TEAM, issues, lambda done: bar.update(task, completed=done))
            yield index


def _predicted(oracle: Oracle, tickets: Sequence[LabelledTicket], workers: int) -> list[Scored]:
    """Return what is predicted about each of `tickets`; Unavailable says how to go on."""
    scored: list[Scored] = []
    predictions = predict_all(oracle, [each.text for each in tickets], workers)
    try:
        with _bar() as bar:
            shown = bar.track(predictions, len(tickets), description="judging tickets")
            for ticket, prediction in zip(tickets, shown, strict=True):
                scored.append(Scored(ticket, prediction))
    except Unavailable as error:
        judged = f"{len(scored)} of {len(tickets)} tickets are judged"
        raise Unavailable(f"{error}; {judged}: run it again to go on from there") from error
    return scored


def _threshold(tuning: Sequence[Scored]) -> float | None:
    known = on_known(tuning)
    return None if known is None else best_threshold(known)


def _effort(scored: Sequence[Scored], seconds: float, settings: Settings) -> dict[str, Figure]:
    """Return what it took; no cost if a model judged whose prices nobody has named."""
    read = sum(each.prediction.tokens[0] for each in scored)
    written = sum(each.prediction.tokens[1] for each in scored)
    took = {"n": len(scored), "seconds": seconds, "tokens": read + written}
    if settings.prices is not None:
        took["cost"] = (read * settings.prices[0] + written * settings.prices[1]) / 1_000_000
    return {name: exactly(value) for name, value in took.items()}


def _unfindable(tickets: Iterable[LabelledTicket], issues: Iterable[KnownIssue]) -> Iterator[str]:
    """Yield a sentence if tickets are about issues that nobody could find."""
    ids = {issue.id for issue in issues}
    lost = sum(ids.isdisjoint(each.gold) for each in tickets if each.gold)
    if lost:
        yield f"Tickets about known issues that are not there, counted as not found: {lost}."


def _fallen_back(scored: Iterable[Scored]) -> Iterator[str]:
    """Yield a sentence if a model gave answers that can't be used."""
    count = sum(each.prediction.fell_back for each in scored)
    if count:
        yield f"Tickets judged offline, since the model gave no usable answer: {count}."


def _bar() -> Progress:
    """Return a progress bar on stderr, where a person looks on."""
    console = Console(stderr=True)
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)

"""What is measured, how much of it, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.models.local_model import LocalEmbedder
from tests.bench import running
from tests.bench.embedding import embedding
from tests.bench.figures import Figure, Section
from tests.bench.machine import load
from tests.bench.searching import Base, searches
from tests.bench.stage import stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from tests.bench.stage import Stage

PARTS = 6


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured; the defaults are those of `make bench`."""

    model_seconds: float = 0.8
    restarts: bool = True
    singles: int = 30
    bursts: tuple[tuple[int, int], ...] = ((20, 3), (200, 3))
    """How many tickets at once, and how often."""
    events: int = 500
    events_per_second: float = 50.0
    issues: tuple[int, ...] = (1_000, 10_000)
    real_vectors: int = 1_000
    queries: int = 200
    bulk: int = 200
    threads: tuple[int, ...] = (1, 2)
    batches: tuple[int, ...] = (1, 512)
    """Tokens that the local model is given at once."""


def measure(plan: Plan, home: Path, say: Callable[[str], None]) -> Iterator[Section]:
    """Yield the parts as they are done, `PARTS` in all; `say` hears what begins."""
    with stage(home, plan.model_seconds) as on:
        yield from _first_run(plan, on, say)
        say("starting again")
        yield section("Process start to first card", _starts(plan, on))
        say("acknowledging over HTTP")
        yield section("Acknowledgement, HTTP", _over_http(plan, on))
    say("searching")
    yield section("Search of known issues, the query embedded before", _searches(plan, home))
    say("embedding")
    embedded = embedding(plan.queries, plan.bulk, plan.threads, plan.batches)
    yield section("Local embedding of texts of some 40 tokens", embedded)


def _first_run(plan: Plan, on: Stage, say: Callable[[str], None]) -> Iterator[Section]:
    say("the first start")
    with on.bot() as bot:
        first = running.first_card(on, bot, "with an empty data folder")
        idle = running.memory(bot, "idle")
        say("one ticket at a time")
        one = running.answers(on, plan.singles, plan.model_seconds)
        many: list[Figure] = []
        for size, times in plan.bursts:
            say(f"{size} tickets at once")
            many += running.burst(on, bot, size, times)
        memory = (idle, running.memory(bot, "after the bursts"))
        model = f"a model of {plan.model_seconds * 1000:.0f} ms, 64 workers"
        yield section(f"From the start to the card: {model}", [first, *one, *many, *memory])
        say("acknowledging")
        each = f"{plan.events_per_second:g} new tickets a second"
        acknowledged = running.acknowledgements(
            on, plan.events, plan.events_per_second, "Socket Mode"
        )
        yield section(f"Acknowledgement, {each}", acknowledged)


def _starts(plan: Plan, on: Stage) -> Iterator[Figure]:
    if plan.restarts:
        with on.bot() as bot:
            yield running.first_card(on, bot, "with everything in place")
        running.forget_index(on)
        with on.bot() as bot:
            yield running.first_card(on, bot, "without the index")


def _over_http(plan: Plan, on: Stage) -> Iterator[Figure]:
    if plan.restarts:
        with on.bot(over_http=True):
            yield from running.acknowledgements(on, plan.events, plan.events_per_second, "HTTP")


def _searches(plan: Plan, home: Path) -> Iterator[Figure]:
    embedder = LocalEmbedder()
    for count in plan.issues:
        base = Base.of(embedder, issues=count, real=plan.real_vectors, queries=plan.queries)
        yield from searches(base, home / f"index-{count}")


def section(title: str, figures: Iterable[Figure]) -> Section:
    """Return the figures, measured now, with the load that the machine had then."""
    measured = tuple(figures)
    return Section(title, measured, load())

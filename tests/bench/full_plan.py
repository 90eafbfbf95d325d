"""What `make bench-full` measures beyond `make bench`: what takes longer than five minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.models.local_model import LocalEmbedder
from tests.bench.enduring import endurance, within_limits
from tests.bench.growing import growth
from tests.bench.plan import section
from tests.bench.recovering import recovery
from tests.bench.stage import stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.bench.figures import Section

FULL_PARTS = 5


@dataclass(frozen=True, slots=True)
class FullPlan:
    """How much is measured; the defaults are those of `make bench-full`."""

    model_seconds: float = 0.8
    burst: int = 300
    events: int = 3_000
    events_per_second: float = 50.0
    waiting: tuple[int, int] = (1_000, 10_000)
    in_hand: int = 50
    issues: int = 100_000
    real_vectors: int = 2_000
    queries: int = 500
    texts: Path | None = None
    """Texts to use in place of ours: TEXTS=path.jsonl."""


def measure_full(plan: FullPlan, home: Path, say: Callable[[str], None]) -> Iterator[Section]:
    """Yield the parts as they are done, `FULL_PARTS` in all; `say` hears what begins."""
    for count in plan.waiting:
        say(f"killing and starting again, {count} tickets wait")
        with stage(home / f"waiting-{count}", plan.model_seconds) as on:
            yield section("Back after SIGKILL", recovery(on, count, plan.in_hand))
    say(f"{plan.events} events, {plan.events_per_second:g} a second")
    with stage(_made(home / "enduring"), plan.model_seconds) as on, on.bot() as bot:
        title = f"{plan.events:,} new tickets, {plan.events_per_second:g} a second, Socket Mode"
        yield section(title, endurance(on, bot, plan.events, plan.events_per_second))
    say(f"{plan.burst} tickets at once, within Slack's limits")
    with stage(_made(home / "limited"), plan.model_seconds) as on:
        yield section("Slack's limits enforced", within_limits(on, plan.burst))
    say(f"{plan.issues:,} known issues")
    figures = growth(
        LocalEmbedder(),
        _made(home / "growing"),
        issues=plan.issues,
        real=plan.real_vectors,
        queries=plan.queries,
        texts=plan.texts,
    )
    yield section(f"{plan.issues:,} known issues", figures)


def _made(home: Path) -> Path:
    home.mkdir()
    return home

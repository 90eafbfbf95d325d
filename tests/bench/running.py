"""What the running bot is timed at: acknowledging, answering, bursts, starting, memory."""

from __future__ import annotations

from itertools import islice
from shutil import rmtree
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.figures import Figure, milliseconds, percentile
from tests.bench.machine import cpu_seconds, resident_megabytes
from tests.bench.texts import tickets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.stage import Running, Stage

WARM_UP = 3
RATIO_AIM = 1.15
BURST_AIMS = {200: 6.0}


def first_card(on: Stage, bot: Running, name: str) -> Figure:
    """Return the seconds from the start of the process to the card of a ticket."""
    posted = on.post(islice(tickets(seed=1), 1))
    on.await_cards(posted)
    return Figure(name, max(posted.cards().values()) - bot.started_at, "s")


def forget_index(on: Stage) -> None:
    """Delete the index, as if its folder had been lost."""
    rmtree(on.home / "data" / "chroma")


def answers(on: Stage, count: int, model_seconds: float) -> tuple[Figure, ...]:
    """Return the times from message to card, one ticket at a time."""
    seconds: list[float] = []
    for text in islice(tickets(seed=2), WARM_UP + count):
        posted = on.post([text])
        on.await_cards(posted)
        seconds += posted.answered()
    del seconds[:WARM_UP]
    middle = percentile(seconds, 50)
    return (
        *milliseconds("message to card", seconds, 50, 95),
        Figure("message to card / model, p50", middle / model_seconds, "x", RATIO_AIM),
        Figure("message to card / model, p95", percentile(seconds, 95) / model_seconds, "x"),
    )


def burst(on: Stage, bot: Running, size: int, times: int) -> Iterator[Figure]:
    """Yield how long `size` tickets at once took to the last card, and the CPU time of each."""
    lasted: list[float] = []
    before = cpu_seconds(bot.pid)
    for turn in range(times):
        posted = on.post(islice(tickets(seed=size + turn), size))
        on.await_cards(posted)
        lasted.append(max(posted.cards().values()) - min(posted.sent().values()))
    yield Figure(f"{size} at once to the last card, median", median(lasted), "s", _aim(size))
    yield Figure(f"{size} at once to the last card, slowest", max(lasted), "s")
    after = cpu_seconds(bot.pid)
    if before is not None and after is not None:
        yield Figure("CPU time of the bot per ticket", (after - before) / times / size * 1e3, "ms")


def acknowledgements(
    on: Stage, events: int, per_second: float, transport: str
) -> tuple[Figure, ...]:
    """Return how long events waited for their acknowledgement, each opening a ticket."""
    on.await_cards(on.post(islice(tickets(seed=4), WARM_UP)))
    posted = on.post(islice(tickets(seed=3), events), 1 / per_second)
    on.await_cards(posted)
    lasted = max(posted.cards().values()) - min(posted.sent().values())
    return (
        *milliseconds(f"{transport}, acknowledged", posted.acknowledged(), 50, 99),
        Figure(f"{transport}, cards a second until all were posted", events / lasted, "/s"),
    )


def memory(bot: Running, when: str) -> Figure:
    """Return the memory that the bot holds."""
    return Figure(f"resident memory, {when}", resident_megabytes(bot.pid), "MB")


def _aim(size: int) -> float | None:
    return BURST_AIMS.get(size)

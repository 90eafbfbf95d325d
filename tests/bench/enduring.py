"""What the bot stands for longer: Slack's limits under a burst, and a minute of many events."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Self

from tests.bench.figures import Figure, milliseconds
from tests.bench.machine import resident_megabytes
from tests.bench.running import WARM_UP
from tests.bench.texts import tickets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.stage import Running, Stage

POSTS_PER_SECOND = 1.0
RATIO_AIM = 1.1
ACKNOWLEDGED_AIM_MS = 150.0
GROWTH_AIM_PERCENT = 10.0
PATIENCE_SECONDS = 600.0
SAMPLE_SECONDS = 1.0


def within_limits(on: Stage, size: int) -> Iterator[Figure]:
    """Yield how long `size` tickets at once in one channel take where Slack enforces its limits."""
    rates = on.server.workspace.rates
    rates.posts_per_second, rates.are_tiers_enforced = POSTS_PER_SECOND, True
    allowed = (size - rates.burst) / POSTS_PER_SECOND
    with on.bot(SLACK_POSTS_PER_SECOND=f"{POSTS_PER_SECOND:g}"):
        posted = on.post(islice(tickets(seed=6), size))
        on.await_cards(posted, 2 * allowed + PATIENCE_SECONDS)
    lasted = max(posted.cards().values()) - min(posted.sent().values())
    yield Figure(f"{size} at once in one channel, to the last card", lasted, "s")
    yield Figure("the same as a ratio to what Slack allows", lasted / allowed, "x", RATIO_AIM)
    yield Figure("calls that Slack refused with 429", rates.refused, "", 0)


def endurance(on: Stage, bot: Running, events: int, per_second: float) -> Iterator[Figure]:
    """Yield how long `events` waited for their acknowledgement, and what memory they took."""
    on.await_cards(on.post(islice(tickets(seed=7), WARM_UP)))
    with Sampled(bot) as memory:
        posted = on.post(islice(tickets(seed=8), events), 1 / per_second)
        on.await_cards(posted, PATIENCE_SECONDS)
    lasted = max(posted.cards().values()) - min(posted.sent().values())
    middle, slowest = milliseconds("acknowledged", posted.acknowledged(), 50, 99)
    yield middle
    yield replace(slowest, aim=ACKNOWLEDGED_AIM_MS)
    yield Figure("cards a second until all were posted", events / lasted, "/s")
    yield from memory.figures()


@dataclass
class Sampled:
    """The memory that the bot holds, looked at once a second."""

    bot: Running
    megabytes: list[float] = field(default_factory=list)
    _ending: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread = field(init=False)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._look, name="memory", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()

    def figures(self) -> tuple[Figure, ...]:
        """Return what was held after a quarter of the time, at most, in the end, and the growth."""
        quarter, last = self.megabytes[len(self.megabytes) // 4], self.megabytes[-1]
        return (
            Figure("resident memory, after a quarter of the run", quarter, "MB"),
            Figure("resident memory, most", max(self.megabytes), "MB"),
            Figure("resident memory, in the end", last, "MB"),
            Figure(
                "growth since that quarter", (last / quarter - 1) * 100, "%", GROWTH_AIM_PERCENT
            ),
        )

    def _look(self) -> None:
        while not self._ending.is_set():
            self.megabytes.append(resident_megabytes(self.bot.pid))
            self._ending.wait(SAMPLE_SECONDS)

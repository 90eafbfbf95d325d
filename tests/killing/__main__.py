"""Kills the bot at random under load, again and again: `python -m tests.killing --kills 200`."""

from __future__ import annotations

import argparse
import logging
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.workspace import CallFault
from tests.killing.broken import BROKEN
from tests.killing.lives import Lives, kill, lives
from tests.killing.load import Load
from tests.killing.moments import is_echo
from tests.killing.states import State, found
from tests.processes import Triage
from tests.scenarios.office import an_office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.scenarios.office import Office, Room

LONGEST_LIFE_SECONDS = 1.5
ANSWER_SECONDS = 0.05
ECHO_SECONDS = 1.0
LATE_SECONDS = 0.5
LATE_SHARE = 0.1
ALWAYS = 1_000_000_000
QUIET_SECONDS = 180.0
ENOUGH_FOR_ALL_STATES = 50


@dataclass
class Report:
    """What the kills hit, and what they did."""

    seed: int
    hits: Counter[State] = field(default_factory=Counter)
    kills: int = 0
    idle: int = 0
    """Kills that found no work in hand; they don't count."""
    tickets: int = 0
    lost: int = 0
    doubled: int = 0
    seconds: float = 0.0
    down_seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        """Return True if nothing is lost or doubled, and every state was hit."""
        missed = self.kills >= ENOUGH_FOR_ALL_STATES and len(self.hits) < len(State)
        return not (self.lost or self.doubled or missed)

    def lines(self) -> list[str]:
        """Return the report as people read it."""
        return [
            f"kills with work in hand  {self.kills:6}   (seed {self.seed}; {self.idle} without)",
            *(f"  {state:30} {self.hits[state]:6}" for state in State),
            f"tickets posted           {self.tickets:6}",
            f"tickets lost             {self.lost:6}",
            f"cards or questions twice {self.doubled:6}",
            f"seconds                  {self.seconds:6.0f}   (a restart {self._restart:.1f})",
        ]

    @property
    def _restart(self) -> float:
        return self.down_seconds / max(self.kills + self.idle, 1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill, print the report; return 1 if something was lost, doubled, or never hit."""
    parser = argparse.ArgumentParser(prog="tests.killing", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="how many, with work in hand")
    parser.add_argument("--seed", type=int, default=1, help="of the moments and the slow answers")
    parser.add_argument("--broken", action="store_true", help="of a bot that breaks its promises")
    options = parser.parse_args(arguments)
    logging.disable()  # the stand-ins report each connection that a kill breaks off
    report = run(options.kills, options.seed, is_broken=options.broken)
    sys.stdout.write("\n".join(report.lines()) + "\n")
    return 0 if report.is_good else 1


def run(kills: int, seed: int, *, is_broken: bool = False) -> Report:
    """Kill the bot `kills` times while tickets pour in, then let it finish."""
    report, chance = Report(seed), random.Random(seed)
    began = time.monotonic()
    with TemporaryDirectory() as home, an_office(Triage(Path(home), {}), "socket") as office:
        room = office.room()
        _make_slow(room, chance)
        how = [BROKEN] if is_broken else []
        with lives(office, *how) as births, Load(room) as load:
            while report.kills < kills:
                _live_and_die(births, load, report, chance)
            _finish(office, births, load)
            report.tickets, report.lost = len(load.roots), len(load.open())
            report.doubled = len(load.doubled())
    report.seconds = time.monotonic() - began
    return report


def _make_slow(room: Room, chance: random.Random) -> None:
    """Let Slack repeat soon, answer late, and let some posts land when nobody waits any more."""
    faults = room.slack.faults
    room.slack.deliveries.retry_delays = (0.5,) * 1000
    faults.hold(ECHO_SECONDS, ALWAYS, when=lambda one: is_echo(room, one))
    late = faults.land_late("chat.postMessage", LATE_SECONDS, ALWAYS, dropped_after=ANSWER_SECONDS)
    late.when = lambda _: chance.random() < LATE_SHARE
    faults.plan(CallFault("chat.postMessage", ALWAYS, "now", delay_seconds=ANSWER_SECONDS))


def _live_and_die(births: Lives, load: Load, report: Report, chance: random.Random) -> None:
    began = time.monotonic()
    pid = births.begin()
    report.down_seconds += time.monotonic() - began
    time.sleep(chance.uniform(0, LONGEST_LIFE_SECONDS))
    kill(pid)
    hit = found(load)
    report.hits.update(hit)
    report.kills += bool(hit)
    report.idle += not hit
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{report.kills} kills, {len(load.roots)} tickets")


def _finish(office: Office, births: Lives, load: Load) -> None:
    """Let a last bot do what is left to do, until nothing is on its way."""
    load.stop_posting()
    pid = births.begin()
    deadline = time.monotonic() + QUIET_SECONDS
    while time.monotonic() < deadline and (load.open() or found(load)):
        time.sleep(0.2)
    office.slack.wait_until_delivered(QUIET_SECONDS)
    births.end(pid)


if __name__ == "__main__":
    sys.exit(main())

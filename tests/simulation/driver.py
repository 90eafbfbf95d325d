"""Runs one seed from its first message to the last look at what became of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.simulation.hearing import heard
from tests.simulation.kinds import OUTAGES
from tests.simulation.life import Nature
from tests.simulation.simulation import Simulation
from tests.simulation.world import OFF_SECONDS

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from tests.simulation.kinds import Kind
    from tests.simulation.promise import Promise

MOVES = 36
SHARE = 0.3
"""The share of all that can go wrong which does."""
GAPS = (0.0, 0.0, 0.1, 0.5, 2.0, 20.0, 400.0)
CUT_SECONDS = (0.5, 5.0, 60.0, 600.0)
CUTS = 0.05
REBUILDS = 0.02
OUTAGE_SECONDS = (60.0, 900.0, 4_000.0, 15_000.0)
LAPSES = 0.015
CLOCKS = 0.03
ABROAD = 0.06
KNOWN_AT_FIRST = 3
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
"""Where files lie in memory commits wait for no disk, which no simulated crash can lose."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one seed came to."""

    seed: int
    faults: Counter[Kind]
    tickets: int
    breaches: tuple[tuple[Promise, str], ...]
    trace: str


@contextmanager
def simulated(
    seed: int, *, share: float = 0.0, nature: Nature | None = None, has_teams: bool = False
) -> Iterator[Simulation]:
    """Give a bot in its world, where nobody has done anything yet."""
    own = nature or Nature()
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        simulation = Simulation(seed, Path(folder), share=share, nature=own, has_teams=has_teams)
        with heard(simulation.hear):
            yield simulation
        simulation.close()


def run(
    seed: int, *, moves: int = MOVES, share: float = SHARE, nature: Nature | None = None
) -> Outcome:
    """Return what becomes of `seed`; the same for the same arguments, byte for byte."""
    with simulated(seed, share=share, nature=nature, has_teams=True) as simulation:
        for _ in range(KNOWN_AT_FIRST):
            simulation.world.people.editors.change()
        for _ in range(moves):
            _move(simulation)
            simulation.pass_time(simulation.world.chance.choice(GAPS))
        simulation.finish()
        return Outcome(
            seed,
            simulation.world.weather.struck_by,
            simulation.inspector.ticket_count(),
            tuple(simulation.breaches),
            "\n".join((*simulation.world.trace.lines, *simulation.inspector.rows())),
        )


def _move(simulation: Simulation) -> None:
    chance, people = simulation.world.chance, simulation.world.people
    dice = chance.random()
    if dice < CUTS:
        simulation.cut(chance.choice(CUT_SECONDS))
    elif dice < CUTS + REBUILDS:
        people.editors.ask_for_rebuild()
    elif dice < CUTS + REBUILDS + LAPSES:
        simulation.break_off(chance.choice(OUTAGES), chance.choice(OUTAGE_SECONDS))
    elif dice < CUTS + REBUILDS + LAPSES + CLOCKS:
        simulation.world.set_clock(chance.choice(OFF_SECONDS))
    elif dice < CUTS + REBUILDS + LAPSES + CLOCKS + ABROAD:
        simulation.world.abroad.move()
    else:
        people.move()

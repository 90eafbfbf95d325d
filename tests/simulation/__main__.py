"""Runs seed after seed until enough has gone wrong, and counts what broke: `make chaos`."""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.simulation.driver import run
from tests.simulation.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from tests.simulation.driver import Outcome

FLOOR = 10_000
MOST_SEEDS = 2_000
AHEAD = 2
"""How many seeds wait for each process, so that none of them is ever idle."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return 1 if anything broke, or if too little went wrong."""
    parser = argparse.ArgumentParser(prog="tests.simulation", description=__doc__)
    parser.add_argument("--faults", type=int, default=FLOOR, help="how many at least")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--seed", type=int, help="run this one alone and print its trace")
    options = parser.parse_args(arguments)
    if options.seed is not None:
        return _show(run(options.seed))
    began, report = time.monotonic(), Report(options.faults)
    with _bar() as bar:
        task = bar.add_task("faults", total=options.faults)
        for outcome in _outcomes(options.first):
            report.add(outcome)
            bar.update(task, completed=report.fault_count)
            if report.is_enough:
                break
    report.seconds = time.monotonic() - began
    sys.stdout.write("\n".join(report.lines()) + "\n")
    return 0 if report.is_good else 1


def _show(outcome: Outcome) -> int:
    """Print what happened in one seed, and what broke."""
    broken = [f"BROKEN: {promise}: {what}" for promise, what in outcome.breaches]
    sys.stdout.write("\n".join((outcome.trace, *broken, f"seed {outcome.seed}")) + "\n")
    return 1 if broken else 0


def _outcomes(first: int) -> Iterator[Outcome]:
    """Yield what the seeds from `first` on come to, in their order; each core runs some."""
    processes = os.cpu_count() or 1
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        seeds = iter(range(first, first + MOST_SEEDS))
        waiting: deque[Future[Outcome]] = deque(
            pool.submit(run, seed) for seed in itertools.islice(seeds, AHEAD * processes)
        )
        try:
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(pool.submit(run, seed) for seed in itertools.islice(seeds, 1))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )


if __name__ == "__main__":
    sys.exit(main())

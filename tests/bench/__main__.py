"""Measures the bot in its own process against loopback stand-ins for Slack and the model.

    python -m tests.bench [--full [--texts FILE]] [--json FILE]

With `--full` it measures what takes longer: Slack's limits, endurance, recovery, 100,000 known
issues; these are made from the texts of FILE, a JSON object a line, or from ours.
The table goes to stdout, progress to stderr. Exits 1 if a ticket got no card.
"""

from __future__ import annotations

import argparse
import gc
import logging
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from rich.console import Console
from rich.progress import Progress

from tests.bench.figures import as_json, table
from tests.bench.full_plan import FULL_PARTS, FullPlan, measure_full
from tests.bench.machine import this_machine
from tests.bench.plan import PARTS, Plan, measure
from tests.bench.stage import BenchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.bench.figures import Section


def main() -> int:
    """Measure everything, print it, and return the exit code."""
    arguments = _arguments()
    json_file, is_full = arguments.json, arguments.full
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    console = Console(width=None if sys.stdout.isatty() else 100, highlight=False)
    errors = Console(stderr=True)
    # The stand-ins keep all that they receive: looking through it takes them half a second.
    gc.disable()
    before, sections = this_machine(), []
    try:
        with tempfile.TemporaryDirectory(prefix="triage-bench-") as home, _bar(errors) as bar:
            task = bar.add_task("", total=FULL_PARTS if is_full else PARTS)
            for section in _measured(
                Path(home), lambda what: bar.update(task, description=what), arguments
            ):
                sections.append(section)
                bar.advance(task)
    except BenchError as error:
        errors.print(f"bench: {error}")
        return 1
    console.print(table(sections))
    console.print(f"Before: {before}\nAfter:  {this_machine()}")
    if json_file is not None:
        json_file.write_text(as_json(sections, before), "utf-8")
    return 0


def _measured(
    home: Path, say: Callable[[str], None], arguments: argparse.Namespace
) -> Iterator[Section]:
    if arguments.full:
        return measure_full(FullPlan(texts=arguments.texts), home, say)
    return measure(Plan(), home, say)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the bot.")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--full", action="store_true", help="limits, endurance and recovery")
    parser.add_argument("--texts", type=Path, help="make the known issues from these texts")
    return parser.parse_args()


def _bar(console: Console) -> Progress:
    return Progress(console=console, transient=True)


if __name__ == "__main__":
    sys.exit(main())

"""Measures the offline analyst on our own sets, and fails where a figure is worse than its bound.

    python -m tests.quality [FLOORS.json]

The table goes to stdout, progress to stderr; nothing outside of this machine is asked.
"""

from __future__ import annotations

import sys
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from rich.console import Console

from bot.bootstrap import open_desk
from bot.configuration.choices import AnalystChoice
from bot.evaluate import Material, measure
from bot.running.logs import configure_logs
from bot.settings import Settings
from tests.quality.floors import COMMITTED, read, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.bootstrap import Desk
    from bot.configuration.choices import EmbeddingsChoice
    from bot.evaluation.intervals import Figure
    from tests.quality.floors import Bounds


def main(path: Path = COMMITTED) -> int:
    """Measure every set in `path` and return the exit code."""
    console = Console(width=None if sys.stdout.isatty() else 90)
    configure_logs("WARNING", "text")
    measured: list[tuple[Bounds, Mapping[str, Figure]]] = []
    by_embeddings = sorted(read(path), key=attrgetter("embeddings"))
    with TemporaryDirectory(prefix="triage-quality-") as home:
        for embeddings, sets in groupby(by_embeddings, key=attrgetter("embeddings")):
            with open_desk(settings_that_ship(embeddings, Path(home))) as desk:
                measured += ((bounds, _figures(desk, bounds, path.parent)) for bounds in sets)
    console.print(table(measured))
    broken = [sentence for bounds, figures in measured for sentence in bounds.broken_by(figures)]
    for sentence in broken:
        click.echo(f"worse than its bound: {sentence}", err=True)
    return 1 if broken else 0


def _figures(desk: Desk, bounds: Bounds, folder: Path) -> Mapping[str, Figure]:
    material = Material.of(bounds.order(folder), desk.rules.taxonomy)
    return measure(desk, material).figures


def settings_that_ship(embeddings: EmbeddingsChoice, home: Path) -> Settings:
    """Return the settings that ship, whatever the environment says."""
    return Settings(
        analyst=AnalystChoice.OFFLINE,
        embeddings=embeddings,
        similarity_threshold=None,
        triage_config=None,
        kb_path=None,
        data_dir=home,
        database_url=None,
        chroma_url=None,
    )


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))

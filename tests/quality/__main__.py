"""Measures the offline analyst on our own sets, and fails where a figure is worse than its bound.

    python -m tests.quality [FLOORS.json]

The table goes to stdout, progress to stderr; nothing outside of this machine is asked.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console

from bot.evaluate import evaluate
from bot.logs import configure_logs
from bot.settings import AnalystChoice, EmbeddingsChoice, Settings
from tests.quality.floors import COMMITTED, read, table


def main(path: Path = COMMITTED) -> int:
    """Measure every set in `path` and return the exit code."""
    console = Console(width=None if sys.stdout.isatty() else 90)
    configure_logs("WARNING", "text")
    with TemporaryDirectory(prefix="triage-quality-") as home:
        settings = _settings(Path(home))
        measured = [
            (bounds, evaluate(settings, bounds.order(path.parent)).figures) for bounds in read(path)
        ]
    console.print(table(measured))
    broken = [sentence for bounds, figures in measured for sentence in bounds.broken_by(figures)]
    for sentence in broken:
        click.echo(f"worse than its bound: {sentence}", err=True)
    return 1 if broken else 0


def _settings(home: Path) -> Settings:
    """Return the settings that ship, whatever the environment says."""
    return Settings(
        analyst=AnalystChoice.OFFLINE,
        embeddings=EmbeddingsChoice.LOCAL,
        similarity_threshold=None,
        triage_config=None,
        kb_path=None,
        data_dir=home,
        database_url=None,
        chroma_url=None,
    )


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))

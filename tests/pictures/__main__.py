"""Draws the pictures of the documentation from what the app sends now.

python -m tests.pictures [FOLDER]
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import click
import structlog

from tests.pictures.chapters import FOLDER
from tests.pictures.gallery import DOCS, files


def main(folder: Path = DOCS) -> int:
    """Write the page and its pictures into `folder`; what is there of old pictures goes."""
    made = dict(files())
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for old in (folder / FOLDER).glob("*.svg"):
        old.unlink()
    for name, content in made.items():
        (folder / name).write_text(content, "utf-8")
    click.echo(f"{len(made) - 1} pictures drawn, {folder / 'surfaces.md'} shows them.")
    return 0


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    sys.exit(main(*map(Path, sys.argv[1:])))

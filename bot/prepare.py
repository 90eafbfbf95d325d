"""Makes the vectors of all that ships with the app, so that the first start is a quick one.

`make install` runs it: `python -m bot.prepare`. Texts that were prepared before are not embedded
again.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.analysts.examples import shipped
from bot.first_issues import shipped_issues
from bot.storeroom import PREPARED
from bot.triage.cleaning import cleaned
from bot.triage.redaction import redact
from kb.local_model import LocalEmbedder
from kb.prepared import Collected
from kb.vectors import vectors_for, vectors_of


def main(path: Path = PREPARED) -> None:
    """Write the file that `kb.prepared` reads."""
    embedder, collected = LocalEmbedder(), Collected(path)
    vectors_of([cleaned(redact(example.text)) for example in shipped()], embedder, collected)
    vectors_for(shipped_issues(), embedder, collected)
    count = collected.write(path)
    click.echo(f"{count} texts that ship with the app are prepared", err=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

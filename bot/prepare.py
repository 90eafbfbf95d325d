"""Makes ready what every start needs: vectors of all that ships, and what the examples teach.

`make install` runs it: `python -m bot.prepare`. Texts that were prepared before are not embedded
again.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.analysts import ready
from bot.analysts.examples import shipped
from bot.analysts.groundwork import lay_groundwork
from bot.configuration.rules import load_rules
from bot.parts.embedders import CachedEmbedder
from bot.parts.first_issues import shipped_issues
from bot.parts.storeroom import PREPARED, READY
from bot.triage.judging.cleaning import cleaned
from bot.triage.redaction import redact
from kb.models.local_model import LocalEmbedder
from kb.models.prepared import Collected
from kb.search.vectors import vectors_for, vectors_of


def main(path: Path = PREPARED) -> None:
    """Write what `kb.models.prepared` reads, and beside it what `bot.analysts.ready` reads."""
    embedder, collected = LocalEmbedder(), Collected(path)
    vectors_of([cleaned(redact(example.text)) for example in shipped()], embedder, collected)
    vectors_for(shipped_issues(), embedder, collected)
    count = collected.write(path)
    taxonomy, cached = load_rules(None).taxonomy, CachedEmbedder(embedder, collected)
    groundwork = lay_groundwork(cached, taxonomy, shipped())
    ready.write(path.with_name(READY.name), ready.key_of(embedder.model, taxonomy), groundwork)
    click.echo(f"{count} texts that ship with the app are prepared", err=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

"""Counts how short reports of outages are judged, and calm ones in the same words.

    python -m tests.quality.outages [local|multilingual] [--split dev] [--misses]

By the offline analyst as it ships, without known issues. `tests/data/eval/README.md` says what the
rows hold, and what is expected of each kind.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from bot.bootstrap import open_desk
from bot.configuration.choices import EmbeddingsChoice
from bot.triage.judgement import Case, Turn
from bot.triage.redaction import redact
from tests.quality.__main__ import settings_that_ship

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.triage.judgement import Judgement
    from bot.workflow import Analyst

SET = Path(__file__).parents[1] / "data" / "eval" / "outages.jsonl"
URGENT = frozenset({"High", "Critical"})


@dataclass(frozen=True, slots=True)
class Row:
    """A short ticket, and what people expect of it."""

    id: str
    language: str
    split: str
    kind: str
    """`outage` is urgent and clear, `calm` is neither High nor Critical, `vague` is asked about."""
    text: str
    categories: tuple[str, ...] = ()
    """Those that are right for an outage."""

    def checked(self, judgement: Judgement) -> dict[str, bool]:
        """Return what was looked at, and whether `judgement` is right there."""
        is_urgent, is_asked = judgement.severity in URGENT, judgement.question is not None
        match self.kind:
            case "outage":
                is_fitting = judgement.category in self.categories
                return {"category": is_fitting, "severity": is_urgent, "asking": not is_asked}
            case "calm":
                return {"severity": not is_urgent}
            case _:
                return {"asking": is_asked}


def rows(split: str | None = None) -> list[Row]:
    """Return the rows of the set, or of one split of it."""
    read = (json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines())
    every = (Row(**{**each, "categories": tuple(each.get("categories", ()))}) for each in read)
    return [each for each in every if split in {None, each.split}]


def judged(analyst: Analyst, tickets: Iterable[Row]) -> Iterator[tuple[Row, Judgement]]:
    """Yield each of `tickets` with what `analyst` makes of it."""
    for row in tickets:
        yield row, analyst.judge(Case((Turn("reporter", redact(row.text)),), (), may_ask=True))


def tallied(found: Iterable[tuple[Row, Judgement]]) -> Mapping[tuple[str, str], dict[str, int]]:
    """Return for each language and kind how many rows there are, and how many are right in what."""
    tally: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row, judgement in found:
        checked = row.checked(judgement)
        for name, is_right in {"rows": True, **checked, "all": all(checked.values())}.items():
            tally[row.language, row.kind][name] += is_right
    return tally


@click.command()
@click.argument("embeddings", type=EmbeddingsChoice, default=EmbeddingsChoice.LOCAL)
@click.option("--split", default="test")
@click.option("--misses", is_flag=True)
def main(embeddings: EmbeddingsChoice, split: str, *, misses: bool) -> None:
    with (
        TemporaryDirectory(prefix="triage-outages-") as home,
        open_desk(settings_that_ship(embeddings, Path(home))) as desk,
    ):
        found = list(judged(desk.analyst, rows(split)))
    if misses:
        for row, judgement in found:
            if not all(row.checked(judgement).values()):
                click.echo(f"{row.id} {row.kind}: {row.text}\n    {_told(judgement)}")
    columns = ("rows", "category", "severity", "asking", "all")
    table = Table("language", "kind", *columns)
    for (language, kind), counts in tallied(found).items():
        table.add_row(language, kind, *(str(counts.get(name, "")) for name in columns))
    Console(width=90).print(table)


def _told(judgement: Judgement) -> str:
    sure = judgement.confidence
    asked = judgement.question.text if judgement.question else "-"
    return (
        f"{judgement.category} {sure.category:.2f}, {judgement.severity} {sure.severity:.2f},"
        f" {judgement.ask_probability:.2f} {asked}"
    )


if __name__ == "__main__":
    main()

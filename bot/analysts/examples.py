"""The labelled tickets that ship with the app: what the offline analyst learns from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.triage.judgement import Taxonomy

LEVELS = ("Low", "Medium", "High", "Critical")
"""The severities of the examples, least urgent first."""

USUAL = "Medium"
"""What nearly all examples came to that say too little."""

ALARMING = "High"
"""What a few words come to that something is out of service."""


@dataclass(frozen=True, slots=True)
class Example:
    """A ticket and how a person judged it.

    `category` is None where nobody could tell, or it is not to be learned; so is `severity`.
    """

    text: str
    category: str | None
    severity: str | None
    needs_info: bool = False


def shipped() -> tuple[Example, ...]:
    """Return the examples that ship with the app.

    Notes of developers, as trackers hold them, say how urgent is urgent there. They teach no
    category: nearly all are bugs, and would make bugs of tickets that are none. Short tickets teach
    only which of them say enough.
    """
    names = ("examples.jsonl", "tracker_notes.jsonl", "short_tickets.jsonl")
    return tuple(chain.from_iterable(_read(name) for name in names))


def _read(name: str) -> Iterator[Example]:
    lines = files("bot.analysts").joinpath(name).read_text("utf-8").splitlines()
    return (_example(json.loads(line)) for line in lines)


def _example(row: dict[str, str]) -> Example:
    return Example(
        text=row["text"],
        category=row.get("category"),
        severity=row.get("severity"),
        needs_info=bool(row.get("needs_info")),
    )


def severity_in(taxonomy: Taxonomy, level: str) -> str:
    """Return what `level` is called in `taxonomy`: by its name, else by its position.

    A team that renames the levels keeps their order; one with fewer has neighbours merged.
    """
    names = taxonomy.severity_names
    if level in names:
        return level
    share = LEVELS.index(level) / (len(LEVELS) - 1)
    return names[round(share * (len(names) - 1))]

"""What was measured, and how it is shown: a table for people, JSON for programs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from math import ceil
from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.bench.machine import Machine


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; `aim` is the most that it should be."""

    name: str
    value: float
    unit: str
    aim: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The figures of one part, and how busy the machine was meanwhile."""

    title: str
    figures: tuple[Figure, ...]
    load: float


def percentile(values: Iterable[float], percent: float) -> float:
    """Return the smallest value that `percent` of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)]


def milliseconds(name: str, seconds: Sequence[float], *percents: float) -> tuple[Figure, ...]:
    """Return one figure for each of `percents` of the durations."""
    return tuple(
        Figure(f"{name}, p{percent:g}", percentile(seconds, percent) * 1000, "ms")
        for percent in percents
    )


def table(sections: Iterable[Section]) -> Table:
    """Return all figures for a terminal."""
    drawn = Table("Measured", title_justify="left")
    drawn.add_column("Figure", justify="right")
    drawn.add_column("Aim", justify="right")
    for section in sections:
        drawn.add_section()
        drawn.add_row(f"[bold]{section.title}[/]", "", f"[dim]load {section.load:.1f}[/]")
        for figure in section.figures:
            drawn.add_row(f"  {figure.name}", _shown(figure.value, figure.unit), _aim(figure))
    return drawn


def as_json(sections: Iterable[Section], machine: Machine) -> str:
    """Return all figures as one JSON object."""
    body = {"machine": asdict(machine), "sections": [asdict(section) for section in sections]}
    return json.dumps(body, indent=2) + "\n"


def _aim(figure: Figure) -> str:
    if figure.aim is None:
        return ""
    style = "green" if figure.value <= figure.aim else "red"
    return f"[{style}]≤ {_shown(figure.aim, figure.unit)}[/]"


def _shown(value: float, unit: str) -> str:
    """Return three digits, or all before the point."""
    decimals = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:,.{decimals}f} {unit}".rstrip()

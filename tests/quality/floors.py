"""What the figures of our own sets must come to: read from a file, and held against them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, TypeAdapter
from rich.table import Table

from bot.configuration.choices import EmbeddingsChoice
from bot.evaluate import Order
from bot.evaluation.report import interval, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.evaluation.intervals import Figure

COMMITTED = Path(__file__).parents[1] / "data" / "eval" / "floors.json"


class Bounds(BaseModel):
    """A set of tickets, and the worst value that each of its figures may have."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    tickets: Path
    kb: Path | None = None
    only: dict[str, str] = {}
    embeddings: EmbeddingsChoice = EmbeddingsChoice.LOCAL
    at_least: dict[str, float] = {}
    at_most: dict[str, float] = {}

    def order(self, folder: Path) -> Order:
        """Return what is to be measured; the files are in `folder`."""
        return Order(
            folder / self.tickets,
            None if self.kb is None else folder / self.kb,
            only=tuple(self.only.items()),
        )

    def broken_by(self, figures: Mapping[str, Figure]) -> Iterator[str]:
        """Yield a sentence for each figure that is missing or not good enough."""
        for name, bound in {**self.at_least, **self.at_most}.items():
            if name not in figures:
                yield f"{self.name}: {name} was not scored"
            elif self._is_broken(name, figures[name].value):
                yield f"{self.name}: {name} is {figures[name].value:.4f}, the bound is {bound}"

    def rows(self, figures: Mapping[str, Figure]) -> Iterator[tuple[str, str, str, str]]:
        """Yield name, value, interval and bound of each figure, marked where it is broken."""
        for name, figure in figures.items():
            mark = " ✗" if self._is_broken(name, figure.value) else ""
            bound = self._bound(name) + mark
            yield f"  {name}", shown(name, figure.value), interval(figure), bound

    def _is_broken(self, name: str, value: float) -> bool:
        too_low = value < self.at_least.get(name, value)
        return too_low or value > self.at_most.get(name, value)

    def _bound(self, name: str) -> str:
        if name in self.at_least:
            return f"≥ {self.at_least[name]}"
        return f"≤ {self.at_most[name]}" if name in self.at_most else ""


def table(measured: Iterable[tuple[Bounds, Mapping[str, Figure]]]) -> Table:
    """Return the figures of all sets beside their bounds."""
    drawn = Table("Figure", "Value", "95 % interval", "Bound", title_justify="left")
    for bounds, figures in measured:
        drawn.add_section()
        drawn.add_row(f"[bold]{bounds.name}[/]")
        for row in bounds.rows(figures):
            drawn.add_row(*row)
    return drawn


def read(path: Path) -> list[Bounds]:
    """Return the sets and their bounds in `path`."""
    return TypeAdapter(list[Bounds]).validate_json(path.read_bytes())

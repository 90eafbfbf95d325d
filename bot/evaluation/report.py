"""Figures for people to read, and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.evaluation.decisions import Decisions
    from bot.evaluation.intervals import Figure
    from bot.evaluation.scoring import Result

_DIGITS = 6
_COUNTS = frozenset({"n", "tokens"})
_PLACES = {"seconds": 1, "cost": 4}


def as_json(result: Result) -> dict[str, Any]:
    """Return every figure by its name; what was not scored is absent."""
    record: dict[str, Any] = {}
    for name, figure in result.figures.items():
        record[name] = {
            "value": _rounded(figure.value),
            "low": _rounded(figure.low),
            "high": _rounded(figure.high),
        }
    if result.category is not None:
        record["category.per_class"] = {
            label: {name: _rounded(value) for name, value in figures.items()}
            for label, figures in result.category.per_class().items()
        }
        record["category.confusion"] = result.category.confusion()
    return record


def in_words(result: Result) -> Iterator[str]:
    """Yield the lines of a table of all figures, and of one of the categories."""
    yield f"{'figure':24} {'value':>9}   95 % interval"
    for name, figure in result.figures.items():
        yield f"{name:24} {shown(name, figure.value):>9}   {interval(figure)}".rstrip()
    if result.threshold is not None:
        yield f"\nKnown from a probability of {result.threshold:.4f} on."
    if result.category is not None:
        yield ""
        yield from _categories(result.category)


def _categories(category: Decisions) -> Iterator[str]:
    """Yield a line for each true category: how right it was decided, and as what."""
    figures = category.per_class()
    names = "".join(f"{name[:10]:>12}" for name in category.names)
    yield f"{'true category':16}{'precision':>10}{'recall':>8}{'f1':>7}  decided as:{names}"
    for label, counts in category.confusion().items():
        if label in figures:
            of = figures[label]
            decided = "".join(f"{count:>12}" for count in counts.values())
            yield (
                f"{label[:15]:16}{of['precision']:>10.3f}{of['recall']:>8.3f}{of['f1']:>7.3f}"
                f"{'':13}{decided}"
            )


def shown(name: str, value: float) -> str:
    """Return the value of the figure `name` as people read it."""
    return f"{value:,.0f}" if name in _COUNTS else f"{value:.{_PLACES.get(name, 3)}f}"


def interval(figure: Figure) -> str:
    """Return the interval of `figure` in words, be it of no width; nothing for an exact one."""
    if figure.is_exact:
        return ""
    return f"{figure.low:.3f} to {figure.high:.3f}"


def _rounded(value: float) -> float:
    return value if isinstance(value, int) else round(value, _DIGITS)

"""How right a team's tickets are judged before and after its people have corrected some."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.evaluation.intervals import Figure, with_intervals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tests.replay.playing import Said
    from tests.replay.teams import Told


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of the same tickets that were judged right."""

    tickets: int
    before: Figure
    after: Figure
    gain: Figure


@dataclass(frozen=True, slots=True)
class Round:
    """Tickets, and what was said of them before and after."""

    told: Sequence[Told]
    before: Sequence[Said]
    after: Sequence[Said]


def joined(rounds: Sequence[Round]) -> Round:
    """Return several rounds as one."""
    return Round(
        [told for each in rounds for told in each.told],
        [said for each in rounds for said in each.before],
        [said for each in rounds for said in each.after],
    )


def scores(played: Round) -> dict[str, Score]:
    """Return how right each field is, of all tickets, and of those with and without a habit."""
    habit = np.array([each.is_habit for each in played.told])
    found: dict[str, Score] = {}
    for field in ("category", "severity", "issue"):
        first, second = (_right(field, played.told, s) for s in (played.before, played.after))
        for name, rows in (("all", habit | ~habit), ("own ways", habit), ("the rest", ~habit)):
            found[f"{field}, {name}"] = score(first[rows], second[rows])
    return found


def issue_score(played: Round) -> Score:
    """Return how right the known issue is."""
    first, second = (_right("issue", played.told, s) for s in (played.before, played.after))
    return score(first, second)


def score(before: NDArray[np.bool_], after: NDArray[np.bool_]) -> Score:
    """Return the figures, each with its interval; the gain is of ticket by ticket."""

    def measure(rows: NDArray[np.intp]) -> Mapping[str, float]:
        first, second = float(before[rows].mean()), float(after[rows].mean())
        return {"before": first, "after": second, "gain": second - first}

    return Score(len(before), **with_intervals(measure, len(before)))


def _right(field: str, told: Sequence[Told], said: Sequence[Said]) -> NDArray[np.bool_]:
    return np.array(
        [
            getattr(one, field) == getattr(other, field)
            for one, other in zip(told, said, strict=True)
        ]
    )

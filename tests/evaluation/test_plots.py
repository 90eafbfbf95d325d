from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.evaluation.plots import draw
from bot.evaluation.scoring import score
from tests.builders import a_taxonomy
from tests.evaluation.builders import a_scored

if TYPE_CHECKING:
    from pathlib import Path

LABELS: dict[str, object] = {"category": "Bug", "severity": "Low", "gold": frozenset({"a"})}


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (
            LABELS,
            {
                "category_confusion",
                "category_reliability",
                "severity_confusion",
                "known_precision_recall",
            },
        ),
        ({"gold": frozenset()}, set()),
        ({"severity": "High"}, {"severity_confusion"}),
    ],
)
def test_everything_that_was_scored_is_drawn(
    tmp_path: Path, labels: dict[str, object], names: set[str]
) -> None:
    result = score([a_scored(labels)] * 3, a_taxonomy(), threshold=0.1, resamples=5)

    written = draw(result, tmp_path)

    assert {path.name for path in written} == {f"{name}.png" for name in names}
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in written)

"""How long it takes to redact long hostile texts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hostile import by_id
from tests.redaction.times import (
    ALPHABETS,
    LENGTH,
    LIMIT_MS,
    UNITS,
    drawn,
    repeated,
    seconds,
)

TIMED = {name: row for name, row in by_id("sizes").items() if "redact_under_ms" in row}
MANY_TIMES = 3
"""The limits are for a machine at rest; `python -m tests.redaction.times` measures them."""


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_length_and_not_with_its_square(unit: str) -> None:
    quarter = max(seconds(repeated(unit, LENGTH // 4)), 0.002)

    assert seconds(repeated(unit), enough=12 * quarter) < 12 * quarter


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_forty_thousand_drawn_characters_take_no_time_to_speak_of(alphabet: str) -> None:
    limit = MANY_TIMES * LIMIT_MS / 1000

    assert seconds(drawn(alphabet), enough=limit) < limit


@pytest.mark.parametrize("row", TIMED.values(), ids=TIMED)
def test_hostile_sizes_take_no_time_to_speak_of(row: dict[str, Any]) -> None:
    limit = MANY_TIMES * row["redact_under_ms"] / 1000

    assert seconds(row["text"], enough=limit) < limit

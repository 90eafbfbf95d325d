"""How long it takes to redact long hostile texts."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.triage.redaction import redact
from tests.hostile import by_id
from tests.redaction.times import (
    ALPHABETS,
    LENGTH,
    LIMIT_MS,
    UNITS,
    drawn,
    mixtures,
    repeated,
    seconds,
)

TIMED = {name: row for name, row in by_id("sizes").items() if "redact_under_ms" in row}
MIXTURES = dict(mixtures())
MANY_TIMES = 2.5
"""The limits are for a machine at rest; `python -m tests.redaction.times` measures them."""


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_length_and_not_with_its_square(unit: str) -> None:
    quarter = max(seconds(repeated(unit, LENGTH // 4)), 0.002)

    assert seconds(repeated(unit), enough=12 * quarter) < 12 * quarter


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_forty_thousand_drawn_characters_take_no_time_to_speak_of(alphabet: str) -> None:
    limit = MANY_TIMES * LIMIT_MS / 1000

    assert seconds(drawn(alphabet), enough=limit) < limit


@pytest.mark.parametrize("text", MIXTURES.values(), ids=MIXTURES)
def test_many_kinds_of_personal_data_at_once_take_no_time_to_speak_of(text: str) -> None:
    limit = MANY_TIMES * LIMIT_MS / 1000

    assert seconds(text, enough=limit) < limit


def test_mixtures_hold_much_that_is_masked_and_no_two_are_alike() -> None:
    texts = [*MIXTURES.values()]

    assert len(set(texts)) == len(texts)
    assert min(len(re.findall(r"\[\w+ \d+\]", redact(text))) for text in texts) > 400


@pytest.mark.parametrize("row", TIMED.values(), ids=TIMED)
def test_hostile_sizes_take_no_time_to_speak_of(row: dict[str, Any]) -> None:
    limit = MANY_TIMES * row["redact_under_ms"] / 1000

    assert seconds(row["text"], enough=limit) < limit

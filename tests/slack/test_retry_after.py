from __future__ import annotations

import pytest

from bot.slack.retry_after import retry_after_seconds
from tests.builders import NOON


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("30", 30.0),
        ("1.5", 1.5),
        (" 2 ", 2.0),
        ("0", 0.5),
        ("-7", 0.5),
        ("86400", 600.0),
        ("1e400", 600.0),
        ("nan", 5.0),
        (None, 5.0),
        ("", 5.0),
        ("soon", 5.0),
        ("Mon, 05 Jan 2026 12:00:20 GMT", 20.0),
        ("Mon, 05 Jan 2026 12:00:20 -0000", 20.0),
        ("Mon, 05 Jan 2026 11:00:00 GMT", 0.5),
        ("Mon, 99 Jan 2026 11:00:00 GMT", 5.0),
    ],
)
def test_every_spelling_becomes_a_bounded_number_of_seconds(
    header: str | None, seconds: float
) -> None:
    assert retry_after_seconds(header, NOON) == seconds

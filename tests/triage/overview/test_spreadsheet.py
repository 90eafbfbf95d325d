"""No cell of an export is a formula."""

from __future__ import annotations

import pytest

from bot.triage.overview.spreadsheet import cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20A",
        " =1",
        "\u200b=1",
    ],
)
def test_what_a_spreadsheet_would_run_is_marked_as_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "The invoice", "1 = 1", "a-b", "'=1", "2026-01-05"])
def test_other_text_stays(text: str) -> None:
    assert cell(text) == text

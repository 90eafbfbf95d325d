"""The fault table of the documentation names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`(tests/[a-z_/]+\.py)::(test_[a-z0-9_]+)`")


def test_every_row_of_the_fault_table_names_its_tests() -> None:
    document = (ROOT / "docs" / "reliability.md").read_text("utf-8")

    _, _, below = document.partition("|---|---|---|\n")
    table, _, _ = below.partition("\n\n")
    rows = table.splitlines()
    named = [NAMED.findall(row) for row in rows]

    assert len(rows) > 15
    assert all(named)
    for file, test in (each for tests in named for each in tests):
        assert f"def {test}(" in (ROOT / file).read_text("utf-8")

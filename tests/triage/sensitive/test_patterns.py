"""The patterns mean the same on every Python that the app runs on."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{[0-9,]*\})\+")


def test_no_group_is_repeated_possessively() -> None:
    """Before Python 3.11.5 such a group matches wrongly if there are choices in it."""
    modules = [file for part in ("bot", "kb", "storage") for file in (ROOT / part).rglob("*.py")]

    found = [file.name for file in modules if POSSESSIVE_GROUP.search(file.read_text("utf-8"))]

    assert found == []

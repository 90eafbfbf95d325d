"""A known issue as each kind of file holds it, and what is wrong with files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.triage.issue import KnownIssue
from kb.files.bad_rows import BadRows
from kb.loader import load
from tests.kb.parts import CATEGORIES

if TYPE_CHECKING:
    from pathlib import Path

ROW: dict[str, object] = {
    "id": "KB-1",
    "title": "Export never ends",
    "category": "Bug",
    "symptoms": ["the export hangs", "no file arrives"],
    "recommended_action": "Split the export by month.",
}
ISSUE = KnownIssue(
    id="KB-1",
    title="Export never ends",
    category="Bug",
    symptoms=("the export hangs", "no file arrives"),
    recommended_action="Split the export by month.",
)
HEADER = "id,title,category,symptoms,recommended_action,url"
SYMPTOMS = "the export hangs|no file arrives"
CSV_ROW = f"KB-1,Export never ends,Bug,{SYMPTOMS},Split the export by month.,"
FRONT = """---
id: KB-1
title: Export never ends
category: Bug
symptoms:
  - the export hangs
  - no file arrives
"""
UNKNOWN_CATEGORY = f"category is unknown; one of these was expected: {', '.join(CATEGORIES)}"
ACTION = "Split the export by month."


def saved(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows_file(folder: Path, *rows: object) -> Path:
    """Save `rows` as a JSON array, the first on line 2, each on a line of its own."""
    lines = ",\n".join(json.dumps(row) for row in rows)
    return saved(folder, "issues.json", f"[\n{lines}\n]")


def faults(path: Path) -> list[str]:
    """Return what is wrong with `path`, as `file:line: reason`."""
    with pytest.raises(BadRows) as refusal:
        load(path, CATEGORIES)
    for row in refusal.value.rows:
        assert str(row) in str(refusal.value)
    return [f"{row.place.file.name}:{row.place.line}: {row.reason}" for row in refusal.value.rows]

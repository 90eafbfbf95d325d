"""Reads the evaluation sets under `tests/data/eval`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SETS = Path(__file__).parents[1] / "data" / "eval"
SPLITS = {
    "billing_saas": "train",
    "internal_it": "train",
    "developer_tool": "dev",
    "shop": "dev",
    "mobile_app": "test",
    "data_platform": "test",
}


def rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of the set `name`, in the order of its file."""
    lines = (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]

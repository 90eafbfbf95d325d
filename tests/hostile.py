"""Reads the hostile inputs under `tests/data/hostile`."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

SEAM = "⟦⟧"
"""Parts made-up keys in the file, so that secret scanners leave it alone."""
OPEN = Path(__file__).parent / "data" / "hostile" / "open"
TESTED = (OPEN, OPEN.parent / "unseen")
"""What `make test` holds; `sealed` is for who has not written the rules."""


def by_id(family: str, *halves: Path) -> dict[str, dict[str, Any]]:
    """Return the rows of a family by id: of these halves, or of all that are tested."""
    return {row["id"]: row for half in halves or TESTED for row in hostile(family, half)}


def hostile(family: str, half: Path = OPEN) -> list[dict[str, Any]]:
    """Return the rows of a family with every generator run and every seam closed."""
    lines = (half / f"{family}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_made(_closed(json.loads(line))) for line in lines]


def many(listed: Any) -> list[str]:  # noqa: ANN401 - whatever stands in the file
    """Return the texts of a list, or of what says how many there are of one with a number."""
    if not isinstance(listed, dict):
        return list(listed)
    return [listed["text"].replace("{n}", str(number)) for number in range(listed["count"])]


def _closed(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row whose strings are whole: where it says so, seams are in none of them."""
    return _whole(row) if row.get("join") else row


def _whole(value: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    match value:
        case str():
            return value.replace(SEAM, "")
        case dict():
            return {name: _whole(item) for name, item in value.items()}
        case list():
            return [_whole(item) for item in value]
        case _:
            return value


def _made(value: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    match value:
        case {"repeat": text, "times": times}:
            return text * times
        case {"concat": pieces}:
            return "".join(map(_made, pieces))
        case {"base64": text}:
            return base64.b64decode(text)
        case dict():
            return {name: _made(item) for name, item in value.items()}
        case list():
            return [_made(item) for item in value]
        case _:
            return value

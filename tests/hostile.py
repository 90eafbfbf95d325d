"""Reads the hostile inputs under `tests/data/hostile`."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

OPEN = Path(__file__).parent / "data" / "hostile" / "open"


def hostile(family: str, half: Path = OPEN) -> list[dict[str, Any]]:
    """Return the rows of a family with every generator run."""
    lines = (half / f"{family}.jsonl").read_text(encoding="utf-8").splitlines()
    return [{name: _made(value) for name, value in json.loads(line).items()} for line in lines]


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

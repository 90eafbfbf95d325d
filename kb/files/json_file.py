"""Known issues as a JSON array of objects."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from kb.files.bad_rows import BadRow, Parsed, Place, RawRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_SPACE = re.compile(r"[ \t\n\r]*")


def parse(text: str, file: Path) -> Iterator[Parsed]:
    """Yield the array's elements; a syntax error comes last, since nothing can be read after it."""
    try:
        yield from _elements(text, file)
    except json.JSONDecodeError as error:
        reason = f"not valid JSON: {error.msg} (column {error.colno})"
        yield BadRow(Place(file, error.lineno), reason)
    except RecursionError:
        yield BadRow(Place(file, 1), "not valid JSON that we read: nested too deeply")


def dump(records: Iterable[Mapping[str, object]]) -> str:
    """Return `records` as text that `parse` reads back."""
    return json.dumps(list(records), ensure_ascii=False, indent=2) + "\n"


def _elements(text: str, file: Path) -> Iterator[Parsed]:
    position = _skip_space(text, 0)
    if text[position : position + 1] != "[":
        line = 1 + text.count("\n", 0, position)
        yield BadRow(Place(file, line), "a JSON array of known issues was expected")
        return
    position = _skip_space(text, position + 1)
    if text[position : position + 1] == "]":
        return _expect_end(text, position + 1)
    line, counted = 1, 0
    while True:
        line, counted = line + text.count("\n", counted, position), position
        row, position = _element(text, position, Place(file, line))
        yield row
        position = _skip_space(text, position)
        if text[position : position + 1] == "]":
            return _expect_end(text, position + 1)
        position = _expect(",", text, position)


def _element(text: str, position: int, place: Place) -> tuple[Parsed, int]:
    """Return the element at `position`, and where it ends."""
    repeated: list[str] = []

    def collect(pairs: list[tuple[str, object]]) -> dict[str, object]:
        values = dict(pairs)
        if len(values) < len(pairs):
            keys = [key for key, _ in pairs]
            repeated.extend(key for key in values if keys.count(key) > 1)
        return values

    decoder = json.JSONDecoder(object_pairs_hook=collect, parse_int=float)
    value, end = decoder.raw_decode(text, position)
    if not isinstance(value, dict):
        return BadRow(place, "an object with the fields of a known issue was expected"), end
    if repeated:
        return BadRow(place, f'the key "{repeated[0]}" stands there twice'), end
    return RawRow(place, value), end


def _skip_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return position if found is None else found.end()


def _expect(mark: str, text: str, position: int) -> int:
    """Return where the next thing after `mark` begins."""
    if text[position : position + 1] != mark:
        raise json.JSONDecodeError(f"'{mark}' or ']' was expected", text, position)
    return _skip_space(text, position + 1)


def _expect_end(text: str, position: int) -> None:
    position = _skip_space(text, position)
    if position < len(text):
        raise json.JSONDecodeError("nothing was expected after the array", text, position)

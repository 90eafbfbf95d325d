"""Known issues as CSV: a header, then a row an issue; symptoms separated by `|`, `;` or lines."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from contextlib import suppress
from io import StringIO
from typing import TYPE_CHECKING

from bot.triage.spreadsheet import cell, text_in
from kb.files.article import IGNORED, unknown_key
from kb.files.bad_rows import BadRow, Parsed, Place, RawRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

REQUIRED = ("id", "title", "category", "symptoms", "recommended_action")
COLUMNS = (*REQUIRED, "url")
SEPARATORS = ",;\t"
"""Spreadsheets write a semicolon where the comma is the decimal sign."""

_BREAKS = re.compile(r"[|\n\r]+")
_SEMICOLONS = re.compile(";+")
"""Separate only where nothing else does: they stand in sentences too."""


def parse(text: str, file: Path) -> Iterator[Parsed]:
    """Yield the rows below the header; a syntax error comes last."""
    separator = max(SEPARATORS, key=text.partition("\n")[0].count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 0
    try:
        header = [_column(cell) for cell in next(reader, [])]
        line = reader.line_num
        faults = [BadRow(Place(file, 1), reason) for reason in _header_faults(header)]
        yield from faults
        for cells in [] if faults else reader:
            if any(cells):
                yield _row(header, cells, Place(file, line + 1))
            line = reader.line_num
    except csv.Error as error:
        yield BadRow(Place(file, line + 1), f"not valid CSV: {error}")


def dump(records: Iterable[Mapping[str, object]]) -> str:
    """Return `records` as text that `parse` reads back, and that no spreadsheet runs."""
    text = StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    for record in records:
        writer.writerow({key: cell(_cell(value)) for key, value in record.items()})
    return text.getvalue()


def _column(name: str) -> str:
    return "_".join(name.strip().lower().split())


def _header_faults(header: Sequence[str]) -> Iterator[str]:
    for column in REQUIRED:
        if column not in header:
            yield f"the column {column} is missing in the first row"
    for column, count in Counter(header).items():
        if column not in COLUMNS and column not in IGNORED:
            yield unknown_key(column)
        elif count > 1:
            yield f"the column {column} stands there twice"


def _row(header: Sequence[str], cells: Sequence[str], place: Place) -> Parsed:
    if len(cells) != len(header):
        return BadRow(place, f"the row has {len(cells)} cells, the header {len(header)}")
    values: dict[str, object] = dict(zip(header, map(text_in, cells), strict=True))
    return RawRow(place, values | {"symptoms": _symptoms(str(values["symptoms"]))})


def _symptoms(cell: str) -> list[object]:
    if cell.lstrip().startswith("["):
        with suppress(ValueError, RecursionError):
            listed = json.loads(cell)
            return listed if isinstance(listed, list) else [listed]
    breaks = _BREAKS if _BREAKS.search(cell) else _SEMICOLONS
    return [symptom for symptom in breaks.split(cell) if symptom.strip()]


def _cell(value: object) -> str:
    """Return `value` as one cell, symptoms as a JSON list where separators would be ambiguous."""
    if not isinstance(value, list):
        return str(value)
    joined = "|".join(value)
    is_ambiguous = (
        joined.startswith("[")
        or any(_BREAKS.search(symptom) for symptom in value)
        or (len(value) == 1 and ";" in joined)
    )
    return json.dumps(value, ensure_ascii=False) if is_ambiguous else joined

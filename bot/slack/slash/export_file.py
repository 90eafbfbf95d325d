"""Writes tickets as a table or as JSON, one after the other: an export can be large."""

from __future__ import annotations

import csv
import io
import json
from typing import IO, TYPE_CHECKING

from bot.slack.slash.subcommands import Format
from bot.triage.overview.exported import COLUMNS
from bot.triage.spreadsheet import cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.triage.overview.exported import Exported


def write(tickets: Iterable[Exported], format_: Format, file: IO[bytes]) -> int:
    """Write `tickets` to `file`; return how many there were."""
    text = io.TextIOWrapper(file, "utf-8", newline="")
    try:
        return _as_json(tickets, text) if format_ is Format.JSON else _as_table(tickets, text)
    finally:
        text.detach()


def _as_table(tickets: Iterable[Exported], text: io.TextIOWrapper) -> int:
    """Write CSV that spreadsheets open as what it is: UTF-8, and no cell a formula."""
    count = 0
    text.write("\ufeff")
    rows = csv.DictWriter(text, COLUMNS)
    rows.writeheader()
    for ticket in tickets:
        values = ticket.record().items()
        rows.writerow({name: _cell(value) for name, value in values})
        count += 1
    text.flush()
    return count


def _cell(value: str | int | None) -> str | int | None:
    return cell(value) if isinstance(value, str) else value


def _as_json(tickets: Iterable[Exported], text: io.TextIOWrapper) -> int:
    count = 0
    text.write("[")
    for ticket in tickets:
        text.write(",\n" if count else "\n")
        text.write(json.dumps(ticket.record(), ensure_ascii=False))
        count += 1
    text.write("\n]\n")
    text.flush()
    return count

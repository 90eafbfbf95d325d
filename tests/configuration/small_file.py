"""The least that a team may write, and what is said of a file that can't be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.configuration.parsing import TriageFileError
from bot.configuration.rules import load_rules

if TYPE_CHECKING:
    from pathlib import Path

SMALL = """\
categories:
  Billing: {meaning: Money., next_action: Look at the invoices.}
  Other: {meaning: All else., next_action: Ask., missing: ["What is it?"]}
severities:
  Low: {meaning: Nobody waits.}
  High: {meaning: Somebody waits., mark: "!"}
"""


def complaint_of(file: Path, text: str) -> str:
    file.write_text(text, "utf-8")
    with pytest.raises(TriageFileError) as raised:
        load_rules(file)
    return str(raised.value)

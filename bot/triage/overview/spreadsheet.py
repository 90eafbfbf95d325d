"""Text that is safe in a cell: a spreadsheet must not run what somebody wrote in a ticket."""

from __future__ import annotations

import re

_ACTS = re.compile("[=+@\t\r\n\uff0b\uff1d\uff20\uff0d\u2212-]")
"""What a formula begins with, in full width too, and what hides such a beginning."""


def cell(text: str) -> str:
    """Return `text`, after an apostrophe if a spreadsheet would take it for a formula."""
    begins = text.lstrip(" \u00a0\u3000\u200b\ufeff")
    return f"'{text}" if _ACTS.match(begins) else text

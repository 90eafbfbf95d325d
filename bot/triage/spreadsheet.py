"""Text that is safe in a cell: a spreadsheet must not run what somebody wrote in a ticket."""

from __future__ import annotations

import re

_UNSEEN = (
    r"\x00-\x08\x0b\x0c\x0e-\x20\x7f-\xa0\xad\u061c\u1680\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u3000\ufeff"
)
"""What may stand before a formula unseen, and is lost on the way into some spreadsheets."""
_OPERATORS = r"=+@\uff0b\uff1d\uff20\uff0d\u2212\ufe62\ufe63\ufe66\ufe6b-"
"""What a formula begins with, also in full width and in small forms."""
_BEGINS = re.compile(rf"'*[{_UNSEEN}]*[\t\r\n{_OPERATORS}]")
"""Where apostrophes stand already one is added: `text_in` takes away one, and no more."""
_BEGINS_LATER = re.compile(rf"""(?<=[;\t\r\n])(["{_UNSEEN}]*)('*)(?=[{_OPERATORS}])""")
"""Where the semicolon is what separates cells, as in Germany, the rest after it, or after a line's
end, is a cell of its own, and quotes around it are lost."""


def cell(text: str) -> str:
    """Return `text`, with an apostrophe wherever a spreadsheet would begin a formula."""
    safe = _BEGINS_LATER.sub(r"\1'\2", text)
    return f"'{safe}" if _BEGINS.match(text) else safe


def text_in(cell: str) -> str:
    """Return what `cell` was given."""
    later = _BEGINS_LATER.sub(lambda found: found[1] + found[2][1:], cell)
    return later.removeprefix("'") if _BEGINS.match(cell) else later

"""Finds what a password was changed to or from, far from its name: `set it to Blue_R1ver`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.anchored import Anchored
from bot.triage.sensitive.marks import AnyOf
from bot.triage.sensitive.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterator

LATER = Anchored(
    r"(?:(?:re)?set\s(?:it\s|them\s)?(?:back\s)?to|(?:changed|switched|updated)\s(?:it\s|them\s)?to"
    r"|(?:new|old|other|current)\sone\s(?:is|was)|(?:changed|switched|went)\sfrom)\s[\"'`(]?(?P<bare>[^\s\"'`<>|,;]{6,64})",
    words("set reset changed switched updated new old other current went"),
)
UNNAMED = Anchored(
    r"(?:(?:re)?set|changed|switched|updated)\s(?:it|them)\s(?:back\s)?to\s[\"'`(]?"
    r"(?P<bare>[^\s\"'`<>|,;]{8,64})",
    words("set reset changed switched updated"),
)
"""Where only its own shape can tell that it is one."""
AND_TO = re.compile(r"\sto\s[\"'`(]?(?P<bare>[^\s\"'`<>|,;]{6,64})")
FAR = 100
CHANGES = AnyOf(
    (
        "set to ",
        " it to ",
        " them to ",
        "back to ",
        " one is ",
        " one was ",
        "d from ",
        "t from ",
    )
)


def later(small: str, names: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield the values of changes near one of the `names`."""
    for match in LATER.finditer(small) if CHANGES.is_in(small) else ():
        if names.search(small, max(0, match.start() - FAR), match.end() + FAR):
            yield match
            if match[0].split()[1] == "from" and (to := AND_TO.match(small, match.end())):
                yield to

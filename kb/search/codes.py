"""Whether a text names another code of the family that an issue is about: E1209, not E1207."""

from __future__ import annotations

import re

_CODE = re.compile(r"\b(?:([A-Z]{1,8})[-_](\d{2,4})|([A-Z]{1,2})(\d{3,4}))\b(?![.,_-]\d)", re.ASCII)
"""Two to four digits: longer numbers are those of one order, invoice or report."""

Code = tuple[str, str]
"""The letters and the digits, however they are joined."""


def names_another(text: str, known: str) -> bool:
    """Return True if both name codes of a family, as long as each other, and none is the same.

    Of ten tickets that share a family with the issue that they are about, all name its code; of
    five best hits of which this is true, each was the wrong issue. One of each is from a tracker.
    """
    said = _codes(text)
    if not said:
        return False
    told = _codes(known)
    return said.isdisjoint(told) and not _families(said).isdisjoint(_families(told))


def _codes(text: str) -> set[Code]:
    return {tuple(filter(None, found)) for found in _CODE.findall(text)}


def _families(codes: set[Code]) -> set[tuple[str, int]]:
    return {(letters, len(digits)) for letters, digits in codes}

"""Brings text into the one spelling that the rules match."""

from __future__ import annotations

import re
import unicodedata

from bot.triage.plain_text import plain

# Zero-width and bidirectional marks, fillers, variation selectors, private characters, tags: they
# part a value for the rules but not for the eye.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u20e3\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000e0000-\U000e0fff]"
)
FOREIGN_DIGITS = re.compile(r"[^\x00-\x7f\D]+")
HYPHENS = re.compile("[\u2010\u2011\u2012\u2212]")
DASH = re.compile("(?<=[0-9])[\u2013\u2014\u2015](?=[0-9])")
"""Between digits a dash is a hyphen; elsewhere it is one."""


def one_spelling(text: str) -> str:
    """Return `text` in NFKC without invisible characters, its digits and hyphens in ASCII.

    It stays readable; full-width, mathematical and foreign digits become 0 to 9.
    """
    if text.isascii():
        return plain(text)
    visible = INVISIBLE.sub("", plain(text)).replace("i\u0307", "i")
    spelt = HYPHENS.sub("-", unicodedata.normalize("NFKC", visible))
    return DASH.sub("-", FOREIGN_DIGITS.sub(_in_ascii, spelt))


def _in_ascii(digits: re.Match[str]) -> str:
    return "".join(str(unicodedata.decimal(digit)) for digit in digits[0])

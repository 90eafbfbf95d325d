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
DASH = re.compile("[\u2013\u2014\u2015](?<=[0-9].)(?=[0-9])")
"""Between digits a dash is a hyphen; elsewhere it is one."""

MOST_GROWTH = 2


def one_spelling(text: str) -> str:
    """Return `text` in NFKC without invisible characters, its digits and hyphens in ASCII.

    It stays readable; full-width, mathematical and foreign digits become 0 to 9.
    """
    if text.isascii():
        return plain(text)
    visible = INVISIBLE.sub("", plain(text)).replace("i\u0307", "i")
    spelt = HYPHENS.sub("-", _compatible(visible))
    return DASH.sub("-", FOREIGN_DIGITS.sub(_in_ascii, spelt))


def _compatible(text: str) -> str:
    """Return `text` in NFKC; where it would more than double, letters that stand for words stay.

    Of one of them Unicode makes eighteen: the rules would have as much more to read.
    """
    each = {one: unicodedata.normalize("NFKC", one) for one in set(text)}
    short = {one: made for one, made in each.items() if len(made) <= MOST_GROWTH}
    if len(short) == len(each) or sum(len(each[one]) for one in text) <= MOST_GROWTH * len(text):
        return unicodedata.normalize("NFKC", text)
    return unicodedata.normalize("NFC", "".join(short.get(one, one) for one in text))


def _in_ascii(digits: re.Match[str]) -> str:
    return "".join(str(unicodedata.decimal(digit)) for digit in digits[0])

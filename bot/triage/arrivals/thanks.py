"""Tells a bare "thank you, works now" from words that ask for something."""

from __future__ import annotations

import re

from bot.triage.sensitive.spelling import one_spelling

LONGEST = 80
_CONTENT = """
    thanks thank thx ty cheers great perfect awesome excellent super cool nice ok okay works solved
    fixed resolved sorted danke dank merci parfait gracias perfecto obrigado obrigada grazie
    perfetto bedankt
"""
_AROUND = """
    you so very much a lot many all everyone team it s i that this now again fine good for your
    quick help and vielen herzlichen sehr schon schön dir euch ihnen es das jetzt wieder alles gut
    geht beaucoup bien muchas mil muito molto mille veel
"""
CONTENT = frozenset(_CONTENT.split())
AROUND = frozenset(_AROUND.split())
_EMOJI = re.compile(r":[a-z0-9_+'-]+:")
_WORD = re.compile(r"\w+")


def is_only_thanks(text: str) -> bool:
    """Return True if `text` says that all is well and nothing else; doubt means that it does not.

    Every word must be one of content or stand around one: "but", "not" and "still" do not.
    """
    if len(text) > LONGEST or "?" in text:
        return False
    words = set(_WORD.findall(_EMOJI.sub(" ", one_spelling(text).casefold())))
    if not words:
        return bool(text.strip())
    return not words.isdisjoint(CONTENT) and words <= CONTENT | AROUND

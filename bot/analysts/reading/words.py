"""Which words of a ticket say something, and which only say that something is wrong."""

from __future__ import annotations

import regex

from bot.triage.judging.grammar import GRAMMAR

_APOSTROPHE = "\u2019"
_WORD = regex.compile(rf"[^\W_]+(?:['{_APOSTROPHE}.\-][^\W_]+)*")
_LETTERS = regex.compile(r"[\p{L}\p{M}]+")
_MIN_LENGTH = 2

_COMPLAINT = """
please help thanks thank hi hello hey dear team regards best morning afternoon urgent asap
broken break work works working issue issues problem problems trouble troubles error errors wrong
weird strange something anything everything nothing stuff thing things someone anyone support fix
need needs still really got get gets getting going go happen happened happens app system site page
account stopped stop fail fails failed failing question ticket today yesterday morning soon back
possible look check see like know let make made try tried having
"""
_EMPTY = GRAMMAR.union(_COMPLAINT.split())


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case, in order."""
    return [word.lower().replace(_APOSTROPHE, "'") for word in _WORD.findall(text)]


def telling_words(text: str) -> set[str]:
    """Return the words that say what it is about: no grammar, no mere complaint."""
    return {word for word in words(text) if len(word) >= _MIN_LENGTH and word not in _EMPTY}


def is_of_letters(word: str) -> bool:
    """Return True if `word` holds only letters, and the marks without which some are no words."""
    return _LETTERS.fullmatch(word) is not None

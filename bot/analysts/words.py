"""Which words of a ticket say something, and which only say that something is wrong."""

from __future__ import annotations

import re

_APOSTROPHE = "\u2019"
_WORD = re.compile(rf"[^\W_]+(?:['{_APOSTROPHE}.\-][^\W_]+)*")
_MIN_LENGTH = 2

_GRAMMAR = """
a about above after again all also am an and any are as at be because been before being below
between both but by can cannot could did do does doing done down during each few for from further
had has have having he her here him his how i if in into is it its just me more most my no nor not
now of off on once only or other our out over own per same she should so some such than that the
their them then there these they this those through to too under until up very was we were what
when where which while who whom why will with would you your yours ours
aren't can't couldn't didn't doesn't don't hadn't hasn't haven't i'd i'll i'm i've isn't it's
there's shouldn't that's they're wasn't we're we've weren't what's won't wouldn't
"""
_COMPLAINT = """
please help thanks thank hi hello hey dear team regards best morning afternoon urgent asap
broken break work works working issue issues problem problems trouble troubles error errors wrong
weird strange something anything everything nothing stuff thing things someone anyone support fix
need needs still really got get gets getting going go happen happened happens app system site page
account stopped stop fail fails failed failing question ticket today yesterday morning soon back
possible look check see like know let make made try tried having
"""
_EMPTY = frozenset(f"{_GRAMMAR} {_COMPLAINT}".split())


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case, in order."""
    return [word.lower().replace(_APOSTROPHE, "'") for word in _WORD.findall(text)]


def telling_words(text: str) -> set[str]:
    """Return the words that say what it is about: no grammar, no mere complaint."""
    return {word for word in words(text) if len(word) >= _MIN_LENGTH and word not in _EMPTY}

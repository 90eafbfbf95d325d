"""The English words that hold sentences together and tell nothing about their topic."""

from __future__ import annotations

_WORDS = """
a about above after again all also am an and any are as at be because been before being below
between both but by can cannot could did do does doing done down during each few for from further
had has have having he her here him his how i if in into is it its just me more most my no nor not
now of off on once only or other our out over own per same she should so some such than that the
their them then there these they this those through to too under until up very was we were what
when where which while who whom why will with would you your yours ours aren't can't couldn't
didn't doesn't don't hadn't hasn't haven't i'd i'll i'm i've isn't it's there's shouldn't that's
they're wasn't we're we've weren't what's won't wouldn't
"""

GRAMMAR = frozenset(_WORDS.split())

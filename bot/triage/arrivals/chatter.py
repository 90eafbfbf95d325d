"""Knows again what the people of a workspace have closed as no ticket, more than once."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bot.triage.arrivals.noise import may_alarm, words_of
from bot.triage.arrivals.small_talk import AROUND_CHATTER, AROUND_THANKS, AUDIENCE, GREETINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

TIMES = 2
"""So often the same must have been closed: once may be a slip, or a matter of that day."""

LONGEST = 60
_LATIN = re.compile(r"[a-z]+", re.ASCII)
_TROUBLE_WORDS = """
    t not no none never nothing nobody cant cannot wont dont doesnt isnt unable without only
    again broken broke breaks down dead out error errors fail fails failed failing failure slow
    slowly wrong bad bug bugs issue issues problem problems crash crashes crashed freeze freezes
    frozen hang hangs hung stuck lost loses missing gone empty blank blocked blocks denied
    refused rejected locked lock invalid expired outage timeout incident attack hacked leak
    leaked breach stolen urgent emergency asap help please need needs stop stops stopped trouble
    weird odd complaint instead twice double late overdue still since keeps charged deletes drops
    how what why when where who which do does did can could would should
    nicht kein keine nichts niemand kaputt fehler hilfe langsam weg falsch leer gesperrt ausfall
    pas plus rien personne erreur panne aide lent vide bloque perdu faux impossible
    sin nada nadie falla fallo ayuda lento vacio bloqueado perdido caido mal
    nao sem erro falha ajuda vazio parado problema probleme probleem niet geen fout hulp traag
    non niente nessuno errore guasto aiuto vuoto bloccato
"""
"""Whoever says one of these, in one of a few languages, may report something."""
_TROUBLE = frozenset(_TROUBLE_WORDS.split())
_AROUND = GREETINGS | AUDIENCE | AROUND_CHATTER | AROUND_THANKS


def gist(text: str) -> frozenset[str] | None:
    """Return the words by which chatter is known again; None if `text` may report something.

    That is what asks, alarms, names a number or a place, tells of trouble, is long, or is not
    written in Latin letters, whose words nobody here can tell apart.
    """
    if len(text) > LONGEST or "?" in text or may_alarm(text):
        return None
    words = words_of(text)
    if not all(_LATIN.fullmatch(word) for word in words) or words & _TROUBLE:
        return None
    return (words - _AROUND) or None


def is_known(text: str, closed: Iterable[str]) -> bool:
    """Return True if what `text` says is among `closed`, what was closed as no ticket, twice."""
    said = gist(text)
    return said is not None and Counter(map(gist, closed))[said] >= TIMES

"""Whether two texts are in different languages; silent where that is not plain to see."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import regex

from bot.analysts.reading.words import words
from bot.triage.judging.grammar import GRAMMAR

if TYPE_CHECKING:
    from collections.abc import Sequence

ENGLISH = "English"

_SCRIPTS = {
    "Latin": "Latin",
    "Cyrillic": "Cyrillic",
    "Greek": "Greek",
    "Arabic": "Arabic",
    "Hebrew": "Hebrew",
    "Devanagari": "Devanagari",
    "Thai": "Thai",
    "Hangul": "Hangul",
    # Japanese mixes all three.
    "Han": "Han, Hiragana, Katakana",
}
_LETTERS = regex.compile(
    "|".join(
        "(?P<{}>[{}]+)".format(name, "".join(rf"\p{{Script={each}}}" for each in of.split(", ")))
        for name, of in _SCRIPTS.items()
    )
)
_LEAST_LETTERS = 8
_CLEAR_SHARE = 0.7

_WORDS = {
    "English": (
        "the and is are was were to of for with not this that it on at from have has had be been "
        "when what which after their they can cannot should an or as by you your we our i my"
    ),
    "German": (
        "der die das und ist sind war nicht mit für auf ein eine einen einem ich wir sie es den "
        "dem von zu im bei nach wenn wird werden wurde kann haben hat auch seit oder beim zum als"
    ),
    "French": (
        "le la les des et est sont pas ne pour avec sur une un du de je nous vous il elle dans que "
        "qui au aux ce cette ont été être mais ou depuis après lors leur plus"
    ),
    "Spanish": (
        "el la los las y es son no con para por una un del de que en se lo al mi nos está están "
        "desde cuando pero como ha han fue muy después puede hay su más"
    ),
    "Portuguese": (
        "o a os as e é são não com para por uma um do da dos das de que em no na se ao meu minha "
        "está estão desde quando mas como foi muito depois pode há seu sua mais"
    ),
    "Italian": (
        "il lo la i gli le e è sono non con per una un del della dei di che in si al mio nel nella "
        "da dal quando ma come ha hanno stato dopo può ci questo più"
    ),
    "Dutch": (
        "de het een en is zijn was niet met voor op van ik wij we ze dat die in bij naar als wordt "
        "worden kan hebben heeft ook sinds of aan door maar nog wel"
    ),
}
COMMON = {name: frozenset(common.split()) for name, common in _WORDS.items()}
"""The commonest words of each language."""
_TELLING_LETTERS = {
    "German": frozenset("äöüß"),
    "French": frozenset("àâçèéêîôûœ"),
    "Spanish": frozenset("áéíñóú¿¡"),
    "Portuguese": frozenset("áâãçéêíóõú"),
    "Italian": frozenset("àèìòù"),
}
"""Letters that English does without."""
_OF_SCRIPTS = {"Han": "Japanese", "Devanagari": "Hindi"}
"""The language that most text of a script is in, of those that anything more is known about."""
_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_LEAST_TO_GUESS = 2
MOST_READ = 2_000
_LEAST_COMMON_WORDS = 4
_COMMON_SHARE = 0.2
_LEAD = 1.5


def are_plainly_different(one: str, other: str) -> bool:
    """Return True only if both texts can be told and are in different languages.

    Texts are told by their script and, in Latin script, by the commonest words of seven
    languages: what is short, mixed, or in another language than those is never called different.
    """
    scripts = {_script(one), _script(other)}
    if scripts == {"Latin"}:
        return _are_different({_language(one), _language(other)})
    return _are_different(scripts)


def is_plainly_foreign(text: str) -> bool:
    """Return True only if `text` can be told, and is in another language than English."""
    script = _script(text)
    return script not in {None, "Latin"} or _language(text) not in {None, "English"}


def likely_language(text: str) -> str | None:
    """Return what `text` is most probably in; None if it is none of those that can be told.

    A guess, unlike what is plain: what tells no other language is taken for English.
    """
    head = text[:MOST_READ]
    script = _script(head)
    if script not in {None, "Latin"}:
        return _OF_SCRIPTS.get(script) if script != "Han" or _KANA.search(head) else None
    return _leading(head) or ENGLISH


def clear_language(text: str) -> str | None:
    """Return what `text` is most probably in; None if its script or words don't tell.

    Three words seldom do: none of them may be among the commonest.
    """
    head = text[:MOST_READ]
    return likely_language(text) if _script(head) not in {None, "Latin"} else _leading(head)


def _leading(head: str) -> str | None:
    """Return the language that most of the words and letters of `head` tell, if any leads."""
    spoken = words(head)
    counts = _common_words(spoken)
    counts[ENGLISH] = sum(word in GRAMMAR for word in spoken)
    for name, letters in _TELLING_LETTERS.items():
        counts[name] += len(letters.intersection(head.lower()))
    (best, most), (_, second) = counts.most_common(2)
    return best if most >= _LEAST_TO_GUESS and most > second else None


def _are_different(found: set[str | None]) -> bool:
    return None not in found and len(found) > 1


def _script(text: str) -> str | None:
    """Return the script that most letters of `text` are in, None if too few are."""
    found = Counter[str | None]()
    for letters in _LETTERS.finditer(text):
        found[letters.lastgroup] += len(letters[0])
    if found.total() < _LEAST_LETTERS:
        return None
    script, count = found.most_common(1)[0]
    return script if count >= found.total() * _CLEAR_SHARE else None


def _language(text: str) -> str | None:
    """Return the language whose commonest words make up much of `text`, None if none leads."""
    spoken = words(text)
    counts = _common_words(spoken)
    (best, most), (_, second) = counts.most_common(2)
    enough = max(_LEAST_COMMON_WORDS, len(spoken) * _COMMON_SHARE, second * _LEAD)
    return best if most >= enough else None


def _common_words(spoken: Sequence[str]) -> Counter[str]:
    return Counter({name: sum(map(common.__contains__, spoken)) for name, common in COMMON.items()})

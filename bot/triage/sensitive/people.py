"""Finds the people of a thread: their names as they may be written, and Slack's mentions."""

from __future__ import annotations

import re
import unicodedata
from itertools import filterfalse, pairwise
from typing import TYPE_CHECKING, NamedTuple

from bot.triage.sensitive.anchored import Anchored
from bot.triage.sensitive.finding import Finding, Kind, holds_any
from bot.triage.sensitive.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MENTION = Anchored(
    r"<@([UW][A-Z0-9]{2,})(?:\|[^<>]{0,200})?>|(?<!\w)@([UW][A-Z0-9]{7,})\b", ("<@", "@")
)
CHINESE_AND_NEAR = r"\u2e80-\ud7ff"
THAI_AND_NEAR = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
# Scripts without spaces: their words stand right beside a name in another, as in `Yukiさん`.
SPACED = re.compile(
    rf"[^\W\d_{THAI_AND_NEAR}{CHINESE_AND_NEAR}]+|(?:(?=[{THAI_AND_NEAR}])[^\W\d_])+"
)
WORD = re.compile(rf"{SPACED.pattern}|(?:(?=[{CHINESE_AND_NEAR}])[^\W\d_])+")
SENTENCE_START = re.compile(r"(?:^|[.!?:\n>*])\s*$")
GAP = re.compile(r"[ \t]{0,2}[._,'\u2019-]?[ \t]{0,2}")
LONGEST_GAP = 4
SHORTEST_NAME = 3
SHORTEST_INFLECTED = 4
SHORTEST_ACCOUNT = 5
WITH_FAMILY_NAME = 3
SLAVIC = re.compile(r"(?<=[scz])k(?:a|i|iej|ą|iego|im|iemu|ich|im?i|ou|em|é|ém|ého|ému|u|e)$")
ENDINGS = (
    "",
    "\N{CYRILLIC SMALL LETTER A}",
    "\N{CYRILLIC SMALL LETTER YA}",
    "\N{CYRILLIC SMALL LETTER SHORT I}",
    "\N{GREEK SMALL LETTER SIGMA}",
)
FIRST_GREEK = "\u0370"
FIRST_FOREIGN = "\u0080"
MANY_SIGNS = 60
"""To replace more of them one by one takes longer than all at once."""

NO_NAMES = frozenset(
    words(
        "the and von van der den del dos das della bin ibn jr sr dr mr mrs inc ltd gmbh llc "
        "support team bot admin test user help desk sales ops dev office service info"
    )
)
# Two letters are a name only where they stand as one, and are none of these.
TWO_LETTER_WORDS = frozenset(
    words(
        "am an as at be by do go he hi if in is it me my no of oh ok on or so to up us we "
        "ab da de di du el em en er es im ja je la le lo ma mi na ni nu os pa se si su te tu um "
        "un va wo yo zu id ip it pc tv ui vm db js ts qa hr uk eu"
    )
)
# Names that are words as well: only a capital tells them apart.
WORDS_TOO = frozenset(
    words(
        "mark will grace bill may rob art hope faith joy rose dawn summer april june august jack "
        "pat frank grant drew sky young long king white black brown green gray grey stone page "
        "hall bank banks rich chase hunter case carter cook baker price good best day west north "
        "east south love hand head read reading wood woods field fields lane wall walls bush ford "
        "short strong sharp small little major miles max min can sue dean earl duke prince bishop "
        "noble power powers church park parks waters rivers lake wells hill hills marsh moss reed "
        "rush sterling swift speed walker turner cooper mason potter singer porter driver fisher "
        "shepherd guy gene don ray drake holly ivy iris lily daisy ruby pearl amber jade crystal "
        "star melody harmony destiny charity chance angel christian robin jay wade cliff heath "
        "glen dale rock sandy misty stormy penny victor major ace buck buddy bud skip chip chuck "
        "lance pierce nick josh hank klein lang jung gut lieb ernst sommer winter herbst koch "
        "richter wagner weber neu kurz groß sol luz mar rosa blanca blanco paz angel cruz leal "
        "petit blanc rue belle mort bon son"
    )
)
WRITTEN_OUT = dict(zip("äöüøåæ", ("ae", "oe", "ue", "oe", "aa", "ae"), strict=True))
UNDECOMPOSED = dict(zip(map(ord, "łđøæ\u0131"), ("l", "d", "o", "ae", "i"), strict=True))
AFTER_THE_WORD = frozenset(words("you we it the this that there i he she they as these those not"))


class _Word(NamedTuple):
    """A word of the text and the people whose name it may be part of."""

    start: int
    end: int
    people: frozenset[int]
    owner: int
    """The first of them."""
    is_name: bool
    """True if it is a name by itself, False if only beside one, as `van` or `Jo`."""


class People:
    """The names to look for, by every spelling of their parts."""

    def __init__(self, names: Sequence[str]) -> None:
        self._owners: dict[str, set[int]] = {}
        self._unspaced: list[tuple[int, re.Pattern[str]]] = []
        for number, name in enumerate(names):
            parts = WORD.findall(name)
            for part in filterfalse(_is_unspaced, (*parts, *_in_one_word(name))):
                for spelling in _spellings(part):
                    self._owners.setdefault(spelling, set()).add(number)
            unspaced = [*_unspaced_parts(parts)]
            if unspaced:
                either = "|".join(map(re.escape, unspaced))
                pattern = re.compile(f"(?:{either})(?:[ ・]?(?:{either}))*")
                self._unspaced.append((number, pattern))
        self._telling = tuple(part[: max(2, len(part) - 1)] for part in self._owners)

    def find(self, text: str) -> Iterator[Finding]:
        """Yield mentions, then names: whole or in part, in any order, case and transliteration."""
        for mention in MENTION.finditer(text) if "@" in text else ():
            yield Finding(*mention.span(), Kind.PERSON, mention[1] or mention[2])
        for number, pattern in self._unspaced:
            for match in pattern.finditer(text):
                yield Finding(*match.span(), Kind.PERSON, f"{number}")
        yield from self._spaced(text)

    def _spaced(self, text: str) -> Iterator[Finding]:
        run: list[_Word] = []
        for word in self._words(text):
            if run and _continues(text, run[-1], word):
                run.append(word)
                continue
            if _names_somebody(run):
                yield _finding(run)
            run = [word]
        if _names_somebody(run):
            yield _finding(run)

    def _words(self, text: str) -> Iterator[_Word]:
        """Yield the words that are part of somebody's name."""
        known: dict[str, tuple[frozenset[int], int, bool | None] | None] = {}
        for match in self._near_names(text):
            word = match[0]
            if word not in known:
                owners = self._owners_of(word)
                known[word] = (owners, min(owners), _is_name(word)) if owners else None
            if named := known[word]:
                people, owner, is_name = named
                if is_name is None:
                    is_name = _is_meant(text, match)
                yield _Word(*match.span(), people, owner, is_name)

    def _near_names(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the words of the lines in which somebody may be named."""
        spelt = [one for one in _spellings(text) if holds_any(one, self._telling)]
        start = 0
        for line, *folded in zip(*(one.split("\n") for one in (text, *spelt)), strict=True):
            if any(holds_any(one, self._telling) for one in folded):
                yield from SPACED.finditer(text, start, start + len(line))
            start += len(line) + 1

    def _owners_of(self, word: str) -> frozenset[int]:
        owners: set[int] = set()
        for spelling in _spellings(word):
            owners |= self._owners.get(spelling, set())
            for uninflected in _without_ending(spelling):
                owners |= self._owners.get(uninflected, set())
        return frozenset(owners)


def _is_name(word: str) -> bool | None:
    """Return whether `word` is a name by itself; None if that depends on where it stands."""
    folded = word.casefold()
    if len(folded) < SHORTEST_NAME:
        return len(folded) > 1 and word.istitle() and folded not in TWO_LETTER_WORDS
    if folded in NO_NAMES:
        return False
    return None if {folded, folded.removesuffix("s")} & WORDS_TOO else True


def _is_meant(text: str, match: re.Match[str]) -> bool:
    """Return True if what is a word as well stands there as a name."""
    opens = SENTENCE_START.search(text, max(0, match.start() - 4), match.start()) is not None
    after = SPACED.search(text, match.end()) if opens else None
    is_word = after is not None and after[0].casefold() in AFTER_THE_WORD
    return match[0][0].isupper() and not is_word


def _in_one_word(name: str) -> Iterator[str]:
    """Yield how a name is written without spaces and signs, as in the names of accounts."""
    parts = list(filter(None, ("".join(WORD.findall(part)) for part in name.split())))
    accounts = [*parts]
    if len(parts) > 1:
        first, last = parts[0], parts[-1]
        accounts += (f"{one}{two}" for one, two in pairwise(parts))
        accounts += (f"{last}{first}", f"{first[0]}{last}", f"{first}{last[0]}", "".join(parts))
    yield from (account for account in accounts if len(account) >= SHORTEST_ACCOUNT)


def _unspaced_parts(parts: Sequence[str]) -> Iterator[str]:
    """Yield what stands for a person in scripts without spaces; of three signs the last two are."""
    for part in filter(_is_unspaced, parts):
        if len(part) > 1:
            yield part
        if len(part) == WITH_FAMILY_NAME:
            yield part[1:]


def _without_ending(word: str) -> Iterator[str]:
    """Yield what a name may be without the ending that its language gives it in a sentence."""
    if len(word) > SHORTEST_INFLECTED and word.endswith("s"):
        yield word[:-1]
    if SLAVIC.search(word):
        yield from (SLAVIC.sub(ending, word) for ending in ("ka", "ki"))
    if word > FIRST_GREEK and len(word) > SHORTEST_INFLECTED:
        for stem in (word[:-size] if size else word for size in range(4)):
            yield from (f"{stem}{ending}" for ending in ENDINGS)


def _spellings(text: str) -> set[str]:
    """Return `text` folded, with accents dropped and with ä, ö, ü, ß, ø, å written out."""
    folded = text.casefold()
    if folded.isascii():
        return {folded}
    written_out = folded
    for letter, spelling in WRITTEN_OUT.items():
        written_out = written_out.replace(letter, spelling)
    return {_without_accents(folded), _without_accents(written_out)}


def _without_accents(text: str) -> str:
    """Return `text` decomposed and without accents."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFD", text)
    extra = [sign for sign in set(bare) if sign >= FIRST_FOREIGN and _is_extra(sign)]
    if len(extra) > MANY_SIGNS:
        return bare.translate({ord(sign): UNDECOMPOSED.get(ord(sign), "") for sign in extra})
    for sign in extra:
        bare = bare.replace(sign, UNDECOMPOSED.get(ord(sign), ""))
    return bare


def _is_extra(sign: str) -> bool:
    """Return True for an accent, and for a letter with one that no other letter stands for."""
    return unicodedata.combining(sign) > 0 or ord(sign) in UNDECOMPOSED


def _continues(text: str, word: _Word, following: _Word) -> bool:
    near = following.start - word.end <= LONGEST_GAP and bool(word.people & following.people)
    return near and GAP.fullmatch(text, word.end, following.start) is not None


def _names_somebody(run: list[_Word]) -> bool:
    """Return True if one of the words that follow each other is a name by itself."""
    return len(run) > 0 and (run[0].is_name or any(word.is_name for word in run))


def _finding(run: list[_Word]) -> Finding:
    owner = run[0].owner
    if len(run) > 1:
        owner = min(frozenset.intersection(*(word.people for word in run)), default=owner)
    return Finding(run[0].start, run[-1].end, Kind.PERSON, f"{owner}")


def _is_unspaced(part: str) -> bool:
    return "\u2e80" <= part[0] <= "\ud7ff"

"""Finds e-mail addresses that are written so that no program takes them for one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import Finding, Kind, holds_any, lowered
from bot.triage.sensitive.marks import AnyOf
from bot.triage.sensitive.signed import Signed
from bot.triage.sensitive.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterator

ENCODED_AT = r" ?(?:%(?:25)*40|&(?:#0*64|#x0*40|commat);|\\+(?:u00|x)40|=40) ?"
ENCODED_DOT = r"(?:%(?:25)*2e|&(?:#0*46|#x0*2e|period);|\\+(?:u00|x)2e|=2e)"
BRACKETED_DOT = r"\s{0,2}[\[({<]\s?(?:dot|punkt|punto|point|\.)\s?[\])}>]\s{0,2}"
COMMON = "com|org|net|edu|gov|io|info|biz|app|dev|eu|uk|de|fr|es|nl|pl|pt|br|jp"
SIGN = rf"(?:\\{{0,2}}@[*_]{{0,2}}|{ENCODED_AT}|[\[({{<]a[\])}}>])"
POINT = (
    rf"(?:[*_]{{0,2}}\\{{0,2}}\.|{ENCODED_DOT}|{BRACKETED_DOT}|\s\.\s(?=(?:{COMMON})\b)"
    rf"|\s\.(?=(?:{COMMON})\b))"
)
LOCAL = r"(?<![\w.+-])[\w.+-]{1,64}+"
LABEL = r"[a-z0-9][a-z0-9-]{0,62}+"
MIXED = Signed(
    rf"{LOCAL}{SIGN}{LABEL}(?:{POINT}{LABEL}){{0,4}}{POINT}(?P<top>[a-z]{{2,20}})\b",
    r"[@%&\\=\[({<](?:(?<=@)|(?=(?<=%)(?:25)*40|(?<=&)(?:#0*64|#x0*40|commat);"
    r"|(?<=\\)\\*(?:u00|x)40|(?<==)40|(?<=[\[({<])a[\])}>]))",
    before=2,
)
PLAIN = re.compile(r"[\w.+-]+@[a-z0-9.-]+")
HYPHENED = re.compile(
    rf"(?<![\w.+-])[\w.+]{{1,64}}+-at-[a-z0-9-]{{1,63}}?-dot-(?:{COMMON}|[a-z]{{2}})(?![\w-])"
    rf"|{LOCAL}\s_at_\s{LABEL}(?:\s_dot_\s{LABEL}){{1,4}}"
)
AT_WORDS = words(
    "arroba arobase arobas chiocciola собака собачка małpa malpa zavináč zavinac kukac "
    "apenstaartje klammeraffe snabel-a snabela krøllalfa παπάκι"
)
DOT_WORDS = words(
    "punto ponto точка крапка point kropka tečka tecka bodka pont punt punkt prik nokta dot "
    "τελεία piste"
)
IN_WORDS = re.compile(
    rf"{LOCAL}\s(?:{'|'.join(AT_WORDS)})\s[\w-]{{1,63}}+"
    rf"(?:(?:\s(?:{'|'.join(DOT_WORDS)})\s|\.)[\w-]{{1,63}}+){{1,4}}"
)
SPACED_DOT = re.compile(rf" \. ?(?:{COMMON})\b")
ANY_AT_WORD = AnyOf(AT_WORDS)
SIGNS = AnyOf(("(a)", "[a]", "{a}", "<a>", "@*", "@_", "&#", "&commat;", "=40", "%40", "%2540"))
DOTS = ("\\", "[", "(", "{", "<", "%2e", "&period;", "=2e", "*.")
"""Without one of these an address is written as usual."""
FILES = frozenset(words("png jpg jpeg gif svg webp pdf js ts css json yml yaml xml html txt log"))


def find_disguised_emails(text: str) -> Iterator[Finding]:
    """Yield addresses whose sign or dots are escaped, encoded, in brackets, or words."""
    small = lowered(text)
    for match in MIXED.finditer(small) if _may_be_disguised(small) else ():
        if match["top"] not in FILES and not PLAIN.fullmatch(match[0]):
            yield _found(match)
    for match in HYPHENED.finditer(small) if holds_any(small, ("-at-", " _at_ ")) else ():
        yield _found(match)
    for match in IN_WORDS.finditer(small) if ANY_AT_WORD.is_in(small) else ():
        yield _found(match)


def _may_be_disguised(small: str) -> bool:
    return SIGNS.is_in(small) or (
        "@" in small and (holds_any(small, DOTS) or SPACED_DOT.search(small) is not None)
    )


def _found(match: re.Match[str]) -> Finding:
    return Finding(*match.span(), Kind.EMAIL, match[0])

"""Finds phone numbers, and tells them from order numbers, dates and the like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    is_possible_number,
    is_valid_number,
    parse,
)

from bot.triage.sensitive.finding import Effort, Finding, Kind, digits_of, has_digit
from bot.triage.sensitive.phone_words import SPEAKS_OF_OTHERS, SPEAKS_OF_PHONES
from bot.triage.sensitive.vocabulary import Vocabulary, meaning, words

if TYPE_CHECKING:
    from collections.abc import Iterator

SLACK_LINK = re.compile(r"<tel:([^|<>\s]{3,40})(?:\|[^<>]{0,80})?>")
RUN = re.compile(
    r"[+%(\d](?<![A-Za-z0-9+#-].)(?<!\d[.,/].)"
    r"(?:(?<=\+)(?:(?<!\d \+) (?=[1-9]))?\(?\d"
    r"|(?<!_.)(?:(?<=%)2[Bb]\(?\d|(?<!\d .)(?:(?<=\d)|(?<=\()\d)))"
    r"(?=(?P<rest>(?:(?:%20| ?/ ?(?=[1-9])|[ .·\u2013-]{0,2})[()]?[ ]?\d){6,}))(?P=rest)"
    r"(?![A-WYZa-wyz0-9_]|\.\d|-[A-Za-z])"
)
# Before Python 3.11.5 a possessive quantifier after a group with choices in it matches wrongly
# (https://github.com/python/cpython/issues/106052): a lookahead holds on to its match as well.
# Countries without a trunk 0 or with one, their calling codes; Italy keeps its 0.
CALLING_CODES = tuple(
    map(
        int,
        words(
            "1 7 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 52 55 61 64 65 81 82 86 90 91 "
            "351 353 358 380 420 421 972"
        ),
    )
)
FURTHER_CODES = tuple(
    map(
        int,
        words(
            "62 63 60 66 84 886 852 20 234 254 971 966 98 92 880 94 54 56 57 51 58 593 359 381 385 "
            "386 387 389 370 371 372 373 375 352 354 356 357 995 374 994 998 212 213 216 233 255"
        ),
    )
)
"""Tried where a word announces a phone number: too many numbers are one somewhere."""
ITALY, RUSSIA = 39, 7
SPEAKS = Vocabulary(
    {**meaning(SPEAKS_OF_OTHERS, what=False), **meaning(SPEAKS_OF_PHONES, what=True)}
)
"""True for a word that announces a phone number, False for one that announces another."""
# National numbers whose grouping alone says phone: (area) number, 0… in groups, 555-010-0199.
# Ofcom and ARCEP keep ranges for fiction, which phonenumbers calls invalid: hence the shapes.
SHAPE = re.compile(
    r"\(0?\d{2,5}\)[ ]?\d{2,5}[ -]?\d{2,5}(?:[ -]?\d{2,4})?"
    r"|0\d(?:[ .-]\d\d){4}|0\d{4}[ -]\d{6}|0\d{3}[ -]\d{3}[ -]\d{4}|02\d[ -]\d{4}[ -]\d{4}"
    r"|(?:1[ .-])?[2-9]\d\d([.-])[2-9]\d\d\1\d{4}|1[ .-]?\([2-9]\d\d\)[ .-]?\d{3}[ .-]\d{4}"
    r"|0\d{4}[ -]\d{3}[ -]\d{3}"
)
LOCAL = re.compile(r"[2-9]\d\d[ .-]\d{4}")
INTERNATIONAL = re.compile(r"^(?:00|011)(?=[ .-]?[1-9])")
DATED = re.compile(
    r"\d{1,2}([./-])\d{1,2}\1(?:19|20)?\d\d(?!\1?\d)|(?:19|20)\d\d([./-])[01]?\d\2[0-3]?\d(?!\d)"
)
EXTENSION = re.compile(
    r",?\s?(?:ext(?:ension)?|extn|x|durchwahl|dw|poste|toestel|interno|anexo|ramal|доб)"
    r"\.?:?\s?\d{1,6}(?!\w)",
    re.IGNORECASE,
)
FEWEST, MOST = 7, 15
NEAR, FAR = 24, 60
MOST_CUTS = 3
MOST_OF_ONE = 20
"""A run of more digits is several numbers, or none at all, such as the number of a parcel."""
GROUP = re.compile(r"\d+")
LOOK_AROUND, PARSE = 2, 3
"""What these cost, if looking a number up for one country costs 1."""
MOST_LOOKS = 200
"""For each text: one with more numbers is a list of them, masked as a whole."""


def find_phones(text: str) -> Iterator[Finding]:
    """Yield numbers with a country code, in a national shape, or announced as phone numbers."""
    for link in SLACK_LINK.finditer(text) if "<tel:" in text else ():
        yield Finding(*link.span(), Kind.PHONE, digits_of(link[1]))
    runs = list(RUN.finditer(text)) if has_digit(text) else []
    effort = Effort(MOST_LOOKS)
    found = [phone for run in runs for phone in _phones_in(text, run, effort)]
    if effort.is_spent:
        undated = (run for run in runs if not DATED.match(run[0]))
        found = [Finding(*run.span(), Kind.PHONE, digits_of(run[0])) for run in undated]
    yield from found


def _phones_in(text: str, run: re.Match[str], effort: Effort) -> Iterator[Finding]:
    """Yield the numbers that make up a run of digits, up to the first part that is none."""
    if effort.is_spent:
        return
    groups = list(GROUP.finditer(text, *run.span()))
    is_list = sum(group.end() - group.start() for group in groups) > MOST_OF_ONE
    if is_list and not {"+", "(", "/"} & set(run[0]):
        return
    start, first = run.start(), 0
    while first < len(groups):
        for size in _sizes(text, groups, first):
            end = groups[first + size - 1].end()
            if _is_phone(text, start, end, effort):
                further = EXTENSION.match(text, end)
                digits = digits_of(text[start:end])
                yield Finding(start, further.end() if further else end, Kind.PHONE, digits)
                first += size
                break
        else:
            return
        start = groups[first].start() if first < len(groups) else end


def _sizes(text: str, groups: list[re.Match[str]], first: int) -> list[int]:
    """Return how many groups from `first` on may be one number, the most first."""
    digits, sizes = 0, []
    for size, group in enumerate(groups[first : first + MOST], 1):
        digits += group.end() - group.start()
        if digits > MOST:
            break
        is_last = first + size == len(groups)
        if digits >= FEWEST and (is_last or text[group.end()] in " /"):
            sizes.append(size)
    return sizes[: -MOST_CUTS - 1 : -1]


def _is_phone(text: str, start: int, end: int, effort: Effort) -> bool:
    number = text[start:end].replace("%20", " ").replace("%2B", "+").replace("%2b", "+")
    digits = digits_of(number)
    if not FEWEST <= len(digits) <= MOST or DATED.match(number):
        return False
    if number.startswith("+"):
        return _is_international(number, effort)
    effort.spend(LOOK_AROUND)
    announced = _announced(text, start, end)
    if announced is False:
        return False
    if INTERNATIONAL.match(number) and _is_international(number, effort):
        return True
    grouped = digits.startswith("0") and not number.isdecimal() and "." not in number
    if SHAPE.fullmatch(number) or (announced and (grouped or LOCAL.fullmatch(number))):
        return True
    codes = (*CALLING_CODES, *FURTHER_CODES) if announced else CALLING_CODES
    return bool(announced or grouped) and _is_national(digits, codes, effort)


def _announced(text: str, start: int, end: int) -> bool | None:
    """Return True if words near the number call it a phone number, False if another, else None."""
    at, before = SPEAKS.last_before(text, start, FAR) or (0, None)
    if before is not None and (before or start - at <= NEAR):
        return before
    after = text[end : end + NEAR].partition("\n")[0]
    return next((True for _, phone in SPEAKS.heard(after) if phone), None)


def _is_international(number: str, effort: Effort) -> bool:
    """Return True if the country that it names has numbers of that length."""
    effort.spend(PARSE)
    try:
        bare = INTERNATIONAL.sub("", number.removeprefix("+").lstrip())
        return is_possible_number(parse(f"+{bare}"))
    except NumberParseException:
        return False


def _is_national(digits: str, codes: tuple[int, ...], effort: Effort) -> bool:
    """Return True if it can be dialled in one of the countries, its trunk 0 or 8 aside."""
    if digits.startswith("8") and _is_valid(RUSSIA, digits[1:], effort):
        return True
    return any(_is_valid(code, digits, effort) for code in codes)


def _is_valid(code: int, digits: str, effort: Effort) -> bool:
    effort.spend()
    number = PhoneNumber(country_code=code, national_number=int(digits.removeprefix("0")))
    if code == ITALY and digits.startswith("0"):
        number.italian_leading_zero = True
    return is_valid_number(number)

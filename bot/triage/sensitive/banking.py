"""Finds payment cards and IBANs by their prefixes, lengths and check digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.checksums import luhn, mod_97
from bot.triage.sensitive.finding import Finding, Kind, any_word, digits_of, last_word_before

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN = re.compile(r"(?<![^\W_])(?<!\d[.])\d++(?:[ .\u2013-]{1,3}\d++)*+(?!_?[^\W_])")
GROUP = re.compile(r"\d+")
CARD_LENGTHS = range(13, 20)
CARD_WORDS = any_word(
    "card cards carte cartes karte kreditkarte karten tarjeta tarjetas carta cartao cartão kaart "
    "karta karty kort pan visa mastercard amex maestro discover diners jcb unionpay rupay mir "
    "debit credit credito crédito карта карты картой カード 卡 信用卡 카드"
)
# Issuer prefixes of the networks (ISO/IEC 7812); 13 digits were Visa's until the 1990s, and one
# article number in ten passes Luhn, so that length needs a word for card before it.
BRANDS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{17,18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|220[0-4]\d{12,15}|3[47]\d{13}|3(?:0[0-59]|[689]\d)\d{11,16}|35(?:2[89]|[3-8]\d)\d{12,15}"
    r"|6(?:011|4[4-9]\d|5\d\d|2\d\d)\d{12,15}|(?:50|5[6-9]|6[037]|81|82|9792)\d{10,17}"
)
GROUPINGS = ((4, 4, 4, 4, 3), (4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 5, 6), (6, 13))

IBAN_HEAD = re.compile(r"(?<![^\W_])[A-Za-z]{2}[ -]?\d{2}(?:[ .-]{0,2}[A-Za-z0-9]){11,30}")
IBAN_LENGTHS = {
    entry[:2]: int(entry[2:])
    for entry in (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 "
        "DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 "
        "HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 "
        "MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 "
        "RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 "
        "VA22 VG24 XK20 YE30"
    ).split()
}


def find_ibans(text: str) -> Iterator[Finding]:
    """Yield accounts of the registered length of their country whose check digits fit."""
    for head in IBAN_HEAD.finditer(text):
        end = _account_end(text, head)
        account = re.sub(r"[^A-Za-z0-9]", "", text[head.start() : end]).upper()
        if len(account) == IBAN_LENGTHS.get(account[:2]) and mod_97(account):
            yield Finding(head.start(), end, Kind.IBAN, account)


def _account_end(text: str, head: re.Match[str]) -> int:
    """Return where the account that starts with `head` ends by its country's length."""
    wanted = IBAN_LENGTHS.get(head[0][:2].upper(), 0)
    for place in range(head.start(), head.end()):
        wanted -= text[place].isalnum()
        if not wanted:
            glued = text[place + 1 : place + 2].isalnum()
            return head.start() if glued else place + 1
    return head.end()


def find_cards(text: str) -> Iterator[Finding]:
    """Yield card numbers, in one piece or grouped as they are printed or digit by digit."""
    for run in RUN.finditer(text):
        groups = [(group.start(), group.end()) for group in GROUP.finditer(text, *run.span())]
        first = 0
        while first < len(groups):
            count = _groups_of_card(text, groups, first)
            if count:
                start, end = groups[first][0], groups[first + count - 1][1]
                yield Finding(start, end, Kind.CARD, digits_of(text[start:end]))
            first += count or 1


def _groups_of_card(text: str, groups: list[tuple[int, int]], first: int) -> int:
    """Return how many groups from `first` on make a card; 0 if they make none."""
    sizes = tuple(end - start for start, end in groups[first : first + 19])
    for count in _counts(sizes, whole=first == 0 and len(groups) == len(sizes)):
        start, end = groups[first][0], groups[first + count - 1][1]
        if _is_card(text, start, digits_of(text[start:end])):
            return count
    return 0


def _counts(sizes: tuple[int, ...], *, whole: bool) -> Iterator[int]:
    """Yield how many of the first groups have the sizes of a card, longest first."""
    if whole and sum(sizes) in CARD_LENGTHS and len(sizes) > 1 and max(sizes) <= 6:
        yield len(sizes)
    for grouping in GROUPINGS:
        if sizes[: len(grouping)] == grouping:
            yield len(grouping)
    if sizes[0] in CARD_LENGTHS:
        yield 1


def _is_card(text: str, start: int, digits: str) -> bool:
    if not BRANDS.fullmatch(digits) or not luhn(digits):
        return False
    rare = len(digits) == min(CARD_LENGTHS) or digits[:2] in {"81", "82", "97"}
    return not rare or last_word_before(CARD_WORDS, text, start, 40) is not None

"""Finds payment cards and IBANs by their prefixes, lengths and check digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.checksums import luhn, mod_97
from bot.triage.sensitive.finding import Finding, Kind, digits_of, has_digit
from bot.triage.sensitive.vocabulary import Vocabulary, meaning, words

if TYPE_CHECKING:
    from collections.abc import Iterator

GAP = r"(?:[ .,'\t\u2013\u2014·_/+-]{1,3}|%20|%2D|&nbsp;|\n)"
# Every way to print or dictate a number of 13 to 19 digits. Only looked at, so that a number is
# found behind another one that it seems to continue.
WRITTEN = re.compile(
    rf"(?:(?<![A-Za-z0-9])|(?<=(?i:card))|(?<=(?i:visa))|(?<=(?i:karte))|(?<=(?i:pan)))"
    rf"(?<!\d[.])(?=[2-689])(?=("
    rf"\d{{4}}(?:{GAP}\d{{4}}){{3}}(?:{GAP}\d{{1,3}}(?!\d))?|\d{{4}}{GAP}\d{{6}}{GAP}\d{{4,5}}"
    rf"|\d{{4}}{GAP}\d{{5}}{GAP}\d{{6}}|\d{{4}}(?:{GAP}\d{{4}}){{2}}{GAP}\d{{1,3}}"
    rf"|\d{{13,19}}|\d(?:{GAP}\d){{12,18}}|\d\d(?:{GAP}\d\d){{6,8}}(?:{GAP}\d)?"
    rf"|\d{{6}}{GAP}\d{{7,13}}|\d{{3,8}}(?:{GAP}\d{{3,8}}){{1,4}}(?:{GAP}\d\d?)?"
    rf")(?!_?[A-Za-z0-9]))"
)
# A fifth group may be the last of the card or the next number: both are tried.
FOUR_FOURS = re.compile(rf"\d{{4}}(?:{GAP}\d{{4}}){{3}}(?![A-Za-z0-9])")
OTHER_NUMBERS = Vocabulary(
    meaning(
        "order orders batch lot tracking parcel shipment waybill ean gtin upc isbn "
        "barcode sku article artikel imei serial seed timestamp bestellnummer bestellung "
        "auftrag sendung sendungsnummer paketnummer commande colis pedido envío "
        "ordine spedizione bestelling zending zamówienie przesyłka заказ 注文 订单",
        what=Kind.CARD,
    )
)
CLOSE = 14

# Issuer prefixes of the networks (ISO/IEC 7812).
BRANDS = re.compile(
    r"(?:3[04-9]|[456]\d|22[0-4]|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720|2131|81|82|8600"
    r"|9792|9860)\d+"
)
CARD_LENGTHS = range(13, 20)

IBAN_HEAD = re.compile(
    r"(?:(?<![A-Za-z0-9])|(?<=iban)|(?<=IBAN))"
    r"(?=([A-Za-z]{2}[ .-]?\d{2}(?:(?:[ .\t\u2013_/+-]{0,2}|%20|\n)[A-Za-z0-9]){11,30}))"
)
NOT_IN_IBAN = re.compile("%20|[^A-Za-z0-9]")
IN_IBAN = re.compile("(?:%20)?[A-Za-z0-9]")
IBAN_LENGTHS = {
    entry[:2]: int(entry[2:])
    for entry in words(
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 "
        "DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 "
        "IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 "
        "MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 "
        "SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 AO25 "
        "BF28 BJ28 CI28 CM27 CV25 DZ26 HN28 IR26 MA28 MG27 ML28 MZ25 SN28 TG28"
    )
}


def find_ibans(text: str) -> Iterator[Finding]:
    """Yield accounts of the registered length of their country whose check digits fit."""
    for head in IBAN_HEAD.finditer(text) if has_digit(text) else ():
        length = IBAN_LENGTHS.get(head[1][:2].upper())
        account = NOT_IN_IBAN.sub("", head[1]).upper()[:length]
        if len(account) == length and mod_97(account):
            end = _end_of(text, head.start(), length)
            if not text[end : end + 1].isalnum():
                yield Finding(head.start(), end, Kind.IBAN, account)


def _end_of(text: str, start: int, length: int) -> int:
    """Return where `length` letters and digits from `start` end."""
    for part in IN_IBAN.finditer(text, start):
        length -= 1
        if not length:
            return part.end()
    return len(text)


def find_cards(text: str) -> Iterator[Finding]:
    """Yield card numbers, in one piece, grouped as they are printed, or digit by digit."""
    done = 0
    for written in WRITTEN.finditer(text) if has_digit(text) else ():
        if written.start() < done:
            continue
        for number in dict.fromkeys((written[1], _first_four_groups(text, written.start()))):
            if _is_card(text, written.start(), digits_of(number)):
                done = written.start() + len(number)
                yield Finding(written.start(), done, Kind.CARD, digits_of(number))
                break


def _first_four_groups(text: str, start: int) -> str:
    shorter = FOUR_FOURS.match(text, start)
    return shorter[0] if shorter else ""


def _is_card(text: str, start: int, digits: str) -> bool:
    """Return True if a network issues such numbers and no other kind of number is announced."""
    if len(digits) not in CARD_LENGTHS or not BRANDS.fullmatch(digits) or not luhn(digits):
        return False
    before = re.split(r"[\d\n]", text[max(0, start - CLOSE) : start])[-1]
    return OTHER_NUMBERS.last_before(before, len(before), CLOSE) is None

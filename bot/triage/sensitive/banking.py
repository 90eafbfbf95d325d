"""Finds payment cards and IBANs by their prefixes, lengths and check digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.checksums import luhn, mod_97
from bot.triage.sensitive.finding import (
    Effort,
    Finding,
    Kind,
    beginning_with,
    digits_of,
    has_digit,
)
from bot.triage.sensitive.vocabulary import Vocabulary, meaning, words

if TYPE_CHECKING:
    from collections.abc import Iterator

GAP = r"(?:[ .,'\t\u2013\u2014·_/+*:|-]{1,3}|%20|%2D|&nbsp;|<br>|\n)"
# Every way to print or dictate a number of 13 to 19 digits. They may overlap: a number is found
# behind another one that it seems to continue.
LEAD = r"(?=[456]|3GAP[04-9]|2GAP(?:[2-7]|1GAP3)|8GAP[126]|9GAP[78])".replace(
    "GAP", "(?:[^0-9A-Za-z]{0,4}|%2[0D]|&nbsp;|<br>)"
)
"""How the brands' numbers begin."""
WRITTEN = beginning_with(
    "[2-689]",
    rf"(?<![0-9]){LEAD}(?:(?<![A-Za-z0-9])|(?<=(?i:card))|(?<=(?i:visa))|(?<=(?i:karte))|(?<=(?i:pan))"
    r"|(?<=\\[nrt])|(?<=%3[Dd])|(?<=(?i:number))|(?<=No)|(?<=Nr)|(?<=(?i:cc))|(?<=%B))(?<!\d[.])(?:"
    rf"\d{{4}}(?:{GAP}\d{{4}}){{3}}(?:{GAP}\d{{1,3}}(?!\d))?|\d{{4}}{GAP}\d{{6}}{GAP}\d{{4,5}}"
    rf"|\d{{4}}{GAP}\d{{5}}{GAP}\d{{6}}|\d{{4}}(?:{GAP}\d{{4}}){{2}}{GAP}\d{{1,3}}"
    rf"|\d{{13,19}}|\d(?:{GAP}\d){{12,18}}|\d\d(?:{GAP}\d\d){{6,8}}(?:{GAP}\d)?"
    rf"|\d{{6}}{GAP}\d{{7,13}}|\d{{3,8}}(?:{GAP}\d{{3,8}}){{1,4}}(?:{GAP}\d\d?)?"
    rf")(?!(?!(?i:exp|cvv|cvc|valid|is\b))[A-Za-z0-9])",
)
GOES_ON = re.compile(r"_(?!(?i:exp|cvv|cvc|valid|is\b))[A-Za-z0-9]")
"""As in `card_4111…_declined.png`: part of a longer name, and a card only where one is named."""
# A fifth group may be the last of the card or the next number: both are tried.
FOUR_FOURS = re.compile(rf"\d{{4}}(?:{GAP}\d{{4}}){{3}}(?![A-Za-z0-9])")
CALLED_A_CARD = Vocabulary(
    meaning(
        "card cards karte kreditkarte carte carta tarjeta cartão kaart karta visa mastercard amex "
        "maestro discover debit credit pan cc 卡号 카드 カード",
        what=True,
    )
    | meaning(
        "order orders batch lot tracking parcel shipment waybill ean gtin upc isbn "
        "barcode sku article artikel imei serial seed timestamp bestellnummer bestellung "
        "auftrag sendung sendungsnummer paketnummer commande colis pedido envío "
        "ordine spedizione bestelling zending zamówienie przesyłka заказ 注文 订单",
        what=False,
    )
)
CLOSE = 14
ENCODED_GAP = re.compile("%2[0D]")
MOST_LOOKS = 300
"""For each text: one with more numbers in the shape of cards, or of accounts, is a list of them."""

# Issuer prefixes of the networks (ISO/IEC 7812).
BRANDS = re.compile(
    r"(?:3[04-9]|[456]\d|22[0-4]|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720|2131|81|82|8600"
    r"|9792|9860)"
)
CARD_LENGTHS = range(13, 20)

CLEAR = "(?:(?<![A-Za-z0-9])|(?<=iban)|(?<=IBAN))"
REST = r"\d\d(?:(?:[ .\t\u2013_/+-]{0,2}|%20|\n)[A-Za-z0-9]){11,30}"
# From its first digit on, which most text has none of, back to the letters of its country.
IBAN_HEAD = re.compile(
    rf"\d(?<![0-9].)(?:(?<=(?={CLEAR}([A-Za-z]{{2}}{REST})).{{3}})"
    rf"|(?<=(?={CLEAR}([A-Za-z]{{2}}[ .-]{REST})).{{4}}))"
)
NOT_IN_IBAN = re.compile("%20|[^A-Za-z0-9]")
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
    if not has_digit(text):
        return
    effort, at = Effort(MOST_LOOKS), 0
    while head := IBAN_HEAD.search(text, at):
        group = head.lastindex or 0
        start, at = head.start(group), head.end()
        length = IBAN_LENGTHS.get(head[group][:2].upper())
        if length is None:
            continue
        account = NOT_IN_IBAN.sub("", head[group]).upper()[:length]
        if len(account) != length:
            continue
        if effort.is_spent:
            at = head.end(group)
            yield Finding(start, at, Kind.IBAN, account)
        elif mod_97(account) and not text[(end := _end_of(text, start, length)) :][:1].isalnum():
            at = end
            yield Finding(start, at, Kind.IBAN, account)
        else:
            effort.spend()


def _end_of(text: str, start: int, length: int) -> int:
    """Return where `length` letters and digits from `start` end."""
    account = re.compile(rf"(?:(?:%20|[^A-Za-z0-9%]|%(?!20))*[A-Za-z0-9]){{{length}}}").match(
        text, start
    )
    return account.end() if account else len(text)


def find_cards(text: str) -> Iterator[Finding]:
    """Yield card numbers, in one piece, grouped as they are printed, or digit by digit."""
    if not has_digit(text):
        return
    effort, at = Effort(MOST_LOOKS), 0
    while written := WRITTEN.search(text, at):
        start, at = written.start(), written.start() + 1
        if len(written[1]) < CARD_LENGTHS.start:
            continue
        for number in (written[1], _first_four_groups(text, start)):
            digits = _digits_in(number)
            if _is_card(text, (start, start + len(number)), digits, effort):
                at = start + len(number)
                yield Finding(start, at, Kind.CARD, digits)
                break


def _first_four_groups(text: str, start: int) -> str:
    shorter = FOUR_FOURS.match(text, start)
    return shorter[0] if shorter else ""


def _digits_in(number: str) -> str:
    return digits_of(ENCODED_GAP.sub("", number) if "%" in number else number)


def _is_card(text: str, span: tuple[int, int], digits: str, effort: Effort) -> bool:
    """Return True if a network issues such numbers and no other kind of number is announced."""
    if len(digits) not in CARD_LENGTHS or not BRANDS.match(digits):
        return False
    if not (effort.is_spent or luhn(digits)):
        effort.spend()
        return False
    start, end = span
    before = re.split(r"[\d\n]", text[max(0, start - CLOSE) : start])[-1]
    called = CALLED_A_CARD.last_before(before, len(before), CLOSE)
    return GOES_ON.match(text, end) is None if called is None else called[1]

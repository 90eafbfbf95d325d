"""Finds phone numbers, and tells them from order numbers, dates and the like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from phonenumbers import NumberParseException, is_possible_number, is_valid_number, parse

from bot.triage.sensitive.finding import Finding, Kind, any_word, digits_of, last_word_before

if TYPE_CHECKING:
    from collections.abc import Iterator

SLACK_LINK = re.compile(r"<tel:([^|<>\s]{3,40})(?:\|[^<>]{0,80})?>")
RUN = re.compile(
    r"(?<![A-Za-z0-9_.,/+#-])(?<!\d )\+?\s?\(?\d(?:[ ./\u2013-]{0,2}[()]?[ ]?\d){6,19}+(?![\w/]|[.,:-]\d)"
)
REGIONS = tuple("GB DE FR ES IT NL CH AT SE PL PT IE US BR MX IN JP CN AU ZA".split())
SPEAKS_OF_PHONES = (
    "phone phones telephone telefon telefono teléfono téléphone telefone tel mobile mobil móvil "
    "movil mobiel cell cellphone cellular cell's handy fax landline festnetz call called calling "
    "callback call_back ring dial text texted sms mms otp whatsapp signal telegram viber hotline "
    "rückruf anrufen anruf erreichbar rufnummer durchwahl llamar llame appeler rappeler joindre "
    "ligar ligue chamar chiamare bel bellen telefoonnummer nummer_is dzwonić telefonu numerem "
    "zadzwonić ringa telefonnummer telefonnr cellulare portable fixe msisdn sim voip extension "
    "desk_phone reach contact contacto kontakt телефон телефону звонить номер тел 電話 電話番号 "
    "携帯 电话 手机 联系电话 전화 휴대폰"
)
SPEAKS_OF_OTHERS = (
    "order orders invoice ticket case ref reference id ids serial tracking batch part sku ean "
    "isbn upc gtin imei build version commit customer_no customer_number account_number account "
    "booking reservation claim policy po purchase amount total price eur usd gbp port code codes "
    "error bestellung bestellnummer bestellnr kundennummer kundennr auftrag auftragsnummer "
    "rechnung rechnungsnummer vorgang artikel artikelnummer vertrag vertragsnummer commande "
    "facture référence dossier client_n° pedido factura referencia expediente nota fattura ordine "
    "bestelling factuur zamówienie faktura заказ счет 注文 订单 ssn sin bsn cpf nino nir dni nie "
    "pesel aadhaar steuer iban card seed timestamp epoch row rows line lines pid uid session model"
)
CUE = any_word(f"{SPEAKS_OF_PHONES} {SPEAKS_OF_OTHERS}")
PHONE_CUE = any_word(SPEAKS_OF_PHONES)
# National numbers whose grouping alone says phone: (area) number, 0… in groups, 555-010-0199.
# Ofcom and ARCEP keep ranges for fiction, which phonenumbers calls invalid: hence the shapes.
SHAPE = re.compile(
    r"\(0?\d{2,5}\)[ ]?\d{2,5}[ -]?\d{2,5}(?:[ -]?\d{2,4})?"
    r"|0\d(?:[ .-]\d\d){4}|0\d{4}[ -]\d{6}|0\d{3}[ -]\d{3}[ -]\d{4}|02\d[ -]\d{4}[ -]\d{4}"
    r"|(?:1[ .-])?[2-9]\d\d([.-])[2-9]\d\d\1\d{4}"
)
DATED = re.compile(
    r"\d{1,2}([./-])\d{1,2}\1(?:19|20)?\d\d(?!\d)|(?:19|20)\d\d([./-])[01]?\d\2[0-3]?\d(?!\d)"
)
FEWEST, MOST = 7, 15
PARSES_PER_TEXT = 200
"""Each costs 60 µs; a text with more numbers than that is a list, and all of it is masked."""


def find_phones(text: str) -> Iterator[Finding]:
    """Yield numbers with a country code, in a national shape, or announced as phone numbers."""
    for link in SLACK_LINK.finditer(text):
        yield Finding(*link.span(), Kind.PHONE, digits_of(link[1]))
    parses = 0
    for run in RUN.finditer(text):
        parses += 1
        for start, end in _cuts(text, run):
            if _is_phone(text, start, end, cheaply=parses > PARSES_PER_TEXT):
                yield Finding(start, end, Kind.PHONE, digits_of(text[start:end]))
                break


def _cuts(text: str, run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the run, then the run without its last group, and without its last two."""
    start, end = run.span()
    start += len(run[0]) - len(run[0].lstrip())
    yield start, end
    for _ in range(2):
        end = start + max(text[start:end].rfind(gap) for gap in " /")
        if end <= start:
            return
        yield start, end


def _is_phone(text: str, start: int, end: int, *, cheaply: bool) -> bool:
    number = text[start:end]
    digits = digits_of(number)
    if not FEWEST <= len(digits) <= MOST + 2 or DATED.match(number):
        return False
    if number.startswith("+") or (number.startswith("00") and digits[2] != "0"):
        return cheaply or _is_possible("+" + digits.removeprefix("00"), number)
    cue = last_word_before(CUE, text, start, 40)
    announced = cue is not None and PHONE_CUE.fullmatch(cue[0]) is not None
    if cue is not None and not announced:
        return False
    grouped = digits.startswith("0") and not number.isdecimal() and "." not in number
    if SHAPE.fullmatch(number):
        return True
    return (announced or grouped) and (cheaply or _is_valid_somewhere(number))


def _is_possible(number: str, written: str) -> bool:
    """Return True if `number` has a length that its country uses; `written` may hold a (0)."""
    try:
        return is_possible_number(parse(written if written[0] == "+" else number))
    except NumberParseException:
        return False


def _is_valid_somewhere(number: str) -> bool:
    return any(_is_valid(number, region) for region in REGIONS)


def _is_valid(number: str, region: str) -> bool:
    try:
        return is_valid_number(parse(number, region))
    except NumberParseException:
        return False

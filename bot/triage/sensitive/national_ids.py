"""Finds national identity, tax and social-security numbers: a table of shapes and checks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.triage.sensitive import checksums as check
from bot.triage.sensitive.finding import (
    HELD,
    Finding,
    Kind,
    capitals_of,
    each,
    has_digit,
)
from bot.triage.sensitive.id_names import IDS, PASSPORTS
from bot.triage.sensitive.vocabulary import Vocabulary, meaning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REACH = 48
"""How far before a number its name may stand."""
BEHIND = 40
"""How far before the end of its name a number may begin, as in `123456782 (BSN)`."""
OTHER_NUMBERS = Vocabulary(
    meaning(
        "order orders invoice ticket part sku serial tracking batch product article artikel model "
        "bestellnummer bestellung auftrag commande pedido ordine bestelling version build",
        what=Kind.ID,
    )
)
LONGEST = 24
SEPARATORS = re.compile("[^A-Z0-9]")
SHORTEST_ID = 6


@dataclass(frozen=True, slots=True)
class NationalId:
    """One kind of number; one of `names` must stand before it, unless there are none."""

    shape: str
    names: tuple[str, ...]
    holds: Callable[[str], bool]
    """Takes the number in capitals without separators."""


def _row(shape: str, names: str = "", holds: Callable[[str], bool] = bool) -> NationalId:
    return NationalId(shape, tuple(names.split()), holds)


def _bounded(shape: str) -> str:
    return rf"(?<![A-Za-z0-9À-ɏ])(?<!\d[.,/-])(?:{shape})(?![A-Za-z0-9]|[.,/-]\d)"


def _luhn_of_last_ten(digits: str) -> bool:
    return check.luhn(digits[-10:])


def _modulo_eleven(digits: str) -> bool:
    return check.weighted(digits, tuple(range(10, 1, -1))) * 10 % 11 % 10 == int(digits[9])


def _belgian(digits: str) -> bool:
    return any(97 - int(born + digits[:9]) % 97 == int(digits[9:]) for born in ("", "2"))


def _finnish(number: str) -> bool:
    digits = number[:6] + number[-4:-1]
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(digits) % 31] == number[-1]


def _chilean(number: str) -> bool:
    turned = number[-2::-1]
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(turned))
    return "0K987654321"[total % 11] == number[-1]


def _argentine(digits: str) -> bool:
    rest = 11 - check.weighted(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return {11: 0}.get(rest, rest) == int(digits[10])


def _turkish(digits: str) -> bool:
    odd, even = sum(map(int, digits[0:9:2])), sum(map(int, digits[1:8:2]))
    return digits[9:] == f"{(odd * 7 - even) % 10}{(sum(map(int, digits[:10]))) % 10}"


def _born_first(digits: str) -> bool:
    return check.is_date(2000, int(digits[2:4]), int(digits[4:6]))


US = r"[0-8]\d\d(?<!000)(?<!666){0}(?!00)\d\d{0}(?!0000)\d{{4}}"
UK = r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?<!BG|GB|KN|NK|NT|TN|ZZ)"
FR = r"[1-478]{0}\d\d{0}(?:[0-4]\d|[5-9]\d){0}(?:\d\d|2[AB]){0}\d{{3}}{0}\d{{3}}{0}\d\d"
ITALIAN_DIGIT = "[0-9LMNPQRSTUV]"

NATIONAL_IDS = (
    _row(US.format("-")),
    _row(US.format("[ .-]?"), "ssn ssns social_security itin tin"),
    _row(r"9\d\d[ -]?[5-9]\d[ -]?\d{4}", "itin"),
    _row(rf"{UK} ?\d\d \d\d \d\d ?[A-D]"),
    _row(
        r"[A-Z]{2}[ .-]?(?:\d\d[ .-]?){3}[A-D]?",
        "nino ni ni_number nin national_insurance insurance",
    ),
    _row(r"\d{3}[ -]?\d{3}[ -]?\d{4}", "nhs", _modulo_eleven),
    _row(r"(?:\d{2}\.\d{3}\.\d{3}|\d{8})[ -]?[A-HJ-NP-TV-Z]", holds=check.dni),
    _row(r"[XYZ][ -]?\d{7}[ -]?[A-HJ-NP-TV-Z]", holds=check.dni),
    _row(FR.format("[ .-]?"), holds=check.nir),
    _row(
        FR.format("[ .-]?").removesuffix(r"[ .-]?\d\d"),
        "nir insee sécu sécurité_sociale numéro_de_sécurité",
    ),
    _row(
        r"[1-9]\d(?:[ ./-]?\d{3}){3}",
        "steuerid idnr steuer_id steuer_idnr steueridentifikationsnummer identifikationsnummer "
        "steuernummer steuer tin tax_id idn",
        check.mod_11_10,
    ),
    _row(r"\d{2,3}/\d{3}/\d{4,5}", "steuernummer steuernr st_nr stnr"),
    _row(
        r"\d{2}[ ]?[0-3]\d[01]\d{3}[ ]?[A-Z][ ]?\d{3}",
        "sozialversicherungsnummer svnr rvnr "
        "rentenversicherungsnummer versicherungsnummer sv_nummer",
    ),
    _row(r"\d{3}\.\d{3}\.\d{3}-\d{2}", holds=check.cpf),
    _row(r"\d{3}[. ]?\d{3}[. ]?\d{3}[- ]?\d{2}", "cpf cpfs", check.cpf),
    _row(r"[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}", "aadhaar aadhar adhaar uidai uid आधार", check.verhoeff),
    _row(r"[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]", "pan pan_card permanent_account income_tax tax"),
    _row(
        r"\d{4}[. ]?\d{2}[. ]?\d{2,3}|\d{3}[. ]?\d{3}[. ]?\d{3}",
        "bsn burgerservicenummer service_nummer sofi sofinummer",
        check.bsn,
    ),
    _row(
        rf"[A-Z]{{3}} ?[A-Z]{{3}} ?{ITALIAN_DIGIT}{{2}}[A-EHLMPRST]{ITALIAN_DIGIT}{{2}}"
        rf" ?[A-Z]{ITALIAN_DIGIT}{{3}}[A-Z]",
        holds=check.codice_fiscale,
    ),
    _row(r"\d{11}", "pesel", check.pesel),
    _row(r"\d{3}[ -]?\d{3}[ -]?\d{3}", "sin sins nas social_insurance", check.luhn),
    _row(r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}", holds=_belgian),
    _row(
        r"\d{11}",
        "rijksregisternummer rijksregister registre_national numéro_national national_register "
        "niss nationalregisternummer insz rrn",
        _belgian,
    ),
    _row(
        r"(?:19|20)?\d{6}[-+]?\d{4}",
        "personnummer samordningsnummer personnr pnr",
        _luhn_of_last_ten,
    ),
    _row(r"[0-3]\d[01]\d{3}[-+A-FU-Y]\d{3}[0-9A-Y]", holds=_finnish),
    _row(r"[0-3]\d[01]\d{3}[- ]?\d{4}", "cpr "),
    _row(r"[0-7]\d[0-8]\d{3} ?\d{5}", "fødselsnummer fodselsnummer fnr personnummer"),
    _row(r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}", holds=check.ean_13),
    _row(r"\d{4} ?[0-3]\d[01]\d{3}", "svnr sozialversicherungsnummer sv_nummer"),
    _row(r"\d{7}[A-W][A-IW]?", "pps ppsn pps_number"),
    _row(r"\d{3} ?\d{3} ?\d{3}", "nif contribuinte nif_n nss"),
    _row(r"\d{17}[\dX]", holds=check.chinese_id),
    _row(r"\d{2}[01]\d[0-3]\d-[1-8]\d{6}", holds=_born_first),
    _row(r"\d{4}[ -]?\d{4}[ -]?\d{4}", "マイナンバー 個人番号 my_number"),
    _row(r"[A-Z9]{5}\d[0156]\d[0-3]\d\d[A-Z9]{2}\d[A-Z]{2}"),
    _row(r"[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d"),
    _row(r"\d{1,2}\.\d{3}\.\d{3}-[\dK]", holds=_chilean),
    _row(r"\d{7,8}-?[\dK]", "rut", _chilean),
    _row(r"(?:2[03-7]|3[034])-\d{8}-\d", holds=_argentine),
    _row(r"(?:2[03-7]|3[034])\d{9}", "cuil cuit", _argentine),
    _row(r"\d{1,2}\.?\d{3}\.?\d{3}(?:-\d)?", "dni cédula cedula documento c_i"),
    _row(r"\d{1,2}\.\d{3}\.\d{3}(?:-\d)?", "ci"),
    _row(r"\d{1,2}\.?\d{3}\.?\d{3}-?[\dX]", "rg identidade"),
    _row(r"\d{2}[ /-]?\d{8}[ /-]?\d{2}", "seguridad_social nass naf seguridad"),
    _row(r"[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}", "rfc"),
    _row(
        r"\d{8} \d [A-Z]{2}\d|[A-Z]{2}\d\d ?\d{11}|(?:[A-Z]{1,3} ?)?\d{6,18}[A-Z]?"
        r"|[A-Z]{0,3}-?\d{1,9}(?:[ .-]\d{1,9}){1,4}(?:[ .-]?[A-Z])?",
        IDS,
        lambda number: sum(map(str.isdecimal, number)) >= SHORTEST_ID,
    ),
    _row(r"\d{11}", "tckn tc tc_kimlik kimlik", _turkish),
    _row(r"\d{3}-\d{3}-\d{3}[ -]\d{2}"),
    _row(r"\d{12}|\d{10}", "инн снилс"),
    _row(r"\d{3} ?\d{3} ?\d{2,3}", "tfn tax_file"),
    _row(r"[STFGM]\d{7}[A-Z]", "nric fin"),
    _row(r"\d{6} ?\d{4} ?\d{3}", "id_number said rsa_id identity_number", check.luhn),
    _row(r"\d{6}/\d{3,4}", "rodné rč r_č rodne rodné_číslo rodné_čísla"),
    _row(r"\d{9,10}", "rodné_číslo rodné_čísla rodne_cislo rč r_č"),
    _row(r"[0-3]\d[01]\d{3}[-+A-FU-Y]\d{3}[0-9A-Y]", "henkilötunnus hetu"),
    _row(r"\d[A-Z][A-Z0-9]\d-?[A-Z][A-Z0-9]\d-?[A-Z]{2}\d\d", "medicare medicare_number mbi"),
    _row(r"\d{3}-\d{3}-\d{3}(?:-\d{3,5})?|\d{2}-\d{7}-\d", "tin sss"),
    _row(r"\d{9}[VX]", "nic"),
    _row(r"784-(?:19|20)\d\d-\d{7}-\d"),
    _row(r"[1-7]\d{4}-\d{7}-\d"),
    _row(r"[1-8]-\d{4}-\d{5}-\d{2}-\d"),
    _row(r"GHA-\d{9}-\d"),
    _row(r"\d{2} ?\d{2} ?№? ?\d{6}", "паспорт паспорта паспортные удостоверение"),
    _row(r"[A-Z][12]\d{8}", "身分證 身份證 身分證字號 national_id taiwan_id"),
    _row(
        r"(?=[A-Z]{0,3}\d)(?:[A-Z0-9]{7,12}|[A-Z]{1,3} \d{5,9}|\d\d \d\d \d{6})",
        PASSPORTS,
    ),
)


SELF_EVIDENT = tuple(kind for kind in NATIONAL_IDS if not kind.names)
BEGINNING = (
    r"\d[\d .-]{4}|[A-Z]{1,5}+[ -]?\d|[A-Z9]{5}\d"
    rf"|[A-Z]{{3}} ?[A-Z]{{3}} ?{ITALIAN_DIGIT}{{2}}[A-EHLMPRST]"
)
"""Of all of them and of little else: digits, or one soon, or what Italy writes in their place."""
ANY_SELF_EVIDENT = re.compile(
    rf"[^A-Za-z0-9À-ɏ](?={BEGINNING})"
    rf"(?=({_bounded('|'.join(f'{kind.shape}()' for kind in SELF_EVIDENT))}))"
)
"""An empty group behind each shape tells which it was: `re` skips what begins with a group late.

It begins with what parts words, of which there is less than of letters and digits.
"""
NAMED = tuple(kind for kind in NATIONAL_IDS if kind.names)
NAMED_SHAPES = tuple(re.compile(_bounded(kind.shape)) for kind in NAMED)
NAMES = Vocabulary(
    {
        name: tuple(place for place, kind in enumerate(NAMED) if name in kind.names)
        for kind in NAMED
        for name in kind.names
    }
)

PARTED = r"[ \t]{0,2}[/|;,\t][ \t]{0,2}"
IN_A_ROW = (
    re.compile(rf"{HELD}{PARTED}(\d{{10,12}})(?={PARTED}|[ \t]*(?:\n|$))"),
    re.compile(rf"(\d(?<![\w.,/-].)\d{{9,11}}){PARTED}{HELD}"),
)
BARE_CHECKS = (
    (10, _modulo_eleven),
    (11, check.mod_11_10),
    (11, check.pesel),
    (11, check.cpf),
    (11, _turkish),
    (12, check.verhoeff),
)


def find_national_ids(text: str) -> Iterator[Finding]:
    """Yield numbers whose shape and check digits fit, and whose name stands before if it must."""
    if not has_digit(text):
        return
    capitals = capitals_of(text)
    for match in each(ANY_SELF_EVIDENT, f"\n{capitals}"):
        found, *shapes = match.groups()
        number, kind = _compact(found), SELF_EVIDENT[shapes.index("")]
        start, end = match.start(1) - 1, match.end(1) - 1
        if kind.holds(number) and not OTHER_NUMBERS.last_before(text, start, REACH // 2):
            yield Finding(start, end, Kind.ID, number)
    yield from _in_rows(text)
    searched = [0] * len(NAMED)
    for at, places in NAMES.heard(text):
        for place in places:
            start = max(at - BEHIND, searched[place])
            yield from _named(place, capitals, start, at + REACH + LONGEST)
            searched[place] = max(searched[place], at + REACH)


def _in_rows(text: str) -> Iterator[Finding]:
    """Yield numbers without a name in a row of what is masked, as in a list of people."""
    for pattern in IN_A_ROW if HELD in text else ():
        for match in pattern.finditer(text):
            if any(len(match[1]) == length and holds(match[1]) for length, holds in BARE_CHECKS):
                yield Finding(*match.span(1), Kind.ID, match[1])


def _named(place: int, capitals: str, start: int, end: int) -> Iterator[Finding]:
    """Yield the numbers of one kind that begin within REACH of its name."""
    for match in NAMED_SHAPES[place].finditer(capitals, start, end):
        cut_off = match.end() == end < len(capitals) and capitals[end].isalnum()
        number = _compact(match[0])
        if not cut_off and match.start() <= end - LONGEST and NAMED[place].holds(number):
            yield Finding(*match.span(), Kind.ID, number)


def _compact(number: str) -> str:
    return number if number.isalnum() else SEPARATORS.sub("", number)

"""Finds national identity, tax and social-security numbers: a table of shapes and checks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.triage.sensitive import checksums as check
from bot.triage.sensitive.finding import Finding, Kind, any_word, last_word_before

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REACH = 48
"""How far before a number its name may stand."""
OTHER_NUMBERS = any_word(
    "order orders invoice ticket part sku serial tracking batch product article artikel model "
    "bestellnummer bestellung auftrag commande pedido ordine bestelling version build"
)


@dataclass(frozen=True, slots=True)
class NationalId:
    """One kind of number; `names` must stand before it, unless it says enough by itself."""

    shape: re.Pattern[str]
    holds: Callable[[str], bool] = bool
    """Takes the number in capitals without separators."""
    names: re.Pattern[str] | None = None


def _row(shape: str, names: str = "", holds: Callable[[str], bool] = bool) -> NationalId:
    bounded = rf"(?<![^\W_])(?<!\d[.,/-]){shape}(?![^\W_]|[.,/-]\d)"
    return NationalId(re.compile(bounded, re.IGNORECASE), holds, any_word(names) if names else None)


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


def _turkish(digits: str) -> bool:
    odd, even = sum(map(int, digits[0:9:2])), sum(map(int, digits[1:8:2]))
    return digits[9:] == f"{(odd * 7 - even) % 10}{(sum(map(int, digits[:10]))) % 10}"


def _born_first(digits: str) -> bool:
    return check.is_date(2000, int(digits[2:4]), int(digits[4:6]))


US = r"(?!000|666)[0-8]\d\d{0}(?!00)\d\d{0}(?!0000)\d{{4}}"
UK = r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
FR = r"[1-478]{0}\d\d{0}(?:[0-4]\d|[5-9]\d){0}(?:\d\d|2[AB]){0}\d{{3}}{0}\d{{3}}{0}\d\d"
ITALIAN_DIGIT = "[0-9LMNPQRSTUV]"

NATIONAL_IDS = (
    _row(US.format("-")),
    _row(US.format("[ .-]?"), "ssn ssns social_security social_security_number itin tin w-2"),
    _row(r"9\d\d[ -]?[5-9]\d[ -]?\d{4}", "itin"),
    _row(rf"{UK} ?\d\d \d\d \d\d ?[A-D]"),
    _row(rf"{UK}[ -]?\d{{6}}[ -]?[A-D]", "nino ni ni_number nin national_insurance insurance"),
    _row(r"\d{3}[ -]?\d{3}[ -]?\d{4}", "nhs", _modulo_eleven),
    _row(r"(?:\d{2}\.\d{3}\.\d{3}|\d{8})[ -]?[A-HJ-NP-TV-Z]", holds=check.dni),
    _row(r"[XYZ][ -]?\d{7}[ -]?[A-HJ-NP-TV-Z]", holds=check.dni),
    _row(FR.format("[ .]?"), holds=check.nir),
    _row(
        r"[1-9]\d(?:[ ]?\d{3}){3}",
        "steuer-id steuerid idnr steuer-idnr steueridentifikationsnummer identifikationsnummer "
        "steuernummer steuer tin tax_id idn",
        check.mod_11_10,
    ),
    _row(r"\d{2}[ ]?[0-3]\d[01]\d{3}[ ]?[A-Z][ ]?\d{3}", "sozialversicherungsnummer svnr rvnr "
         "rentenversicherungsnummer versicherungsnummer sv-nummer"),
    _row(r"\d{3}\.\d{3}\.\d{3}-\d{2}", holds=check.cpf),
    _row(r"\d{3}[. ]?\d{3}[. ]?\d{3}[- ]?\d{2}", "cpf cpfs", check.cpf),
    _row(r"[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}", "aadhaar aadhar adhaar uidai uid आधार", check.verhoeff),
    _row(r"[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]", "pan pan_card permanent_account income_tax tax"),
    _row(
        r"\d{4}[. ]?\d{2}[. ]?\d{2,3}|\d{3}[. ]?\d{3}[. ]?\d{3}",
        "bsn bsn-nummer burgerservicenummer burger_service_nummer sofi sofinummer",
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
    _row(r"\d{11}", "rijksregisternummer rijksregister registre_national niss insz", _belgian),
    _row(
        r"(?:19|20)?\d{6}[-+]?\d{4}", "personnummer samordningsnummer personnr", _luhn_of_last_ten
    ),
    _row(r"[0-3]\d[01]\d{3}[-+A]\d{3}[0-9A-Y]", holds=_finnish),
    _row(r"[0-3]\d[01]\d{3}[- ]?\d{4}", "cpr cpr-nummer cpr-nr"),
    _row(r"[0-7]\d[0-8]\d{3} ?\d{5}", "fødselsnummer fodselsnummer fnr personnummer d-nummer"),
    _row(r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}", holds=check.ean_13),
    _row(r"\d{4} ?[0-3]\d[01]\d{3}", "svnr sozialversicherungsnummer sv-nummer"),
    _row(r"\d{7}[A-W][A-IW]?", "pps ppsn pps_number"),
    _row(r"\d{3} ?\d{3} ?\d{3}", "nif contribuinte nif_n nss"),
    _row(r"\d{17}[\dX]", holds=check.chinese_id),
    _row(r"\d{2}[01]\d[0-3]\d-[1-8]\d{6}", holds=_born_first),
    _row(r"\d{4}[ -]?\d{4}[ -]?\d{4}", "マイナンバー 個人番号 my_number"),
    _row(r"[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d"),
    _row(r"\d{1,2}\.\d{3}\.\d{3}-[\dK]", holds=_chilean),
    _row(r"\d{1,2}\.?\d{3}\.?\d{3}", "dni cédula cedula ci documento"),
    _row(r"\d{11}", "tckn tc tc_kimlik kimlik", _turkish),
    _row(r"\d{3}-\d{3}-\d{3}[ -]\d{2}"),
    _row(r"\d{12}|\d{10}", "инн снилс"),
    _row(r"\d{3} ?\d{3} ?\d{2,3}", "tfn tax_file tax_file_number"),
    _row(r"[STFGM]\d{7}[A-Z]", "nric fin"),
    _row(r"\d{6} ?\d{4} ?\d{3}", "id_number said rsa_id identity_number", check.luhn),
    _row(r"\d{6}/\d{3,4}", "rodné rč rodne rodné_číslo rodné_čísla"),
    _row(
        r"(?=[A-Z]{0,3}\d|[A-Z]{3}\d)[A-Z0-9]{7,10}",
        "passport passport_no passport_number reisepass reisepassnummer passnummer pasaporte "
        "passeport paspoort passaporto passaporte personalausweis personalausweisnummer "
        "ausweisnummer paszport паспорт 护照 パスポート",
    ),
)


def find_national_ids(text: str) -> Iterator[Finding]:
    """Yield numbers whose shape and check digits fit, and whose name stands before if it must."""
    for kind in NATIONAL_IDS:
        if kind.names is not None and not kind.names.search(text):
            continue
        for match in kind.shape.finditer(text):
            number = re.sub(r"[^A-Z0-9]", "", match[0].upper())
            if kind.holds(number) and _is_named(kind, text, match.start()):
                yield Finding(*match.span(), Kind.ID, number)


def _is_named(kind: NationalId, text: str, start: int) -> bool:
    if kind.names is not None:
        return last_word_before(kind.names, text, start, REACH) is not None
    return last_word_before(OTHER_NUMBERS, text, start, REACH // 2) is None

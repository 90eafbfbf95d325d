"""The check digits of cards, accounts and national numbers; each takes plain ASCII digits."""

from __future__ import annotations

from datetime import date
from itertools import cycle
from operator import mul

from bot.triage.sensitive.vocabulary import words

DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"

DIGIT_VALUES = bytes.maketrans(b"0123456789", bytes(range(10)))
DOUBLED = bytes.maketrans(
    bytes(range(10)), bytes(sum(divmod(2 * digit, 10)) for digit in range(10))
)

LETTER_VALUES = {ord("A") + place: str(10 + place) for place in range(26)}

FALLING = tuple(range(11, 1, -1))


def rows_of(table: str) -> tuple[bytes, ...]:
    """Return the rows of a table of digits, each digit a byte of its value."""
    return tuple(row.encode().translate(DIGIT_VALUES) for row in words(table))


VERHOEFF_TURNS = rows_of(
    "0123456789 1234067895 2340178956 3401289567 4012395678 5987604321 6598710432 7659821043 "
    "8765932104 9876543210"
)
VERHOEFF_SHUFFLES = rows_of(
    "0123456789 1576283094 5803796142 8916043527 9453126870 4286573901 2793806415 7046913258"
)

ODD_VALUES = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        map(
            int,
            words(
                "1 0 5 7 9 13 15 17 19 21 1 0 5 7 9 13 15 17 "
                "19 21 2 4 18 20 11 3 6 8 12 14 16 10 22 25 24 23"
            ),
        ),
        strict=True,
    )
)
"""Italian codice fiscale: what a character at an odd place counts (D.M. 23/12/1976)."""


def luhn(digits: str) -> bool:
    """Return True if the Luhn sum of `digits` ends in 0 (ISO/IEC 7812-1)."""
    places = digits.encode().translate(DIGIT_VALUES)
    return (sum(places[-1::-2]) + sum(places[-2::-2].translate(DOUBLED))) % 10 == 0


def mod_97(account: str) -> bool:
    """Return True if `account` is a valid IBAN: capitals and digits, without spaces (ISO 7064)."""
    return int((account[4:] + account[:4]).translate(LETTER_VALUES)) % 97 == 1


def verhoeff(digits: str) -> bool:
    """Return True if `digits` carries a valid Verhoeff check digit, as Aadhaar does."""
    check = 0
    backwards = digits.encode().translate(DIGIT_VALUES)[::-1]
    for digit, shuffle in zip(backwards, cycle(VERHOEFF_SHUFFLES), strict=False):
        check = VERHOEFF_TURNS[check][shuffle[digit]]
    return check == 0


def mod_11_10(digits: str) -> bool:
    """Return True if the last digit fits the hybrid MOD 11,10 (ISO 7064), as in a Steuer-ID."""
    product = 10
    for digit in digits[:-1]:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(digits[-1])


def weighted(digits: str, weights: tuple[int, ...]) -> int:
    """Return the sum of the first digits, each times its weight."""
    return sum(map(mul, digits.encode().translate(DIGIT_VALUES), weights))


def cpf(digits: str) -> bool:
    """Return True for a Brazilian CPF: two check digits, not all digits equal."""
    first = weighted(digits, FALLING[1:]) * 10 % 11 % 10
    second = weighted(digits, FALLING) * 10 % 11 % 10
    return digits[9:] == f"{first}{second}" and len(set(digits)) > 1


def bsn(digits: str) -> bool:
    """Return True for a Dutch BSN: the eleven test, its last weight being -1."""
    padded = digits.zfill(9)
    return weighted(padded, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0 and int(padded) > 0


def pesel(digits: str) -> bool:
    """Return True for a Polish PESEL: a weighted sum and a date of birth with its century."""
    century, month = divmod(int(digits[2:4]), 20)
    year = (1900, 2000, 2100, 2200, 1800)[century] + int(digits[:2])
    weights = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)
    return weighted(digits, weights) % 10 == 0 and is_date(year, month, int(digits[4:6]))


def nir(number: str) -> bool:
    """Return True for a French NIR: its key is 97 minus the rest; Corsica's 2A and 2B count."""
    body = number[:13].replace("2A", "19").replace("2B", "18")
    return body.isdecimal() and 97 - int(body) % 97 == int(number[13:])


def dni(number: str) -> bool:
    """Return True for a Spanish DNI or NIE in capitals: the letter is the number modulo 23."""
    digits = number[:-1].translate(str.maketrans("XYZ", "012"))
    return DNI_LETTERS[int(digits) % 23] == number[-1]


def codice_fiscale(number: str) -> bool:
    """Return True for an Italian codice fiscale in capitals, by its last letter."""
    odd = sum(ODD_VALUES[character] for character in number[:15:2])
    even = sum(int(char) if char.isdecimal() else ord(char) - 65 for char in number[1:15:2])
    return chr(65 + (odd + even) % 26) == number[15]


def chinese_id(number: str) -> bool:
    """Return True for a Chinese resident number of 18 characters (ISO 7064 MOD 11-2, a date)."""
    total = weighted(number, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))
    born = is_date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return born and "10X98765432"[total % 11] == number[17]


def ean_13(digits: str) -> bool:
    """Return True if the 13th digit is the EAN check digit, as in a Swiss AHV number."""
    return weighted(digits, (1, 3) * 6 + (1,)) % 10 == 0


def is_date(year: int, month: int, day: int) -> bool:
    """Return True if there is such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True

"""Phone numbers as each country writes them, in figures of the library of phone numbers."""

from __future__ import annotations

import pytest
from phonenumbers import (
    PhoneNumberFormat,
    PhoneNumberType,
    example_number_for_type,
    format_number,
)

from bot.triage.redaction import redact

SAID = """
US my number is|GB ring|DE meine Nummer ist|AT Rückrufnummer|FR mon numéro|ES mi número es
IT il mio numero è|PT tlm|BR meu número é|NL bereikbaar op|PL zadzwoń|CZ volejte|SK volajte
HU hívjon a|RO sunați la|BG обадете се на|GR καλέστε|TR beni arayın|RU звоните|UA дзвоніть
SE mitt nummer är|NO mitt nummer er|DK mit nummer er|FI soita|EE helista|LT skambinkite|LV zvaniet
HR nazovite|RS pozovite|SI pokličite|IL נייד|AE جوال|EG موبايل|IR تلفن|IN फोन|TH โทร|VN gọi
ID hubungi|MY hubungi|PH cp|KE simu|NG call|ZA cell|CL mi fono|CO celular|JP 連絡先|CN 联系方式
TW 手機|HK 致電|KR 연락처
"""  # noqa: RUF001 - in many alphabets
WORDS = [entry.split(" ", 1) for line in SAID.split("\n") for entry in line.split("|") if entry]


@pytest.mark.parametrize(("country", "said"), WORDS)
def test_a_number_is_known_by_the_words_of_its_country(country: str, said: str) -> None:
    number = example_number_for_type(country, PhoneNumberType.MOBILE)
    assert number is not None
    written = format_number(number, PhoneNumberFormat.NATIONAL)
    digits = "".join(filter(str.isdecimal, written))

    assert redact(f"{said} {written}") == f"{said} [phone 1]"
    assert redact(f"{said} {digits}") == f"{said} [phone 1]"
    assert redact(f"row {digits}") == f"row {digits}"


@pytest.mark.parametrize(
    "text", ["phone 0113 496 0744", "Phone 0113 496 0744/mobile", "tel. 0118 496 0333"]
)
def test_an_area_may_begin_as_calls_abroad_do(text: str) -> None:
    assert "496" not in redact(text)

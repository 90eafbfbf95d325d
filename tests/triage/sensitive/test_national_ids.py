"""National numbers: a specimen of each kind is hidden, and one with a wrong digit is not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.redaction import redact
from bot.triage.sensitive.checksums import chinese_id, ean_13, is_date, mod_11_10, verhoeff
from bot.triage.sensitive.national_ids import BEGINNING, SELF_EVIDENT, NationalId

# Specimens as the issuing authorities and encyclopedias print them; nobody bears them.
CHECKED = [
    ("", "12345678Z"),
    ("", "X1234567L"),
    ("", "2 55 08 14 168 025 38"),
    ("", "111.444.777-35"),
    ("", "RSSMRA85T10A562S"),
    ("", "85.07.30-033.28"),
    ("", "131052-308T"),
    ("", "756.9217.0769.85"),
    ("", "11010519491231002X"),
    ("", "12.345.678-5"),
    ("NHS", "943 476 5919"),
    ("Steuer-ID", "86 095 742 719"),
    ("CPF", "11144477735"),
    ("aadhaar", "2341 2341 2346"),
    ("BSN", "111222333"),
    ("PESEL", "44051401359"),
    ("SIN", "046 454 286"),
    ("personnummer", "811228-9874"),
    ("rijksregisternummer", "85073003328"),
    ("TC kimlik", "10000000146"),
    ("id number", "8001015009087"),
]
UNCHECKED = [
    ("", "219-48-6071"),
    ("", "JG 10 37 59 A"),
    ("", "900101-1234567"),
    ("", "HEGG560427MVZRRL04"),
    ("", "112-233-445 95"),
    ("SSN", "401772958"),
    ("NINO", "AB123456C"),
    ("PAN", "ABCPE1234F"),
    ("CPR", "230785-1234"),
    ("PPSN", "1234567FA"),
    ("passport", "X1234567"),
    ("マイナンバー", "1234 5678 9012"),
    ("護照 護照号码 护照", "E12345678"),
    ("rodné číslo", "850723/1246"),
    ("Steuernummer", "93/815/08152"),
    ("", "784-1987-1234567-1"),
    ("", "35202-1234567-1"),
    ("", "1-1018-04527-61-6"),
    ("", "20-12345678-6"),
    ("RUT", "12345678-5"),
    ("Teudat Zehut", "123456782"),
    ("T.C.", "10000000146"),
    ("r.č.", "8507231246"),
    ("αμκα", "01018012345"),
    ("JMBG", "0101006500006"),
    ("паспорт", "4509 618273"),
    ("", "MORGA657054SM9IJ"),
    ("cartão de cidadão", "12345678 9 ZZ4"),
    ("身分證", "A123456789"),
]


@pytest.mark.parametrize(("name", "number"), CHECKED + UNCHECKED)
def test_a_specimen_is_hidden(name: str, number: str) -> None:
    assert redact(f"{name} {number} is shown") == f"{name} [id 1] is shown"


@pytest.mark.parametrize(("name", "number"), CHECKED)
def test_a_wrong_digit_makes_it_another_number(name: str, number: str) -> None:
    place = next(index for index, character in enumerate(number[3:], 3) if character.isdecimal())
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]

    assert "[id" not in redact(f"{name} {wrong} is shown")


@pytest.mark.parametrize("number", [number for name, number in CHECKED + UNCHECKED if name])
def test_without_its_name_it_may_be_anything(number: str) -> None:
    assert "[id" not in redact(f"row {number} is shown")


def test_the_name_must_be_near_and_the_number_whole() -> None:
    far = "BSN " + "of somebody whom we all know " * 2

    assert "[id" not in redact(f"{far}111222333")
    assert "[id" not in redact("BSN 1112223331")


def test_numbers_announced_as_others_are_left() -> None:
    assert redact("order 219-48-6071 is late") == "order 219-48-6071 is late"


def test_among_masked_neighbours_check_digits_are_name_enough() -> None:
    assert redact("jo@x.org / 86095742719 / new") == "[email 1] / [id 1] / new"
    assert redact("86095742719;jo@x.org") == "[id 1];[email 1]"
    assert redact("jo@x.org / 86095742718 / new") == "[email 1] / 86095742718 / new"


def test_runs_of_a_pipeline_are_no_identity_cards() -> None:
    assert redact("CI run 18234567 fails") == "CI run 18234567 fails"
    assert redact("C.I. 4.567.890-1 fails") == "C.I. [id 1] fails"


def test_check_digits_also_look_at_dates() -> None:
    assert not chinese_id("110105194913310021")
    assert not is_date(2025, 2, 29)


def test_check_digits_refuse_what_is_off_by_one() -> None:
    assert mod_11_10("86095742719")
    assert not mod_11_10("86095742718")
    assert not verhoeff("234123412345")
    assert not ean_13("7569217076984")


@pytest.mark.parametrize("kind", SELF_EVIDENT, ids=lambda kind: kind.shape)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_numbers_without_a_name_begin_as_it_is_looked_for(
    kind: NationalId, data: st.DataObject
) -> None:
    number = data.draw(st.from_regex(re.compile(kind.shape, re.ASCII), fullmatch=True))

    assert re.match(BEGINNING, number)

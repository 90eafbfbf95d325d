"""What is found of the labelled values, and that the blind set of them is what its README says."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from bot.triage.redaction import redact
from bot.triage.sensitive.finding import Kind
from tests.redaction.scores import DATA, PART, SEAM, rows, score, table

HALVES = ("open", "sealed", "classes", "fresh", "outside", "late", "stranger", "passerby")
PERFECT = (Kind.SECRET, Kind.CARD, Kind.EMAIL)
LEAST = {
    "email": 30,
    "phone": 30,
    "card": 20,
    "iban": 20,
    "national_id": 25,
    "ip": 20,
    "secret": 70,
    "name": 25,
}


def entries(name: str) -> list[dict[str, Any]]:
    lines = (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line.replace(SEAM, "")) for line in lines]


def values(name: str, kind: str) -> list[str]:
    found = (value for entry in entries(name) for value in entry["values"])
    return [value["value"] for value in found if value["kind"] == kind]


@pytest.mark.parametrize("half", HALVES)
def test_no_labelled_secret_card_or_email_gets_through(half: str) -> None:
    result = score(half)

    assert [result.recall(kind) for kind in PERFECT] == [1.0, 1.0, 1.0], table(half)


@pytest.mark.parametrize("half", HALVES)
def test_nearly_all_labelled_values_are_found_and_little_else(half: str) -> None:
    result = score(half)

    assert result.recall() >= 0.97, table(half)
    assert result.precision() >= 0.98, table(half)


def test_of_the_blind_set_nearly_all_is_found_and_little_else() -> None:
    result = score("blind")

    assert [result.recall(kind) for kind in (Kind.CARD, Kind.EMAIL)] == [1.0, 1.0], table("blind")
    assert result.recall(Kind.SECRET) == 1.0, table("blind")
    assert result.recall() >= 0.98, table("blind")
    assert result.precision() >= 0.98, table("blind")


@pytest.mark.parametrize("half", HALVES)
def test_redacting_labelled_texts_twice_changes_nothing(half: str) -> None:
    once = [(redact(row.text, row.people), row.people) for row in rows(half)]

    assert all(redact(text, people) == text for text, people in once)


def test_the_blind_set_holds_every_kind_and_many_rows_without_a_value() -> None:
    blind = entries("blind")

    counts = Counter(value["kind"] for entry in blind for value in entry["values"])

    assert set(counts) == set(LEAST)
    assert not {kind for kind, least in LEAST.items() if counts[kind] < least}
    assert len([entry for entry in blind if not entry["values"]]) >= 60


def test_the_blind_set_repeats_no_text_and_shares_no_value_with_the_halves() -> None:
    blind = entries("blind")
    halves = {kind: {*values("open", kind), *values("sealed", kind)} for kind in LEAST}

    shared = sum(len(halves[kind] & {*values("blind", kind)}) for kind in LEAST)

    assert len({entry["text"] for entry in blind}) == len({entry["id"] for entry in blind})
    assert shared == 0


@pytest.mark.parametrize("name", ["blind", "fresh", "outside", "late", "stranger", "passerby"])
def test_every_marked_value_occurs_and_no_part_of_it_stands_elsewhere_in_the_text(
    name: str,
) -> None:
    for entry in entries(name):
        marked = sorted((value["value"] for value in entry["values"]), key=len, reverse=True)
        rest = entry["text"]
        for value in marked:
            assert value in entry["text"], entry["id"]
            rest = rest.replace(value, "\n\n")
        parts = (value[n : n + PART] for value in marked for n in range(len(value) - PART + 1))
        assert not [part for part in parts if part in rest], entry["id"]


def test_the_checksums_of_cards_and_ibans_hold() -> None:
    assert all(map(_passes_luhn, values("blind", "card")))
    assert all(map(_passes_luhn, values("fresh", "card")))
    assert all(map(_passes_luhn, values("outside", "card")))
    assert all(map(_passes_luhn, values("late", "card")))
    assert all(map(_passes_luhn, values("stranger", "card")))
    assert all(map(_passes_luhn, values("passerby", "card")))
    assert all(map(_leaves_one, values("blind", "iban")))
    assert all(map(_leaves_one, values("stranger", "iban")))


def _passes_luhn(card: str) -> bool:
    written = card.replace("%20", " ")
    digits = [int(character) for character in reversed(written) if character.isdigit()]
    return sum(sum(divmod(digit * (1 + n % 2), 10)) for n, digit in enumerate(digits)) % 10 == 0


def _leaves_one(iban: str) -> bool:
    plain = "".join(character for character in iban if character.isalnum())
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1

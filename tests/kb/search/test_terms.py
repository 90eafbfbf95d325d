from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.terms import MOST_READ, terms
from tests.characters import CHARACTERS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The invoice is wrong", ["invoice", "wrong"]),
        ("invoices, Invoiced; INVOICING", ["invoic", "invoic", "invoic"]),
        ("queries of a query", ["query", "query"]),
        ("Upload error 1013", ["upload", "error", "1013"]),
        ("TX-4102", ["tx-4102", "tx", "4102"]),
        ("fs.s3a.endpoint", ["fs.s3a.endpoint", "fs", "s3a", "endpoint"]),
        ("FileNotFound", ["filenotfound", "file", "found"]),
        ("authentication_required", ["authentication_requir", "authentication", "requir"]),
        ("access process", ["access", "process"]),
        ("Größe café", ["größe", "café"]),
        ("請求書が二重", ["請求書が二重", "請求", "求書", "書が", "が二", "二重"]),
        ("कर्मचारी नहीं हूँ।", ["कर्मचारी", "नहीं", "हूँ"]),
        ("کارمندِ جدید", ["کارمندِ", "جدید"]),
        ("?! ...", []),
        ("", []),
    ],
)
def test_words_become_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_codes_of_one_family_share_the_family_only() -> None:
    assert set(terms("E-1207")) & set(terms("E-1209")) == set()
    assert set(terms("TX-4102")) & set(terms("TX-4107")) == {"tx"}


def test_of_a_long_text_the_beginning_counts() -> None:
    assert "end" not in terms("word " * MOST_READ + "end")


@given(st.text(CHARACTERS))
def test_any_text_has_terms(text: str) -> None:
    assert all(term and term == term.lower() for term in terms(text))

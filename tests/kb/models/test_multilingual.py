"""The multilingual model is the reviewed one, brings languages together, and takes any text."""

from __future__ import annotations

import numpy as np
import pytest

from bot.triage.redaction import Redacted, redact
from kb.models import e5
from kb.models.multilingual import (
    DIMENSIONS,
    MODEL,
    MOST_CHARACTERS,
    MultilingualEmbedder,
    is_mostly_read,
)

IN_ENGLISH = "I was charged twice for the same invoice."
ELSEWHERE = (
    "Mir wurde dieselbe Rechnung zweimal berechnet.",
    "On m'a facturé deux fois la même facture.",
    "Me cobraron dos veces la misma factura.",
    "A mesma fatura foi cobrada duas vezes.",
    "同じ請求書が二重に請求されました。",
)
OTHER = "The map shows no streets."


@pytest.fixture(scope="module")
def multilingual() -> MultilingualEmbedder:
    return MultilingualEmbedder()


def test_each_text_has_a_row_of_length_one(multilingual: MultilingualEmbedder) -> None:
    heard: list[int] = []
    texts = [redact(f"{IN_ENGLISH} {number}") for number in range(40)]

    vectors = multilingual.embed(texts, heard.append)

    assert vectors.shape == (40, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert heard == [32, 40]


def test_a_text_has_the_same_vector_alone_and_in_company(
    multilingual: MultilingualEmbedder,
) -> None:
    texts = [redact(text) for text in (IN_ENGLISH, *ELSEWHERE)]

    alone = np.concatenate([multilingual.embed([text]) for text in texts])

    assert np.allclose(multilingual.embed(texts), alone, atol=1e-5)


@pytest.mark.parametrize("text", ELSEWHERE)
def test_the_same_in_another_language_is_nearer_than_another_matter(
    multilingual: MultilingualEmbedder, text: str
) -> None:
    here, there, other = multilingual.embed([redact(each) for each in (IN_ENGLISH, text, OTHER)])

    assert here @ there > 0.5 > here @ other


@pytest.mark.parametrize("text", ["", " ", "\ud800", "a\0b", "x" * 40_000, "é " * 20_000, "\u202e"])
def test_any_text_has_a_vector(multilingual: MultilingualEmbedder, text: str) -> None:
    assert np.isfinite(multilingual.embed([Redacted(text)])).all()


def test_what_stands_beyond_the_cut_does_not_count(multilingual: MultilingualEmbedder) -> None:
    long = "word " * (MOST_CHARACTERS // 5)

    cut, longer = multilingual.embed([Redacted(long), Redacted(long + IN_ENGLISH)])

    assert np.allclose(cut, longer)


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        (IN_ENGLISH, True),
        ("同じ請求書が二重に請求されました。", True),
        ("एक ही चालान दो बार लिया गया।", False),
        ("मेरा login नहीं हो रहा है", False),
        ("Error 42: 'देखें'? See the log", True),
        ("12:30", True),
    ],
)
def test_the_scripts_that_the_sentence_encoder_knows_are_told(text: str, is_read: bool) -> None:  # noqa: FBT001
    assert is_mostly_read(text) is is_read


def test_without_the_second_package_there_is_only_the_sentence_encoder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(e5, "PACKAGE", "no_such_package")

    alone = MultilingualEmbedder()

    assert alone.model == MODEL
    assert alone.embed([redact(IN_ENGLISH)]).shape == (1, DIMENSIONS)
    assert alone.embed([]).shape == (0, DIMENSIONS)


@pytest.mark.skipif(not e5.is_installed(), reason="the extra `multilingual` is not installed")
def test_a_language_that_the_sentence_encoder_does_not_know_is_read_by_the_other(
    multilingual: MultilingualEmbedder,
) -> None:
    hindi = redact("मुझसे एक ही बिल के लिए दो बार पैसे लिए गए।")

    here, there, other = multilingual.embed([redact(IN_ENGLISH), hindi, redact(OTHER)])

    assert multilingual.model == f"{MODEL}+{e5.MODEL}"
    assert here @ there > 0.4 > other @ there

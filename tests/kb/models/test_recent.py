"""A ticket's text is embedded once, however many parts look at it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from bot.triage.redaction import redact
from kb.models.recent import LONGEST_QUERY, RecentTexts
from tests.kb.parts import CountingEmbedder, WordEmbedder

ONE, TWO, THREE = map(redact, ("one", "two", "three"))


def test_a_text_is_embedded_once(embedder: CountingEmbedder) -> None:
    recent = RecentTexts(embedder)

    first = recent.embed([ONE])
    second = recent.embed([TWO, ONE, TWO])

    assert embedder.texts == [ONE, TWO]
    assert np.array_equal(first[0], second[1])
    assert np.array_equal(second, WordEmbedder().embed([TWO, ONE, TWO]))


def test_the_text_not_seen_for_longest_is_forgotten(embedder: CountingEmbedder) -> None:
    recent = RecentTexts(embedder, size=2)
    for text in (ONE, TWO, ONE, THREE):
        recent.embed([text])
    embedder.texts.clear()

    recent.embed([ONE])
    recent.embed([TWO])

    assert embedder.texts == [TWO]


def test_bulk_work_does_not_push_the_queries_out(embedder: CountingEmbedder) -> None:
    recent = RecentTexts(embedder, size=2)
    recent.embed([ONE])
    recent.embed([redact(f"text {n}") for n in range(LONGEST_QUERY + 1)])
    embedder.texts.clear()

    recent.embed([ONE])

    assert embedder.texts == []


def test_no_texts_are_no_vectors(embedder: CountingEmbedder) -> None:
    assert len(RecentTexts(embedder).embed([])) == 0
    assert RecentTexts(embedder).model == "words"


def test_threads_get_the_vectors_that_they_asked_for(embedder: CountingEmbedder) -> None:
    recent = RecentTexts(embedder, size=4)
    texts = [redact(f"text {n % 9}") for n in range(200)]

    with ThreadPoolExecutor(8) as pool:
        rows = list(pool.map(lambda text: recent.embed([text])[0], texts))

    assert np.array_equal(rows, WordEmbedder().embed(texts))

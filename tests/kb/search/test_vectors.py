"""Vectors are made once per text and model, whatever lies in the cache."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pytest

from bot.triage.errors import Rejected
from bot.triage.judging.cleaning import cleaned
from bot.triage.redaction import redact
from kb.search.vectors import EMBEDDED_AT_ONCE, normalised, searchable, vectors_for
from tests.builders import an_issue
from tests.kb.parts import CountingEmbedder, MemoryCache, WordEmbedder


def test_each_issue_gets_the_vector_of_its_redacted_and_cleaned_text(cache: MemoryCache) -> None:
    issue = an_issue(title="Mail to anna@example.com bounces")

    found = vectors_for([issue], WordEmbedder(), cache)

    assert "anna@example.com" not in searchable(issue)
    assert searchable(issue) == cleaned(redact(issue.searchable_text))
    assert np.allclose(found.vectors, WordEmbedder().embed([searchable(issue)]))
    assert found.fresh == 1


def test_the_cache_holds_little_endian_float32_by_the_hash_of_the_text(cache: MemoryCache) -> None:
    found = vectors_for([an_issue()], WordEmbedder("m"), cache)

    key = sha256(searchable(an_issue()).encode()).hexdigest()
    assert cache.stored == {("m", key): found.vectors[0].astype("<f4").tobytes()}


def test_what_is_cached_is_not_embedded_again(
    embedder: CountingEmbedder, cache: MemoryCache
) -> None:
    one, two = an_issue(title="one"), an_issue(title="two")
    vectors_for([one], embedder, cache)

    found = vectors_for([two, one, two], embedder, cache)

    assert embedder.texts == [searchable(one), searchable(two)]
    assert found.fresh == 1
    assert np.array_equal(found.vectors[0], found.vectors[2])


def test_another_model_is_embedded_anew(cache: MemoryCache) -> None:
    vectors_for([an_issue()], WordEmbedder("a"), cache)

    assert vectors_for([an_issue()], WordEmbedder("b"), cache).fresh == 1


@pytest.mark.parametrize(
    "damaged", [b"", b"\0", np.full(64, np.nan, "<f4").tobytes(), np.zeros(64, "<f4").tobytes()]
)
def test_damaged_vectors_are_made_anew(cache: MemoryCache, damaged: bytes) -> None:
    whole = vectors_for([an_issue()], WordEmbedder(), cache).vectors
    cache.stored = dict.fromkeys(cache.stored, damaged)

    found = vectors_for([an_issue()], WordEmbedder(), cache)

    assert found.fresh == 1
    assert np.array_equal(found.vectors, whole)


def test_a_model_whose_width_changed_is_embedded_anew(cache: MemoryCache) -> None:
    issues = [an_issue(title="one"), an_issue(title="two")]
    vectors_for(issues[:1], WordEmbedder(width=32), cache)

    found = vectors_for(issues, WordEmbedder(width=64), cache)

    assert found.vectors.shape == (2, 64)
    assert found.fresh == 2


def test_no_issues_need_no_vectors(embedder: CountingEmbedder, cache: MemoryCache) -> None:
    assert len(vectors_for([], embedder, cache).vectors) == 0
    assert embedder.texts == []


def test_progress_begins_with_what_is_cached_and_ends_with_all(cache: MemoryCache) -> None:
    issues = [an_issue(title=f"t{n}") for n in range(EMBEDDED_AT_ONCE + 10)]
    vectors_for(issues[:5], WordEmbedder(), cache)
    heard: list[int] = []

    vectors_for(issues, WordEmbedder(), cache, heard.append)

    assert heard[0] == 5
    assert heard == sorted(heard)
    assert heard[-1] == len(issues)


def test_an_interrupted_import_keeps_what_was_embedded(cache: MemoryCache) -> None:
    issues = [an_issue(title=f"t{n}") for n in range(EMBEDDED_AT_ONCE + 10)]

    def stop(done: int) -> None:
        if done > EMBEDDED_AT_ONCE:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        vectors_for(issues, WordEmbedder(), cache, stop)

    assert len(cache.stored) == EMBEDDED_AT_ONCE


@pytest.mark.parametrize("value", [0, np.nan, np.inf])
def test_vectors_without_a_direction_are_refused(value: float) -> None:
    with pytest.raises(Rejected, match="without direction"):
        normalised(np.array([[1, 2], [value, 0]], np.float32))

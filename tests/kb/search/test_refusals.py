"""Of texts that an embedding server refuses all others get their vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.errors import Rejected
from bot.triage.redaction import redact
from kb.search.exact import ExactSearch
from kb.search.refusals import MOST_IN_A_ROW
from kb.search.vectors import EMBEDDED_AT_ONCE, vectors_for, vectors_of
from tests.builders import TEAM, an_issue
from tests.kb.parts import MemoryCache, PickyEmbedder

if TYPE_CHECKING:
    from bot.triage.issue import KnownIssue

BAD = [3, EMBEDDED_AT_ONCE - 1, EMBEDDED_AT_ONCE + 5]


def issues(bad: list[int], count: int) -> list[KnownIssue]:
    return [
        an_issue(f"KB-{n}", title=f"{'poison' if n in bad else 'harmless'} {n}")
        for n in range(count)
    ]


def test_all_but_the_refused_get_vectors_and_the_refused_are_named(cache: MemoryCache) -> None:
    heard: list[int] = []

    made = vectors_for(issues(BAD, EMBEDDED_AT_ONCE + 10), PickyEmbedder(), cache, heard.append)

    assert [str(each) for each in made.refused] == [
        f"KB-{n} (the embedding server answered 400)" for n in BAD
    ]
    assert len(made.issues) == len(made.vectors) == made.fresh == EMBEDDED_AT_ONCE + 7
    assert heard == sorted(heard)


def test_they_are_found_by_halving(cache: MemoryCache) -> None:
    embedder = PickyEmbedder()

    vectors_for(issues([100], EMBEDDED_AT_ONCE), embedder, cache)

    assert embedder.refusals == 10


def test_where_every_text_is_refused_that_is_no_text_s_fault(cache: MemoryCache) -> None:
    embedder = PickyEmbedder("a")

    with pytest.raises(Rejected):
        vectors_for(issues([], EMBEDDED_AT_ONCE), embedder, cache)

    assert embedder.refusals < 40


def test_many_refused_at_once_beside_what_is_known_are_set_aside(cache: MemoryCache) -> None:
    bad = list(range(1, MOST_IN_A_ROW + 5))
    embedder = PickyEmbedder()
    vectors_for(issues([], 1), embedder, cache)

    made = vectors_for(issues(bad, len(bad) + 1), embedder, cache)

    assert len(made.refused) == len(bad)


@pytest.mark.parametrize("code", ["401", "insufficient_quota"])
def test_what_is_due_to_no_text_is_not_halved(cache: MemoryCache, code: str) -> None:
    embedder = PickyEmbedder("", code)

    with pytest.raises(Rejected):
        vectors_for(issues([], 4), embedder, cache)

    assert embedder.refusals == 1


def test_where_each_text_must_have_a_vector_a_refused_one_is_an_error(cache: MemoryCache) -> None:
    with pytest.raises(Rejected):
        vectors_of([redact("harmless"), redact("poison")], PickyEmbedder(), cache)


def test_a_search_without_the_index_finds_the_others_and_asks_once(cache: MemoryCache) -> None:
    embedder = PickyEmbedder()
    search = ExactSearch(lambda team: issues([1], 3) if team == TEAM else [], embedder, cache)

    found = [search.search(TEAM, redact("harmless"), 5) for _ in range(2)]

    assert [[hit.issue.id for hit in hits] for hits in found] == [["KB-0", "KB-2"]] * 2
    assert embedder.refusals == 3

"""What is searched for is found, each team by itself, the nearest first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.triage.errors import Unavailable
from bot.triage.issue import EVERY_TEAM
from bot.triage.redaction import Redacted, redact
from kb.index import Index
from kb.search.chroma import open_folder
from tests.builders import an_issue
from tests.kb.parts import QUERY, CountingEmbedder, MemoryCache, WordEmbedder

if TYPE_CHECKING:
    from pathlib import Path

EXPORT = an_issue("KB-1", title="Export never ends", symptoms=("the export hangs",))
LOGIN = an_issue("KB-2", title="Password is refused", symptoms=("cannot sign in",))
HOSTILE = (
    "\ud800 lone",
    "nul \0 byte",
    "a" * 40_000,
    "👩‍👩‍👧 é",
    "",
    "\u202e right to left",
    "NaN",
)


def ids(index: Index, team: str = "T1", text: Redacted = QUERY, limit: int = 3) -> list[str]:
    return [hit.issue.id for hit in index.search(team, text, limit)]


def test_search_returns_the_nearest_first_with_their_cosine(index: Index) -> None:
    index.sync(EVERY_TEAM, [LOGIN, EXPORT])

    near, far = index.search("T1", redact("Export never ends\nthe export hangs"), 3)

    assert near.issue == EXPORT
    assert near.similarity == pytest.approx(1, abs=1e-5)
    assert 0 <= far.similarity < near.similarity


def test_an_empty_index_finds_nothing(index: Index) -> None:
    assert index.search("T1", QUERY, 3) == ()
    assert index.check() == "answers; known issues: 0, collections: 0"


def test_no_more_than_the_limit_is_found(index: Index) -> None:
    index.sync(EVERY_TEAM, [an_issue(f"KB-{n}", title=f"Problem {n}") for n in range(20)])

    assert len(ids(index, limit=2)) == 2


def test_equally_similar_issues_come_in_the_order_of_their_ids(index: Index) -> None:
    index.sync(EVERY_TEAM, [an_issue("c"), an_issue("a"), an_issue("b")])

    assert ids(index) == ["a", "b", "c"]


def test_a_query_is_embedded_once(index: Index, embedder: CountingEmbedder) -> None:
    index.sync(EVERY_TEAM, [EXPORT])
    index.sync("T1", [LOGIN])
    embedder.texts.clear()

    index.search("T1", QUERY, 3)

    assert embedder.texts == [QUERY]


def test_teams_do_not_see_each_other(index: Index) -> None:
    index.sync("T1", [an_issue("mine", team="T1")])
    index.sync("T12", [an_issue("theirs", team="T12")])
    index.sync(EVERY_TEAM, [an_issue("shared")])

    assert ids(index, "T1") == ["mine", "shared"]
    assert ids(index, "T12") == ["shared", "theirs"]
    assert ids(index, EVERY_TEAM) == ["shared"]


@pytest.mark.parametrize("team", ["all", "t-T1", "*.", "T 1/ü", "\ud800", "x" * 600])
def test_any_team_id_has_a_collection_of_its_own(index: Index, team: str) -> None:
    index.sync(EVERY_TEAM, [an_issue("shared")])
    index.sync("T1", [an_issue("theirs")])

    index.sync(team, [an_issue("own")])

    assert sorted(ids(index, team)) == ["own", "shared"]


def test_a_teams_own_issue_replaces_the_shared_one_even_where_it_is_less_similar(
    index: Index,
) -> None:
    index.sync(EVERY_TEAM, [EXPORT])
    own = an_issue("KB-1", title="Wholly other words", symptoms=("elsewhere",), team="T1")
    index.sync("T1", [own])

    found = index.search("T1", redact("Export never ends\nthe export hangs"), 3)

    assert [hit.issue for hit in found] == [own]
    assert index.search("T2", QUERY, 3)[0].issue == EXPORT


def test_replaced_issues_leave_their_places_to_the_next_shared_ones(index: Index) -> None:
    shared = [an_issue(f"KB-{n:02}", title="Export never ends") for n in range(40)]
    index.sync(EVERY_TEAM, shared)
    index.sync("T1", [an_issue(issue.id, title="Other", symptoms=("x",)) for issue in shared[:38]])

    assert ids(index, "T1", redact("export never ends"), 2) == ["KB-38", "KB-39"]


def test_a_query_of_the_wrong_width_is_unavailable(
    index: Index, folder: Path, cache: MemoryCache
) -> None:
    index.sync(EVERY_TEAM, [EXPORT])
    index.close()
    wider = Index(open_folder(folder), WordEmbedder(width=128), cache)

    with pytest.raises(Unavailable, match="the index failed"):
        wider.search("T1", QUERY, 3)
    wider.close()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_stored_and_found(index: Index, text: str) -> None:
    issue = an_issue(f"KB-1{text[:20]}", title=text, recommended_action=text, symptoms=(text,))

    index.sync(EVERY_TEAM, [issue])

    assert index.search("T1", redact(text), 1)[0].issue == issue


def test_a_closed_index_is_unavailable(index: Index) -> None:
    index.close()
    index.close()

    with pytest.raises(Unavailable, match="closed"):
        index.search("T1", QUERY, 3)


def test_searches_go_on_while_teams_are_synced(index: Index) -> None:
    stable = [an_issue(f"KB-{n:02}", title=f"Problem {n}") for n in range(30)]
    index.sync(EVERY_TEAM, stable)

    def search(_: int) -> int:
        return len(index.search("T1", QUERY, 5))

    def sync(turn: int) -> int:
        extra = [an_issue(f"X-{turn}-{n}", title=f"Extra {turn} {n}") for n in range(20)]
        return index.sync(EVERY_TEAM, [*stable, *extra]).added

    with ThreadPoolExecutor(8) as pool:
        synced = pool.map(sync, range(8))
        found = pool.map(search, range(100))

    assert set(found) == {5}
    assert set(synced) == {20}
    assert index.check() == "answers; known issues: 50, collections: 1"


def test_a_code_that_only_one_issue_says_brings_it_forward(index: Index) -> None:
    near = [
        an_issue(f"KB-{n:02}", title="The upload", symptoms=("fails at night",)) for n in range(40)
    ]
    exact = an_issue("KB-99", title="Code E-4711", symptoms=("the upload never ends",))
    index.sync(EVERY_TEAM, [*near, exact])

    first, second = index.search("T1", redact("the upload fails e-4711"), 2)

    assert first.issue == exact
    assert first.similarity < second.similarity
    assert first.score == first.similarity + first.lift > second.score


@pytest.mark.parametrize("held", [0, 2_000])
def test_an_issue_found_by_its_words_is_as_near_as_its_text_is_now(
    index: Index, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    monkeypatch.setattr("kb.search.shelf.VECTORS_HELD", held)
    near = [
        an_issue(f"KB-{n:02}", title="The upload", symptoms=("fails at night",)) for n in range(40)
    ]
    exact = an_issue("KB-99", title="Code E-4711", symptoms=("the upload never ends",))
    query = redact("the upload fails e-4711")
    index.sync(EVERY_TEAM, [*near, exact])

    before = [index.search("T1", query, 2)[0] for _ in range(2)]
    index.change(EVERY_TEAM, [replace(exact, symptoms=("the upload fails",))], [])
    after = index.search("T1", query, 2)[0]

    assert {hit.issue.id for hit in (*before, after)} == {"KB-99"}
    assert before[0].similarity == before[1].similarity < after.similarity

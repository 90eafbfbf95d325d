"""The index follows the database, keeps teams and models apart, and is rebuilt when lost."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.triage.errors import Unavailable
from bot.triage.issue import EVERY_TEAM
from bot.triage.redaction import Redacted, redact
from kb.index import Index, SyncReport
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


def test_syncing_the_same_issues_again_changes_and_embeds_nothing(
    index: Index, embedder: CountingEmbedder
) -> None:
    first = index.sync(EVERY_TEAM, [EXPORT, LOGIN])
    embedder.texts.clear()

    again = index.sync(EVERY_TEAM, [EXPORT, LOGIN])

    assert first == SyncReport(added=2, changed=0, removed=0, embedded=2)
    assert again == SyncReport(added=0, changed=0, removed=0, embedded=0)
    assert embedder.texts == []


def test_sync_adds_changes_and_removes(index: Index) -> None:
    index.sync(EVERY_TEAM, [EXPORT, LOGIN])
    renamed = an_issue("KB-1", title="Export ends early", symptoms=("the export stops",))

    report = index.sync(EVERY_TEAM, [renamed, an_issue("KB-3")])

    assert report == SyncReport(added=1, changed=1, removed=1, embedded=2)
    assert {hit.issue for hit in index.search("T1", QUERY, 9)} == {renamed, an_issue("KB-3")}


def test_a_new_action_changes_the_row_but_embeds_nothing(index: Index) -> None:
    index.sync(EVERY_TEAM, [an_issue("KB-1", version=1)])
    edited = an_issue("KB-1", recommended_action="Do something else.", version=2)

    report = index.sync(EVERY_TEAM, [edited])

    assert report == SyncReport(added=0, changed=1, removed=0, embedded=0)
    assert index.search("T1", QUERY, 1)[0].issue == edited


def test_a_change_does_what_a_sync_of_all_would_do(
    index: Index, embedder: CountingEmbedder
) -> None:
    index.sync(EVERY_TEAM, [EXPORT, LOGIN])
    renamed = an_issue(EXPORT.id, title="Export ends early", symptoms=("the export stops",))
    embedder.texts.clear()

    report = index.change(EVERY_TEAM, [renamed, an_issue("KB-3")], [LOGIN.id, "KB-9"])

    assert report == SyncReport(added=1, changed=1, removed=1, embedded=2)
    assert {hit.issue for hit in index.search("T1", QUERY, 9)} == {renamed, an_issue("KB-3")}
    assert index.sync(EVERY_TEAM, [renamed, an_issue("KB-3")]) == SyncReport(0, 0, 0, 0)
    assert index.check() == "answers; known issues: 2, collections: 1"


def test_syncing_no_issues_empties_the_team(index: Index) -> None:
    index.sync(EVERY_TEAM, [EXPORT, LOGIN])

    assert index.sync(EVERY_TEAM, []).removed == 2
    assert ids(index) == []
    assert index.sync("T9", []) == SyncReport(0, 0, 0, 0)


def test_progress_counts_the_issues_that_have_vectors(index: Index) -> None:
    heard: list[int] = []

    index.sync(EVERY_TEAM, [EXPORT, LOGIN], heard.append)

    assert heard[-1] == 2


def test_teams_do_not_see_each_other(index: Index) -> None:
    index.sync("T1", [an_issue("mine", team="T1")])
    index.sync("T12", [an_issue("theirs", team="T12")])
    index.sync(EVERY_TEAM, [an_issue("shared")])

    assert ids(index, "T1") == ["mine", "shared"]
    assert ids(index, "T12") == ["shared", "theirs"]
    assert ids(index, EVERY_TEAM) == ["shared"]


def test_syncing_one_team_leaves_the_others_alone(index: Index) -> None:
    index.sync("T1", [an_issue("mine")])
    index.sync("T12", [an_issue("theirs")])

    index.sync("T1", [])

    assert ids(index, "T12") == ["theirs"]


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


def test_a_deleted_folder_is_rebuilt_without_embedding(
    index: Index, folder: Path, embedder: CountingEmbedder, cache: MemoryCache
) -> None:
    index.sync(EVERY_TEAM, [EXPORT, LOGIN])
    index.close()
    shutil.rmtree(folder)
    embedder.texts.clear()
    rebuilt = Index(open_folder(folder), embedder, cache)

    report = rebuilt.sync(EVERY_TEAM, [EXPORT, LOGIN])

    assert report == SyncReport(added=2, changed=0, removed=0, embedded=0)
    assert embedder.texts == []
    assert ids(rebuilt) == ["KB-1", "KB-2"]
    rebuilt.close()


def test_a_cleared_team_is_written_anew_without_embedding(index: Index) -> None:
    index.sync(EVERY_TEAM, [EXPORT, LOGIN])

    index.clear(EVERY_TEAM)

    assert ids(index) == []
    assert index.sync(EVERY_TEAM, [EXPORT, LOGIN]) == SyncReport(2, 0, 0, 0)


def test_vectors_of_another_model_are_never_mixed(
    index: Index, folder: Path, cache: MemoryCache
) -> None:
    index.sync(EVERY_TEAM, [EXPORT])
    index.sync("T1", [LOGIN])
    index.close()
    changed = Index(open_folder(folder), WordEmbedder("other", width=32), cache)

    assert ids(changed) == []
    assert changed.sync(EVERY_TEAM, [EXPORT]) == SyncReport(1, 0, 0, 1)
    assert ids(changed) == ["KB-1"]
    assert changed.check() == "answers; known issues: 2, collections: 2"
    changed.sync("T1", [])
    assert changed.check() == "answers; known issues: 1, collections: 1"
    changed.close()


def test_a_model_whose_vectors_change_in_width_is_indexed_anew(
    index: Index, folder: Path, cache: MemoryCache
) -> None:
    index.sync(EVERY_TEAM, [EXPORT, LOGIN])
    index.close()
    wider = Index(open_folder(folder), WordEmbedder(width=128), cache)

    report = wider.sync(EVERY_TEAM, [EXPORT, LOGIN, an_issue("KB-3")])

    assert report == SyncReport(added=3, changed=0, removed=0, embedded=3)
    assert len(ids(wider)) == 3
    wider.close()


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


def test_many_rows_are_read_in_pages(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.search.chroma_rows.ROWS_A_READ", 2)
    issues = [an_issue(f"KB-{n}") for n in range(5)]
    index.sync(EVERY_TEAM, issues)

    assert index.sync(EVERY_TEAM, issues[:-1]) == SyncReport(0, 0, 1, 0)


def test_many_issues_are_written_in_batches(index: Index) -> None:
    issues = [an_issue(f"KB-{n:04}", title=f"Problem {n}") for n in range(2100)]

    assert index.sync(EVERY_TEAM, issues).added == 2100
    assert index.check() == "answers; known issues: 2100, collections: 1"
    assert index.sync(EVERY_TEAM, issues[:50]).removed == 2050


def test_check_finds_an_index_that_lost_rows(
    folder: Path, embedder: CountingEmbedder, cache: MemoryCache
) -> None:
    chroma = open_folder(folder)
    index = Index(chroma, embedder, cache)
    index.sync(EVERY_TEAM, [EXPORT, LOGIN])
    rows = chroma.find(chroma.names()[0])
    assert rows is not None

    rows.delete(["KB-1"])

    with pytest.raises(Unavailable, match="holds 1 of 2 issues"):
        index.check()
    index.close()


def test_check_finds_a_collection_that_is_gone(
    folder: Path, embedder: CountingEmbedder, cache: MemoryCache
) -> None:
    chroma = open_folder(folder)
    index = Index(chroma, embedder, cache)
    index.sync(EVERY_TEAM, [EXPORT])

    chroma.drop(chroma.names()[0])

    with pytest.raises(Unavailable, match="holds 0 of 1 issues"):
        index.check()
    index.close()


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


def test_a_check_does_not_wait_for_a_long_sync(index: Index) -> None:
    said: list[str] = []

    def look(done: int) -> None:
        if done:
            with ThreadPoolExecutor(1) as pool:
                said.append(pool.submit(index.check).result())

    index.sync(EVERY_TEAM, [EXPORT], look)

    assert said == ["the index is being written"]
    assert index.check() == "answers; known issues: 1, collections: 1"


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


def test_words_are_found_again_after_a_restart(
    index: Index, folder: Path, embedder: CountingEmbedder, cache: MemoryCache
) -> None:
    index.sync(EVERY_TEAM, [EXPORT, LOGIN])
    before = index.search("T1", QUERY, 2)
    index.close()
    again = Index(open_folder(folder), embedder, cache)
    again.sync(EVERY_TEAM, [EXPORT, LOGIN])

    assert again.search("T1", QUERY, 2) == before
    assert before[0].lift > 0
    again.close()

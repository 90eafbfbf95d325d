"""The index follows the issues that it is given, and is rebuilt when lost."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from bot.triage.errors import Unavailable
from bot.triage.issue import EVERY_TEAM
from kb.index import Index, SyncReport
from kb.search.chroma import open_folder
from tests.builders import an_issue
from tests.kb.parts import QUERY, CountingEmbedder, MemoryCache, WordEmbedder

if TYPE_CHECKING:
    from pathlib import Path

    from bot.triage.redaction import Redacted
    from kb.search.chroma import Chroma

EXPORT = an_issue("KB-1", title="Export never ends", symptoms=("the export hangs",))
LOGIN = an_issue("KB-2", title="Password is refused", symptoms=("cannot sign in",))


def ids(index: Index, team: str = "T1", text: Redacted = QUERY, limit: int = 3) -> list[str]:
    return [hit.issue.id for hit in index.search(team, text, limit)]


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


def test_syncing_one_team_leaves_the_others_alone(index: Index) -> None:
    index.sync("T1", [an_issue("mine")])
    index.sync("T12", [an_issue("theirs")])

    index.sync("T1", [])

    assert ids(index, "T12") == ["theirs"]


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


def test_a_cleared_team_is_written_anew_without_embedding_and_not_searched_before(
    index: Index,
) -> None:
    index.sync(EVERY_TEAM, [EXPORT, LOGIN])

    index.clear(EVERY_TEAM)

    with pytest.raises(Unavailable, match="being rebuilt"):
        ids(index)
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


def test_check_finds_an_index_that_lost_rows(index: Index, chroma: Chroma) -> None:
    index.sync(EVERY_TEAM, [EXPORT, LOGIN])
    rows = chroma.find(chroma.names()[0])
    assert rows is not None

    rows.delete(["KB-1"])

    with pytest.raises(Unavailable, match="holds 1 of 2 issues"):
        index.check()


def test_check_finds_a_collection_that_is_gone(index: Index, chroma: Chroma) -> None:
    index.sync(EVERY_TEAM, [EXPORT])

    chroma.drop(chroma.names()[0])

    with pytest.raises(Unavailable, match="holds 0 of 1 issues"):
        index.check()


def test_a_search_in_a_collection_that_is_gone_fails_rather_than_find_nothing(
    index: Index, chroma: Chroma
) -> None:
    index.sync(EVERY_TEAM, [EXPORT])

    chroma.drop(chroma.names()[0])

    with pytest.raises(Unavailable, match="emptied"):
        index.search("T1", QUERY, 3)


def test_a_check_does_not_wait_for_a_long_sync(index: Index) -> None:
    said: list[str] = []

    def look(done: int) -> None:
        if done:
            with ThreadPoolExecutor(1) as pool:
                said.append(pool.submit(index.check).result())

    index.sync(EVERY_TEAM, [EXPORT], look)

    assert said == ["the index is being written"]
    assert index.check() == "answers; known issues: 1, collections: 1"


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

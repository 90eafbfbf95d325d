"""A folder belongs to one process, damage is noticed and moved aside, servers may be absent."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from socket import create_connection, socket
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest

from bot.triage.errors import Rejected, Unavailable
from bot.triage.issue import EVERY_TEAM
from kb.index import Index, SyncReport
from kb.search.chroma import connect, open_folder
from kb.search.shelf import Shelf
from tests.builders import an_issue
from tests.kb.parts import QUERY, WordEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.kb.parts import MemoryCache


def cut_database(folder: Path) -> None:
    with (folder / "chroma.sqlite3").open("r+b") as file:
        file.truncate(8192)


def fill_database_with_rubbish(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"rubbish" * 1000)


def lose_segments(folder: Path) -> None:
    for segment in folder.glob("*-*/"):
        shutil.rmtree(segment)


def lose_names_of_vectors(folder: Path) -> None:
    for file in folder.glob("*/index_metadata.pickle"):
        file.unlink()


def test_a_folder_in_use_is_refused_by_name(folder: Path) -> None:
    chroma = open_folder(folder)

    with pytest.raises(Rejected, match=f"{folder} is in use by another `triage run`"):
        open_folder(folder)
    chroma.close()


def test_a_closed_folder_can_be_opened_again(folder: Path) -> None:
    open_folder(folder).close()
    open_folder(folder).close()


def test_a_file_in_place_of_the_folder_is_refused(folder: Path) -> None:
    folder.write_text("mine")

    with pytest.raises(Rejected, match="can't hold the index"):
        open_folder(folder)
    assert folder.read_text() == "mine"


@pytest.mark.parametrize(
    "damage", [cut_database, fill_database_with_rubbish, lose_segments, lose_names_of_vectors]
)
def test_a_damaged_folder_is_moved_aside_and_rebuilt(
    folder: Path, cache: MemoryCache, damage: Callable[[Path], None]
) -> None:
    issues = [an_issue(f"KB-{n}", title=f"Problem {n}") for n in range(1100)]
    index = Index(open_folder(folder), WordEmbedder(), cache)
    index.sync(EVERY_TEAM, issues)
    index.close()
    damage(folder)

    index = Index(open_folder(folder), WordEmbedder(), cache)

    assert index.sync(EVERY_TEAM, issues) == SyncReport(1100, 0, 0, 0)
    assert len(index.search("T1", QUERY, 5)) == 5
    assert folder.with_name("chroma.damaged").is_dir()
    index.close()


def test_vectors_that_are_not_found_by_themselves_are_damage(folder: Path) -> None:
    chroma = open_folder(folder)
    rows = chroma.make("issues.all.x", 2)
    rows.write([an_issue("KB-1")], np.zeros((1, 2), np.float32))

    with pytest.raises(Unavailable, match="does not find what it holds"):
        rows.count_sound()
    chroma.close()


def test_a_row_whose_content_is_gone_is_left_out(folder: Path) -> None:
    chroma = open_folder(folder)
    rows = chroma.make("issues.all.x", 2)
    rows.write([an_issue("KB-1"), an_issue("KB-2")], np.eye(2, dtype=np.float32))
    with closing(sqlite3.connect(folder / "chroma.sqlite3")) as database, database:
        database.execute("DELETE FROM embedding_metadata WHERE string_value LIKE '%KB-1%'")
        database.execute("DELETE FROM embedding_metadata WHERE id = 1")

    found = rows.issues(["KB-1", "KB-2"])

    assert list(found) == ["KB-2"]
    chroma.close()


def test_only_the_last_damaged_folder_is_kept(folder: Path) -> None:
    for _ in range(2):
        open_folder(folder).close()
        fill_database_with_rubbish(folder)
        open_folder(folder).close()

    assert sorted(path.name for path in folder.parent.iterdir()) == [
        "chroma",
        "chroma.closed",
        "chroma.damaged",
        "chroma.lock",
    ]


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host", "http://", "nonsense"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(Rejected, match="is no address of a Chroma server"):
        connect(url)


def test_a_server_that_does_not_answer_is_unavailable() -> None:
    with pytest.raises(Unavailable, match=r"http://127\.0\.0\.1:1 does not answer"):
        connect("http://127.0.0.1:1")


class Server(NamedTuple):
    url: str
    process: subprocess.Popen[bytes]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from chromadb.cli.cli import app; app()", "run"]
    options = ["--path", str(tmp_path), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL) as process:
        for _ in range(200):
            try:
                create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.1)
        yield Server(f"http://127.0.0.1:{port}", process)
        process.kill()


def test_two_indexes_share_a_server_and_notice_its_end(server: Server, cache: MemoryCache) -> None:
    one = Index(connect(server.url), WordEmbedder(), cache)
    two = Index(connect(server.url), WordEmbedder(), cache)

    one.sync(EVERY_TEAM, [an_issue("KB-1")])

    assert [hit.issue.id for hit in two.search("T1", QUERY, 3)] == ["KB-1"]
    assert two.check() == "answers; known issues: 1, collections: 1"
    server.process.kill()
    server.process.wait()
    for index in (one, two):
        with pytest.raises(Unavailable, match="the index failed"):
            index.search("T1", QUERY, 3)
        index.close()


def test_issues_are_read_by_name_and_missing_ones_left_out(folder: Path) -> None:
    chroma = open_folder(folder)
    rows = chroma.make("issues.all.x", 2)
    rows.write([an_issue("KB-1"), an_issue("KB-2")], np.eye(2, dtype=np.float32))

    shelf, query = Shelf(rows), np.array([0.6, 0.8], np.float32)

    found = shelf.named(["KB-2", "KB-9"], query)

    assert [(hit.issue.id, hit.similarity) for hit in found] == [("KB-2", 0.8)]
    assert shelf.named([], query) == shelf.named(["KB-9"], query) == []
    chroma.close()

"""A part of the index's folder is lost while the bot runs: it is noticed, told and built anew."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING

import chromadb
import pytest
from chromadb.api.client import Client
from structlog.testing import capture_logs

from bot.duties.follower import Follower
from bot.triage.errors import Unavailable
from bot.triage.redaction import redact
from kb.index import Index
from kb.search.chroma import Chroma, open_folder
from storage.issues import Issues
from storage.vectors import Vectors
from tests.builders import NOON, TEAM, an_issue
from tests.kb.parts import WordEmbedder
from tests.quick_database import QuickDatabase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Shelf:
    """Known issues, their index in a folder, and who keeps the two equal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "chroma"
        self.database = QuickDatabase(f"sqlite:///{folder / 'triage.db'}")
        self.issues = Issues(self.database)
        self.monotonic = 0.0
        self.use(open_folder(self.folder))

    def use(self, chroma: Chroma) -> None:
        self.chroma = chroma
        self.index = Index(chroma, WordEmbedder(), Vectors(self.database))
        request = self.folder.with_name("rebuild-index")
        self.follower = Follower(self.issues, self.index, request, lambda: self.monotonic)

    def put(self, *names: str) -> None:
        found = [an_issue(name, title=f"{name} smokes") for name in names]
        self.issues.import_all(found, "test", NOON)

    def found(self) -> set[str]:
        return {hit.issue.id for hit in self.index.search(TEAM, redact("smokes"), 10)}


@pytest.fixture
def shelf(tmp_path: Path, empty_database: Path) -> Iterator[Shelf]:
    shutil.copy(empty_database, tmp_path / "triage.db")
    shelf = Shelf(tmp_path)
    shelf.put("KB-1", "KB-2")
    for _ in range(2):
        shelf.follower.look()
    folder = shelf.chroma
    yield shelf
    folder.close()
    shelf.database.dispose()


def lose_segments(folder: Path) -> None:
    for segment in folder.glob("*-*/"):
        shutil.rmtree(segment)


def lose_all(folder: Path) -> None:
    shutil.rmtree(folder)


def lose_database(folder: Path) -> None:
    (folder / "chroma.sqlite3").unlink()


def replace_database(folder: Path) -> None:
    shutil.copy(folder / "chroma.sqlite3", folder / "another")
    (folder / "another").rename(folder / "chroma.sqlite3")


def cut_header(folder: Path) -> None:
    for header in folder.glob("*/header.bin"):
        header.write_bytes(header.read_bytes()[:10])


@pytest.mark.parametrize(
    "damage", [lose_segments, lose_all, lose_database, replace_database, cut_header]
)
def test_it_is_noticed_at_the_second_look_and_built_anew(
    shelf: Shelf, damage: Callable[[Path], None]
) -> None:
    damage(shelf.folder)

    with capture_logs() as logged:
        shelf.follower.look()
        shelf.follower.look()

    events = [(line["event"], line.get("added")) for line in logged]
    assert events == [("index_damaged", None), ("index_synced", 2)]
    shelf.put("KB-3")
    shelf.follower.look()
    assert shelf.found() == {"KB-1", "KB-2", "KB-3"}
    assert shelf.index.check() == "answers; known issues: 3, collections: 1"


@pytest.mark.parametrize("is_server", [False, True], ids=["folder", "server"])
def test_what_somebody_else_took_out_is_noticed_within_half_a_minute(
    shelf: Shelf, *, is_server: bool
) -> None:
    if is_server:
        shelf.use(Chroma(an_empty_server(), ExitStack(), None))
        shelf.follower.look()
    for name in shelf.chroma.names():
        shelf.chroma.drop(name)
    shelf.follower.look()
    assert not shelf.follower.is_behind

    shelf.monotonic += 30
    shelf.follower.look()

    assert shelf.found() == {"KB-1", "KB-2"}
    assert shelf.index.check() == "answers; known issues: 2, collections: 1"


def an_empty_server() -> Client:
    client = chromadb.EphemeralClient()
    assert isinstance(client, Client)
    for collection in client.list_collections():
        client.delete_collection(collection.name)
    return client


def test_what_was_built_anew_is_there_at_the_next_start(shelf: Shelf) -> None:
    cut_header(shelf.folder)
    shelf.follower.look()
    shelf.follower.look()
    shelf.index.close()

    again = open_folder(shelf.folder)

    assert len(again.names()) == 1
    again.close()


def test_until_it_is_built_anew_it_says_so_and_leaves_searches_to_the_cached_vectors(
    shelf: Shelf,
) -> None:
    lose_segments(shelf.folder)
    for _ in range(2):
        shelf.index.look()
    with pytest.raises(Unavailable, match="is rebuilt from the database"):
        shelf.index.check()

    shelf.index.begin_anew()

    with pytest.raises(Unavailable, match="is rebuilt from the database"):
        shelf.index.check()
    with pytest.raises(Unavailable, match="being rebuilt"):
        shelf.found()


def test_while_there_can_be_none_it_is_tried_again_later_each_time(shelf: Shelf) -> None:
    lose_segments(shelf.folder)
    in_the_way = shelf.folder.with_name("chroma.damaged")
    in_the_way.write_text("mine")
    shelf.follower.look()

    for seconds in (2, 4):
        with pytest.raises(Unavailable, match="the index failed: NotADirectoryError"):
            shelf.follower.look()
        shelf.follower.look()
        assert shelf.follower.is_behind
        shelf.monotonic += seconds

    in_the_way.unlink()
    shelf.follower.look()
    assert shelf.found() == {"KB-1", "KB-2"}


def test_one_that_is_sound_stays(shelf: Shelf) -> None:
    many = [f"KB-{number}" for number in range(1100)]
    shelf.put(*many)

    for _ in range(3):
        shelf.follower.look()
        shelf.index.clear("*")
        shelf.follower.catch_up()

    assert not shelf.folder.with_name("chroma.damaged").exists()

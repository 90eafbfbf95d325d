from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.duties.follower import Follower
from bot.health import Check
from bot.triage.errors import Rejected, TriageError, Unavailable
from bot.triage.issue import EVERY_TEAM
from bot.triage.redaction import redact
from kb.index import Index
from kb.search.chroma import open_folder
from storage.issues import Issues
from storage.known_issues.drafts import Drafts
from storage.known_issues.publishing import Publishing
from storage.vectors import Vectors
from tests.builders import NOON, TEAM, an_article, an_issue
from tests.kb.parts import CountingEmbedder, PickyEmbedder
from tests.quick_database import QuickDatabase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from bot.triage.issue import KnownIssue
    from kb.index import SyncReport


REFUSED = "the embedding server answered 400"


class Shelf:
    """Known issues, their index, and who keeps the two equal."""

    def __init__(self, folder: Path) -> None:
        self.database = QuickDatabase(f"sqlite:///{folder / 'triage.db'}")
        self.issues = Issues(self.database)
        self.picky = PickyEmbedder()
        self.embedder = CountingEmbedder(self.picky)
        self.index = Index(open_folder(folder / "chroma"), self.embedder, Vectors(self.database))
        self.request = folder / "rebuild-index"
        self.monotonic = 0.0
        self.follower = Follower(self.issues, self.index, self.request, lambda: self.monotonic)

    def put(self, *ids: str, team: str = EVERY_TEAM, title: str = "{} smokes") -> None:
        found = [an_issue(name, title=title.format(name), team=team) for name in ids]
        self.issues.import_all(found, "test", NOON)

    def found(self, team: str = TEAM) -> set[str]:
        return {hit.issue.id for hit in self.index.search(team, redact("smokes"), 10)}

    def close(self) -> None:
        self.follower.stop()
        self.index.close()
        self.database.dispose()


@pytest.fixture
def shelf(tmp_path: Path, empty_database: Path) -> Iterator[Shelf]:
    shutil.copy(empty_database, tmp_path / "triage.db")
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.close()


def test_what_is_known_at_the_start_can_be_found(shelf: Shelf) -> None:
    shelf.put("KB-1", "KB-2")

    shelf.follower.start()

    assert shelf.found() == {"KB-1", "KB-2"}


def test_what_another_process_writes_is_found_within_a_second(shelf: Shelf) -> None:
    shelf.follower.start()

    shelf.put("KB-1")
    shelf.put("KB-2", team=TEAM)

    _await(lambda: shelf.found() == {"KB-1", "KB-2"})


def test_only_what_has_changed_is_written(shelf: Shelf) -> None:
    shelf.put("KB-1")
    shelf.put("T-1", "T-2", team=TEAM)
    shelf.follower.catch_up()
    Publishing(shelf.database).retire(TEAM, "T-1", "U0ANN", NOON)
    shelf.put("KB-3", "KB-4")
    shelf.put("T-3", team=TEAM)

    with capture_logs() as logged:
        shelf.follower.catch_up()

    counts = {line["team"]: (line["added"], line["changed"], line["removed"]) for line in logged}
    assert counts == {EVERY_TEAM: (2, 0, 0), TEAM: (1, 0, 1)}
    assert shelf.found() == {"KB-1", "KB-3", "KB-4", "T-2", "T-3"}


def test_what_a_team_retired_for_itself_is_found_by_others_only(shelf: Shelf) -> None:
    shelf.put("KB-1", "KB-2")
    shelf.follower.catch_up()

    Publishing(shelf.database).retire(TEAM, "KB-1", "U0ANN", NOON)
    shelf.follower.catch_up()

    assert shelf.found() == {"KB-2"}
    assert shelf.found("T0OTHER") == {"KB-1", "KB-2"}
    shelf.request.touch()
    shelf.follower.catch_up()
    assert shelf.found() == {"KB-2"}


def test_a_draft_is_not_found_until_it_is_approved(shelf: Shelf) -> None:
    drafts = Drafts(shelf.database)
    article = an_article(title="It smokes")
    draft = drafts.add(TEAM, article, author="U0ANN", now=NOON, is_ready=True)
    shelf.follower.catch_up()
    assert shelf.found() == set()

    drafts.approve(TEAM, draft.id, seen="1.new", by="U0BEN", now=NOON, is_alone=False)
    shelf.follower.catch_up()

    assert shelf.found() == {"OUR-1"}


def test_nothing_is_done_while_nothing_changes(shelf: Shelf) -> None:
    shelf.put("KB-1")
    shelf.follower.catch_up()
    embedded = len(shelf.embedder.texts)

    shelf.follower.catch_up()

    assert len(shelf.embedder.texts) == embedded


def test_a_rebuild_that_was_asked_for_embeds_nothing(shelf: Shelf) -> None:
    shelf.put("KB-1")
    shelf.follower.catch_up()
    embedded = len(shelf.embedder.texts)
    shelf.request.touch()

    shelf.follower.catch_up()

    assert not shelf.request.exists()
    assert len(shelf.embedder.texts) == embedded
    assert shelf.found() == {"KB-1"}


def test_a_failure_is_made_up_for_later(shelf: Shelf) -> None:
    follower = Stumbling(shelf.issues, shelf.index, shelf.request)
    follower.start()

    shelf.put("KB-1")

    _await(lambda: shelf.found() == {"KB-1"})
    follower.stop()


@pytest.mark.parametrize("failure", [Unavailable("the server is away"), Rejected("no quota")])
def test_what_can_not_be_embedded_at_the_start_stops_nobody(
    shelf: Shelf, failure: TriageError
) -> None:
    shelf.put("KB-1")
    follower = Stumbling(shelf.issues, shelf.index, shelf.request)
    follower.failure = failure

    follower.start()

    _await(lambda: shelf.found() == {"KB-1"})
    follower.stop()


def test_one_that_can_not_be_embedded_holds_up_no_other_and_is_logged_once(shelf: Shelf) -> None:
    shelf.put("KB-1", "KB-2", "KB-3")
    shelf.put("KB-4", title="poison smokes")
    shelf.put("T-1", team=TEAM)

    with capture_logs() as logs:
        for _ in range(5):
            shelf.monotonic += 100
            shelf.follower.look()

    assert shelf.found() == {"KB-1", "KB-2", "KB-3", "T-1"}
    left_out = [line for line in logs if line["event"] == "issue_not_indexed"]
    assert [(line["issue"], line["reason"]) for line in left_out] == [("KB-4", REFUSED)]
    with pytest.raises(Unavailable, match=r"can't be embedded: KB-4 \(the .* answered 400\)$"):
        shelf.follower.check()
    assert "the index holds" not in shelf.index.check()


def test_it_is_tried_again_later_each_time_and_found_once_it_is_taken(shelf: Shelf) -> None:
    shelf.put("KB-1")
    shelf.put("KB-4", title="poison smokes")

    tries = []
    for second in range(130):
        shelf.monotonic = second
        before = shelf.picky.refusals
        shelf.follower.look()
        if shelf.picky.refusals > before:
            tries.append(second)
    shelf.picky.poison = "nothing"
    shelf.monotonic += 60
    shelf.follower.look()

    assert tries == [0, 2, 6, 14, 30, 62, 122]
    assert shelf.found() == {"KB-1", "KB-4"}
    assert shelf.follower.check() == "none is left out"


def test_while_it_waits_a_change_is_found_at_once(shelf: Shelf) -> None:
    shelf.put("KB-4", title="poison smokes")
    shelf.follower.look()

    shelf.put("KB-5")
    shelf.follower.look()

    assert shelf.found() == {"KB-5"}


def test_one_that_was_changed_to_what_is_refused_is_not_found_as_it_was(shelf: Shelf) -> None:
    shelf.put("KB-1", "KB-2")
    shelf.follower.look()

    shelf.put("KB-1", title="poison smokes")
    shelf.follower.look()
    assert shelf.found() == {"KB-2"}

    Publishing(shelf.database).retire(EVERY_TEAM, "KB-1", "U0ANN", NOON)
    shelf.follower.look()
    assert shelf.follower.check() == "none is left out"


def test_what_is_not_indexed_at_the_second_try_is_told_until_it_is(shelf: Shelf) -> None:
    shelf.picky.failure = Unavailable("the embedding server is away")
    shelf.put("KB-4", title="poison smokes")
    said = []

    for _ in range(3):
        with pytest.raises(Unavailable, match="away"):
            shelf.follower.look()
        said.append(_said_by(shelf.follower))
        shelf.monotonic += 100
    shelf.picky.poison = "nothing"
    shelf.follower.look()

    told = "not all are in the index yet, tried {} times"
    assert said == ["none is left out", told.format(2), told.format(3)]
    assert _said_by(shelf.follower) == "none is left out"


def _said_by(follower: Follower) -> str:
    return Check("known issues", follower.check, "").run().detail


def test_a_workspace_that_fails_holds_up_no_other(shelf: Shelf) -> None:
    shelf.put("KB-1")
    shelf.put("T-1", team=TEAM)
    follower = Stumbling(shelf.issues, shelf.index, shelf.request)

    with pytest.raises(Unavailable):
        follower.look()

    assert shelf.found() == {"T-1"}


class Stumbling(Follower):
    """Fails the first time that something has changed."""

    has_stumbled = False
    failure: TriageError = Unavailable("the index is busy")

    def _sync(self, team: str, owed: Mapping[str, KnownIssue | None]) -> SyncReport:
        if not self.has_stumbled:
            self.has_stumbled = True
            raise self.failure
        return super()._sync(team, owed)


def _await(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)

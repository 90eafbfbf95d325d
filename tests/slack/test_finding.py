"""Known issues are found by their words, then by what they mean, while Slack still waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING

import pytest

from bot.slack.finding import AT_ONCE, HurriedSearch, IssueFinder
from bot.triage.errors import Unavailable
from bot.triage.redaction import redact
from bot.triage.teamwork.rights import Grant
from storage.issues import Issues
from storage.known_issues.catalogue import Catalogue
from tests.builders import NOON, TEAM, a_hit, an_issue
from tests.workbench import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.triage.judgement import Hit
    from bot.triage.redaction import Redacted
    from storage.database import Database
    from tests.slack.working import Shift

WORDS = redact("paid double")
QUICK = 0.05


@dataclass
class Hanging:
    """A search that answers when it is let go."""

    let_go: Event = field(default_factory=Event)

    def search(self, _team: str, _text: Redacted, _limit: int) -> tuple[Hit, ...]:
        assert self.let_go.wait(30)
        return (a_hit(),)


class Away:
    def search(self, *_: object) -> tuple[Hit, ...]:
        raise Unavailable("the index is away")


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    search = Hanging()
    yield search
    search.let_go.set()


def found(database: Database, words: str, *hits: Hit, limit: int = 100) -> list[str]:
    finder = IssueFinder(Catalogue(database), Shelf(hits))
    return [issue.id for issue in finder.found(TEAM, words, limit)]


@pytest.fixture
def kept(database: Database) -> Database:
    issues = (an_issue("KB-1", title="Paid late"), an_issue("KB-2", title="Charged twice"))
    Issues(database).import_all(issues, "test", NOON)
    return database


def test_those_that_hold_the_words_stand_first_and_none_stands_twice(kept: Database) -> None:
    hits = (a_hit(0.9, id="KB-2"), a_hit(0.85, id="KB-1"))

    assert found(kept, "paid", *hits) == ["KB-1", "KB-2"]
    assert found(kept, "billed two times", *hits) == ["KB-2", "KB-1"]
    assert found(kept, "paid", *hits, limit=1) == ["KB-1"]


def test_what_is_not_in_use_any_more_is_not_found_though_the_index_has_it_still(
    kept: Database,
) -> None:
    hits = (a_hit(0.9, id="KB-GONE"), a_hit(0.85, id="KB-2"))

    assert found(kept, "billed two times", *hits) == ["KB-2"]


def test_nothing_typed_is_not_searched_for_by_meaning(kept: Database) -> None:
    shelf = Shelf((a_hit(id="KB-2"),))

    finder = IssueFinder(Catalogue(kept), shelf)

    assert [issue.id for issue in finder.found(TEAM, " ", 100)] == ["KB-1", "KB-2"]
    assert shelf.asked == []


def test_the_model_is_not_given_what_is_personal(kept: Database) -> None:
    shelf = Shelf()

    IssueFinder(Catalogue(kept), shelf).found(TEAM, "refund for jo@example.org", 100)

    assert shelf.asked == ["refund for [email 1]"]


def test_a_search_that_takes_too_long_counts_as_nothing(hanging: Hanging) -> None:
    assert HurriedSearch(hanging, QUICK).search(TEAM, WORDS, 3) == ()


def test_a_search_that_fails_counts_as_nothing() -> None:
    assert HurriedSearch(Away()).search(TEAM, WORDS, 3) == ()


def test_of_those_that_hang_a_few_are_waited_for_and_later_ones_again(hanging: Hanging) -> None:
    hurried = HurriedSearch(hanging, QUICK)
    for _ in range(AT_ONCE + 1):
        assert hurried.search(TEAM, WORDS, 3) == ()

    hanging.let_go.set()

    while not hurried.search(TEAM, WORDS, 3):
        pass
    assert hurried.search(TEAM, WORDS, 3) == (a_hit(),)


def test_the_menu_of_the_form_offers_what_means_the_same(shift: Shift) -> None:
    shift.desk.search = Shelf((a_hit(id="KB-2"),))
    shift.desk.grant(agent=Grant(users=frozenset({shift.ben.id})))
    shift.keep_issues(an_issue("KB-1", title="Paid late"), an_issue("KB-2", title="Charged twice"))
    shift.click(shift.ben, shift.post(), "edit")

    assert shift.search(shift.ben, "billed two times") == ["KB-2"]
    assert shift.search(shift.ben, "paid") == ["KB-1", "KB-2"]


def test_where_the_search_fails_it_offers_what_holds_the_words(shift: Shift) -> None:
    shift.desk.search = Away()
    shift.desk.open()
    shift.keep_issues(an_issue("KB-1", title="Paid late"))
    shift.click(shift.ben, shift.post(), "edit")

    assert shift.search(shift.ben, "paid") == ["KB-1"]
    assert shift.search(shift.ben, "billed two times") == []

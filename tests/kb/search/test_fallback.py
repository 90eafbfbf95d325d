"""Search with a second way to find."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from bot.triage.errors import Rejected, Unavailable
from kb.search.fallback import LEFT_ALONE_SECONDS, Fallback
from kb.search.refusals import MOST_IN_A_ROW, NO_DIRECTION
from tests.builders import a_hit
from tests.kb.parts import QUERY

if TYPE_CHECKING:
    from bot.triage.errors import TriageError
    from bot.triage.judgement import Hit
    from bot.triage.redaction import Redacted


@dataclass
class Finder:
    """Finds one issue, or fails; counts how often it was asked."""

    hit: Hit
    failure: TriageError | None = None
    asked: int = 0

    def search(self, team: str, text: Redacted, limit: int) -> tuple[Hit, ...]:
        assert (team, text, limit) == ("T1", QUERY, 5)
        self.asked += 1
        if self.failure is not None:
            raise self.failure
        return (self.hit,)


@dataclass
class Searching:
    """Two ways to find, and time that moves when told."""

    failure: TriageError | None = None
    seconds: float = 100.0
    fallback: Fallback = field(init=False)

    def __post_init__(self) -> None:
        self.first, self.second = Finder(a_hit(id="KB-1"), self.failure), Finder(a_hit(id="KB-2"))
        self.fallback = Fallback(self.first, self.second, lambda: self.seconds)

    def found(self) -> str:
        [hit] = self.fallback.search("T1", QUERY, 5)
        return hit.issue.id


def test_the_second_is_not_asked_while_the_first_answers() -> None:
    searching = Searching()

    assert searching.found() == "KB-1"
    assert searching.second.asked == 0


@pytest.mark.parametrize("failure", [Unavailable("away"), Rejected("no quota")])
def test_where_the_first_fails_the_second_finds_and_the_first_is_left_alone(
    failure: TriageError,
) -> None:
    searching = Searching(failure)

    assert [searching.found(), searching.found()] == ["KB-2", "KB-2"]
    assert searching.first.asked == 1


def test_the_first_is_tried_again_after_a_while() -> None:
    searching = Searching(Unavailable("away"))
    searching.found()
    searching.first.failure = None

    searching.seconds += LEFT_ALONE_SECONDS

    assert searching.found() == "KB-1"


@pytest.mark.parametrize("code", ["400", "413", "422", NO_DIRECTION])
def test_a_text_that_the_first_refuses_costs_no_other_its_search(code: str) -> None:
    searching = Searching(Rejected("not this text", code=code))
    assert searching.found() == "KB-2"

    searching.first.failure = None

    assert searching.found() == "KB-1"


def test_who_refuses_one_text_after_the_other_is_left_alone() -> None:
    searching = Searching(Rejected("not this text", code="400"))

    assert {searching.found() for _ in range(MOST_IN_A_ROW + 2)} == {"KB-2"}
    assert searching.first.asked == MOST_IN_A_ROW


def test_what_was_refused_before_one_was_taken_counts_no_more() -> None:
    searching = Searching()
    for _ in range(MOST_IN_A_ROW):
        searching.first.failure = Rejected("not this text", code="400")
        searching.found()
        searching.first.failure = None
        assert searching.found() == "KB-1"

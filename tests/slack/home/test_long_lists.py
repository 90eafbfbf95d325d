"""Long lists in the home have pages: one's own tickets, and gaps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.slack.home.test_drawing import a_reporter, judged
from tests.slack.shelving import at
from tests.slack.visiting import Visit

if TYPE_CHECKING:
    from tests.slack.working import Shift


def numbers(home: Visit) -> list[int]:
    return [int(number) for number in re.findall(r"\*T-(\d+)\*", home.words)]


def test_all_of_ones_own_tickets_are_found_page_by_page_the_latest_first(shift: Shift) -> None:
    for _ in range(10):
        judged(shift)
    home = Visit(shift, a_reporter(shift)).open()
    assert numbers(home) == [10, 9, 8, 7, 6, 5, 4, 3]
    assert "Page 1 of 2 · 10 in all" in home.words

    assert numbers(home.click("home_own_page:next")) == [2, 1]
    assert numbers(home.click("home_own_page:back"))[0] == 10


def test_one_own_pages_turn_without_those_of_what_is_open(shift: Shift) -> None:
    for _ in range(12):
        judged(shift)
    home = Visit(shift, shift.ann).open()

    assert numbers(home.click("home_own_page:next"))[4:] == list(range(1, 11))
    assert numbers(home.click("home_page:next")) == [4, 3, 2, 1, 11, 12]
    assert numbers(home.click("home_severity", "=Medium"))[:4] == [4, 3, 2, 1]


def test_who_has_fewer_tickets_than_a_page_is_shown_no_pages(shift: Shift) -> None:
    judged(shift)

    assert "Page" not in Visit(shift, shift.ann).open().words


def test_all_gaps_are_found_page_by_page(shift: Shift) -> None:
    for number in range(17):
        for _ in range(2):
            judged(shift, SUBJECTS[number], summary=f"About {number}.")

    home = at(shift, shift.ben, "gaps")

    assert home.words.count("*2 tickets*") == 15
    assert "Page 1 of 2 · 17 in all" in home.words
    assert home.click("home_page:next").words.count("*2 tickets*") == 2


def test_who_stood_somewhere_before_own_tickets_had_pages_stands_there_still(shift: Shift) -> None:
    judged(shift)
    home = Visit(shift, shift.ben).open().click("home_severity", "=Low")
    with shift.desk.database.write() as connection:
        connection.exec_driver_sql("UPDATE homes SET place = json_remove(place, '$.own_page')")

    assert "T-1" not in home.open().words


SUBJECTS = (
    "The invoice of May is wrong",
    "Login fails with a blank page",
    "The export hangs at eighty percent",
    "The mobile app crashes on photos",
    "Calendar invitations arrive twice",
    "The printer on floor three jams",
    "Password reset mails never come",
    "Dark mode hides the buttons",
    "The search finds nothing in German",
    "Webhooks are sent to the old address",
    "Our trial ended two weeks early",
    "Cities are misplaced on maps",
    "Videos play without sound",
    "Badges open no door any longer",
    "Payroll shows last year's salary",
    "Scanned letters lack their last page",
    "Attachments over ten megabytes vanish",
)

"""What can't be read, changed by hand or by a later version, keeps nobody out of their home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.triage.judgement import Confidence
from storage.issues import Issues
from tests.builders import an_issue
from tests.slack.home.test_drawing import judged
from tests.slack.shelving import at
from tests.slack.visiting import Visit

if TYPE_CHECKING:
    from tests.slack.working import Shift


def spoil(shift: Shift, change: str) -> None:
    with shift.desk.database.write() as connection:
        connection.execute(sa.text(f"UPDATE {change}"))


@pytest.mark.parametrize(
    "change",
    [
        "status = 'telepathy'",
        "work = ''",
        "created_at = 'never'",
        "created_at = '2026-01-05 12:00:00', resolve_by = '2026-01-05 12:00:00'",
    ],
)
@pytest.mark.parametrize(
    ("tab", "shows"),
    [("tickets", "*T-2*"), ("review", "*T-2*"), ("figures", "*Tickets*\n1")],
)
def test_lists_and_figures_do_without_a_ticket(
    shift: Shift, change: str, tab: str, shows: str
) -> None:
    for _ in range(2):
        judged(shift, confidence=Confidence(0.1, 0.1, 0.1))
    shift.desk.clock.pass_by(60)
    spoil(shift, f"tickets SET {change} WHERE number = 1")

    words = at(shift, shift.ben, tab).words

    assert shows in words
    assert "*T-1*" not in words


def test_a_gap_is_shown_without_a_ticket_whose_vector_is_damaged(shift: Shift) -> None:
    for _ in range(3):
        judged(shift, "the export hangs", summary="It hangs")
    spoil(shift, "ticket_vectors SET vector = x'00' WHERE ticket_id = 1")

    assert "*2 tickets* It hangs" in at(shift, shift.ben, "gaps").words


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ('"tickets"', '"attic"'),
        ('"due": ""', '"due": "once"'),
        ('"page": 0', '"page": "x"'),
        ("{", "["),
    ],
)
def test_a_place_is_left_for_the_first_tab_and_the_next_click_leads_on(
    shift: Shift, written: str, instead: str
) -> None:
    home = Visit(shift, shift.ben).open().click("home_tab:tickets")
    spoil(shift, f"homes SET place = replace(place, '{written}', '{instead}')")

    judged(shift)

    assert "*T-1*" in home.open().words
    assert "Search the known issues" in home.click("home_tab:knowledge").words


def test_a_known_issue_that_can_not_be_read_hides_no_other(shift: Shift) -> None:
    shift.keep_issues(an_issue("KB-1"), an_issue("KB-2"))
    spoil(shift, "known_issues SET symptoms = '[\"a' WHERE id = 'KB-1'")

    words = at(shift, shift.ben, "knowledge").words
    in_use = Issues(shift.desk.database).all()

    assert "*KB-2*" in words
    assert "*KB-1*" not in words
    assert [issue.id for issue in in_use] == ["KB-2"]


def test_who_may_read_a_channel_is_asked_once_more(shift: Shift) -> None:
    judged(shift, summary="It hangs")
    home = Visit(shift, shift.ben).open()
    assert "It hangs" in home.words
    spoil(shift, "channel_people SET users = '['")

    home.click("home_tab:knowledge").click("home_tab:tickets")

    assert "It hangs" in home.words

"""The home shows what nobody has written up and what no ticket needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.known_issues.draft import DraftState
from bot.triage.teamwork.rights import Grant
from storage.known_issues.drafts import Drafts
from tests.builders import a_hit, a_judgement, an_issue
from tests.slack.home.test_drawing import judged
from tests.slack.shelving import at
from tests.slack.working import words

if TYPE_CHECKING:
    from tests.slack.visiting import Visit
    from tests.slack.working import Shift


def write_up(home: Visit) -> str:
    names = (str(each["action_id"]) for each in home.elements())
    return next(name for name in names if name.startswith("home_write_up"))


def test_new_issues_are_ranked_by_their_tickets(shift: Shift) -> None:
    for text in ("the export hangs", "login fails today", "the export hangs again"):
        judged(shift, text, summary=f"Somebody says: {text}")
    judged(shift, "the export hangs for me", summary="Somebody says it hangs")

    home = at(shift, shift.ben, "gaps")

    assert "*3 tickets* Somebody says" in home.words
    assert "Billing · T-" in home.words
    assert "login fails" not in home.words


def test_a_gap_is_written_up_from_a_resolved_ticket_and_is_none_any_more(shift: Shift) -> None:
    for _ in range(3):
        judged(shift, "the export hangs", summary="It hangs")
    card = shift.bench.said(shift.desk.support.messages[shift.ticket(1).thread_ts or ""])[-1]
    shift.resolve(shift.ben, card, "Restart it")
    home = at(shift, shift.ben, "gaps")

    told = home.ask(write_up(home))

    assert words(told).startswith("A known issue is being written from T-1")
    (draft,) = Drafts(shift.desk.database).open(shift.desk.bot.team_id, 5)
    assert (draft.state, draft.ticket_number) == (DraftState.WRITING, 1)
    assert "No two new tickets of the last 90 days read alike" in home.open().words


def a_gap(shift: Shift) -> None:
    for _ in range(3):
        judged(shift, "the export hangs at eighty percent", summary="the export hangs")
    assert "*3 tickets*" in at(shift, shift.ben, "gaps").words


def test_a_gap_is_none_any_more_once_a_known_issue_that_matches_it_was_written_by_hand(
    shift: Shift,
) -> None:
    a_gap(shift)
    shift.desk.clock.pass_by(60)
    shift.keep_issues(an_issue("KB-7", title="the export hangs", symptoms=("at eighty percent",)))

    assert "No two new tickets of the last 90 days read alike" in at(shift, shift.ben, "gaps").words


def test_a_known_issue_about_something_else_leaves_a_gap_as_it_is(shift: Shift) -> None:
    a_gap(shift)
    shift.desk.clock.pass_by(60)
    shift.keep_issues(an_issue("KB-7", title="Two-factor codes are refused", symptoms=("sms",)))

    assert "*3 tickets*" in at(shift, shift.ben, "gaps").words


def test_what_was_known_when_people_said_that_these_are_new_leaves_the_gap_as_it_is(
    shift: Shift,
) -> None:
    shift.keep_issues(an_issue("KB-7", title="the export hangs", symptoms=("at eighty percent",)))
    shift.desk.clock.pass_by(60)

    a_gap(shift)


def test_a_gap_stays_where_what_was_written_is_retired(shift: Shift) -> None:
    a_gap(shift)
    shift.desk.clock.pass_by(60)
    shift.keep_issues(an_issue("KB-7", title="the export hangs", symptoms=("at eighty percent",)))
    shift.retire("KB-7")

    assert "*3 tickets*" in at(shift, shift.ben, "gaps").words


def test_what_matches_or_is_no_ticket_is_no_gap(shift: Shift) -> None:
    shift.bench.shelf.hits = (a_hit(),)
    judged(shift, "the export hangs", matched_issue_id="KB-101")
    judged(shift, "the export hangs")
    judged(shift, "the export hangs")
    card = shift.bench.said(shift.desk.support.messages[shift.ticket(3).thread_ts or ""])[-1]
    shift.more(shift.ben, card, "not_a_ticket")

    assert "No two new tickets" in at(shift, shift.ben, "gaps").words


def test_a_gap_in_a_private_channel_tells_none_of_its_text(shift: Shift) -> None:
    shift.slack.faults.refuse("conversations.info", "fatal_error", times=9)
    judged(shift, "the export hangs", summary="The merger is off")
    judged(shift, "the export hangs", summary="The merger is off")

    shown = at(shift, shift.ben, "gaps").words

    assert "*2 tickets* in a private channel" in shown
    assert "merger" not in shown


def judged_in_private(shift: Shift, text: str, **changes: object) -> None:
    """Post as Ann, where Ben is not, a ticket that is judged like that."""
    named = [one for one in shift.slack.channels.values() if one.name == "board"]
    members = (shift.ann, shift.desk.bot)
    board = named[0] if named else shift.slack.add_channel("board", *members, kind="group")
    shift.bench.analyst.script.append(a_judgement(**changes))
    shift.slack.post_as_user(shift.ann, board, text)
    shift.settle()


def test_what_was_said_in_a_private_channel_is_written_up_for_its_members_only(
    shift: Shift,
) -> None:
    for _ in range(2):
        judged_in_private(shift, "the export hangs", summary="The merger is off")
    for _ in range(2):
        judged(shift, "login fails today", summary="No way in")
    assert "*2 tickets* The merger is off" in at(shift, shift.ann, "gaps").words
    home = at(shift, shift.ben, "gaps")
    (offered,) = (each["action_id"] for each in home.elements() if "write_up" in each["action_id"])
    assert offered in {"home_write_up:3", "home_write_up:4"}

    told = home.forge(offered, "1")

    assert words(told).endswith("can choose “Save as known issue” on its card.")
    assert Drafts(shift.desk.database).open(shift.desk.bot.team_id, 5) == ()


def test_a_gap_is_written_up_from_a_ticket_that_who_looks_may_read(shift: Shift) -> None:
    judged(shift, "the export hangs", summary="It hangs")
    for _ in range(2):
        judged_in_private(shift, "the export hangs", summary="The merger is off")

    home = at(shift, shift.ben, "gaps")

    assert "*3 tickets* It hangs" in home.words
    assert write_up(home) == "home_write_up:1"


def test_a_large_gap_names_some_of_its_tickets(shift: Shift) -> None:
    for _ in range(10):
        judged(shift, "the export hangs")

    assert "and 2 more" in at(shift, shift.ben, "gaps").words


def test_what_no_ticket_needs_is_counted_and_shown(shift: Shift) -> None:
    shift.keep_issues(an_issue(), an_issue("KB-102"))
    shift.bench.shelf.hits = (a_hit(),)
    judged(shift, matched_issue_id="KB-101")
    home = at(shift, shift.ben, "gaps")
    assert "1 never matched a ticket · 0 neither matched nor changed in 180 days" in home.words

    home.click("home_to_shelf:never")

    assert "*KB-102*" in home.words
    assert "*KB-101*" not in home.words


def test_figures_are_for_who_works_tickets(shift: Shift) -> None:
    shift.desk.grant(editor=Grant(users=frozenset({shift.ben.id})))

    home = at(shift, shift.ben, "gaps")

    assert "Last 30 days" not in home.words
    assert "Gaps" in home.words

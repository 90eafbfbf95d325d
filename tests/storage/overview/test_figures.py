"""The figures of a period are those of its rows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.triage.teamwork.by import By
from bot.triage.teamwork.change import Change
from bot.triage.teamwork.correction import Correction, CorrectionKind, Field
from tests.builders import NOON, REPORTER, TEAM, a_message, a_reply
from tests.storage.store import after

if TYPE_CHECKING:
    from bot.triage.overview.figures import Figures
    from tests.storage.store import Store


def the_figures(store: Store, reporter: str | None = None) -> Figures:
    return store.reports.figures(TEAM, NOON, after(days=7), reporter)


def test_a_judged_ticket_counts_as_it_was_judged(store: Store) -> None:
    store.open()
    store.judge(matched_issue_id="KB-1")

    counted = the_figures(store)

    assert (counted.by_category, counted.by_severity) == ({"Billing": 1}, {"Medium": 1})
    assert (counted.known, counted.new) == (1, 0)


def test_what_people_set_counts_instead(store: Store) -> None:
    store.open()
    store.judge(matched_issue_id="KB-1")
    said = [
        Correction(CorrectionKind.EDIT, "U0ANN", NOON, Field.CATEGORY, "Billing", "Login"),
        Correction(CorrectionKind.EDIT, "U0ANN", NOON, Field.CATEGORY, "Login", "Bug"),
        Correction(CorrectionKind.EDIT, "U0ANN", NOON, Field.MATCHED_ISSUE, "KB-1", ""),
    ]
    store.work_on(lambda work: work, *said)

    counted = the_figures(store)

    assert counted.by_category == {"Bug": 1}
    assert (counted.new, counted.corrected) == (1, 1)


def test_praise_is_no_correction(store: Store) -> None:
    store.open()
    store.judge()
    store.work_on(lambda work: work, Correction(CorrectionKind.HELPFUL, "U0ANN", NOON))

    assert the_figures(store).corrected == 0


def test_a_ticket_with_a_question_is_unjudged_and_asked(store: Store) -> None:
    store.open()
    store.ask()

    counted = the_figures(store)

    assert (counted.tickets, counted.judged, counted.asked) == (1, 0, 1)


def test_the_first_word_of_somebody_else_is_the_response(store: Store) -> None:
    store.open()
    store.tickets.record(a_reply(at=after(minutes=1)), opens_ticket=False)
    theirs = a_reply(user="U0ANN", ts="1767614470.000300", event_id="E3", at=after(minutes=5))
    store.tickets.record(theirs, opens_ticket=False)

    assert the_figures(store).first_response == timedelta(minutes=5)


def test_resolving_it_takes_from_the_opening(store: Store) -> None:
    store.open()
    store.judge()
    now = after(hours=3)
    store.work.change(
        TEAM,
        1,
        lambda ticket: Change(ticket.work.resolved(REPORTER, "It was DNS", now)),
        event="resolved",
        by=By(REPORTER, now),
    )

    counted = the_figures(store)

    assert counted.resolution == timedelta(hours=3)
    assert counted.first_response == timedelta(hours=3)


def test_other_periods_workspaces_and_reporters_are_left_out(store: Store) -> None:
    store.open()
    store.open(a_message(ts="2.0", event_id="E2", at=after(days=7)))
    store.open(a_message(team="T-other"))
    store.open(a_message(ts="3.0", event_id="E3", user="U0BEN"))

    assert the_figures(store).tickets == 2
    assert the_figures(store, "U0BEN").tickets == 1

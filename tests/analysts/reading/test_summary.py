from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysts.reading.summary import MAX_SUMMARY, NOTHING_SAID, summarise
from tests.characters import CHARACTERS


def test_a_short_ticket_is_its_own_summary() -> None:
    assert summarise(["The CSV export lacks the last column."]) == (
        "The CSV export lacks the last column."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Hi team, the CSV export lacks the last column.",
        "Good morning!\nthe CSV export lacks the last column.\n\nBest regards\nTom",
        "Hello, hope you are well. the CSV export lacks the last column.",
        "> On Monday you wrote:\n> we fixed it\nthe CSV export lacks the last column.",
        "2026-01-05 12:00:01 ERROR\n  at app.Export(E.java)\nthe CSV export lacks the last column.",
        "the CSV export lacks the last column.\nThanks in advance!",
    ],
)
def test_greetings_signatures_quotes_and_logs_are_left_out(text: str) -> None:
    summary = summarise([text])

    assert "the CSV export lacks the last column." in summary[0].lower() + summary[1:]
    assert not {"Hi", "regards", "wrote", "ERROR", "Thanks"} & set(summary.replace(",", "").split())


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("Hi team, two of us are locked out.", "Two of us are locked out."),
        ("two of us are locked out.", "two of us are locked out."),
        ("Hello, iPhone users are locked out.", "iPhone users are locked out."),
        ("Hi, app.example.com is down today.", "app.example.com is down today."),
    ],
)
def test_what_a_greeting_was_cut_off_begins_with_a_capital(text: str, summary: str) -> None:
    assert summarise([text]) == summary


def test_the_first_sentence_that_says_something_leads() -> None:
    summary = summarise(["Please help!", "The invoice of March counts six seats twice."])

    assert summary == "The invoice of March counts six seats twice."


def test_a_second_sentence_is_taken_where_it_fits() -> None:
    short = "The invoice counts six seats twice. Finance refuses it. Nobody answers."

    assert summarise([short]) == "The invoice counts six seats twice. Finance refuses it."


def test_what_was_said_in_two_messages_does_not_run_together() -> None:
    assert summarise(["label printing crashes always", "in Rome, since 4.1"]) == (
        "label printing crashes always; in Rome, since 4.1"
    )


def test_a_long_sentence_is_cut() -> None:
    summary = summarise(["The invoice of the customer " + "is wrong and " * 50])

    assert len(summary) <= MAX_SUMMARY
    assert summary.endswith("…")


def test_a_ticket_of_complaint_only_is_quoted_as_it_is() -> None:
    assert summarise(["it's broken"]) == "it's broken"


@pytest.mark.parametrize(
    "text",
    [
        "<b>Export</b> ends after the first row.",
        "<!channel> hello & <@U123> how do I change the language?",
        "{username} stands in the mail instead of the name",
        "> The export of May stops after the first row",
        "ERROR | export of May failed",
        "| export | failed |",
    ],
)
def test_markup_quotes_and_logs_are_quoted_where_there_is_nothing_else(text: str) -> None:
    assert summarise([text]) == text


@pytest.mark.parametrize("texts", [[], [""], ["\n \n"], ["Thanks!"], ["\u0000"]])
def test_where_nothing_is_said_the_summary_says_so(texts: list[str]) -> None:
    assert summarise(texts) == NOTHING_SAID


@given(st.lists(st.text(CHARACTERS), max_size=3))
def test_a_summary_is_one_short_line_whatever_comes(texts: list[str]) -> None:
    summary = summarise(texts)

    assert 0 < len(summary) <= MAX_SUMMARY
    assert "\n" not in summary

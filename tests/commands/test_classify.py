"""`triage classify`: a contract, since other programs read it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.command_line import CommandLine
    from tests.processes import Triage

KNOWN = "My card was charged twice for the June invoice when I pressed pay again as the page hung"
VAGUE = "It is slow"
CATEGORIES = {"Billing", "Login", "Performance", "Bug", "Question/How-To"}


def test_a_ticket_is_judged_in_words(command: CommandLine) -> None:
    done = command("classify", KNOWN)

    assert done.code == 0
    assert "Category:    Billing" in done.out
    assert "Issue:       known, KB-001" in done.out
    assert "Similar known issues:" in done.out
    assert done.err == ""


def test_a_ticket_may_come_from_standard_input(triage: Triage) -> None:
    done = triage("classify", "-", stdin=KNOWN)

    assert (done.returncode, done.stderr) == (0, "")
    assert "Category:    Billing" in done.stdout


def test_bytes_that_are_no_text_are_read_all_the_same(command: CommandLine) -> None:
    assert command("classify", "-", stdin=KNOWN.encode() + b" \xff").code == 0


def test_an_open_question_is_printed_and_has_an_exit_code_of_its_own(command: CommandLine) -> None:
    done = command("classify", VAGUE)

    assert done.code == 3
    assert done.out.startswith("Question: ")
    assert "  - Minutes" in done.out


def test_replies_answer_the_questions_in_order(command: CommandLine) -> None:
    clear = "The sales dashboard takes two minutes to open since Monday, for everybody in the team"

    done = command("classify", VAGUE, "--reply", "no idea", "--reply", clear)

    assert done.code == 0
    assert "Category:    Performance" in done.out


def test_each_step_is_a_line_of_json(command: CommandLine) -> None:
    lines = command("classify", KNOWN, "--json").lines

    assert [(line["type"], line.get("node")) for line in lines] == [
        ("status", None),
        ("node_start", "search_known_issues"),
        ("kb_search_complete", None),
        ("node_complete", "search_known_issues"),
        ("node_start", "classify"),
        ("node_complete", "classify"),
        ("classification_complete", None),
    ]
    assert len({line["thread_id"] for line in lines}) == 1
    assert lines[0]["data"] == {"status": "processing"}
    assert [set(hit) for hit in lines[2]["data"]] == [{"id", "title", "similarity_score"}] * 3


def test_the_last_line_holds_the_whole_judgement(command: CommandLine) -> None:
    judged = command("classify", KNOWN, "--json").lines[-1]["data"]

    assert {
        "summary",
        "category",
        "severity",
        "issue_type",
        "next_action",
        "related_issues",
        "confidence",
        "analyst",
    } == set(judged)
    assert judged["category"] in CATEGORIES
    assert judged["issue_type"] == "known_issue"
    assert judged["analyst"] == "offline"
    assert set(judged["confidence"]) == {"category", "severity", "issue_type"}
    assert all(0 <= value <= 1 for value in judged["confidence"].values())
    assert judged["related_issues"][0]["id"] == "KB-001"
    assert 0 <= judged["related_issues"][0]["similarity_score"] <= 1


def test_an_open_question_is_an_interrupt_in_the_stream(command: CommandLine) -> None:
    done = command("classify", VAGUE, "--json")

    assert done.code == 3
    assert done.lines[-1]["type"] == "interrupt"
    assert set(done.lines[-1]["data"]) == {"question", "suggestions"}


def test_an_answered_question_stays_in_the_stream(command: CommandLine) -> None:
    done = command("classify", VAGUE, "--json", "--reply", "help", "--reply", "help")

    types = [line["type"] for line in done.lines]
    assert done.code == 0
    assert types.count("interrupt") == 2
    assert types[-1] == "classification_complete"


def test_nothing_is_stored(command: CommandLine) -> None:
    command("classify", KNOWN)

    with closing(sqlite3.connect(command.database)) as connection:
        assert connection.execute("SELECT count(*) FROM tickets").fetchone() == (0,)


def test_a_blank_ticket_is_bad_input(command: CommandLine) -> None:
    done = command("classify", " \u200b\n")

    assert (done.code, done.out) == (2, "")
    assert "the ticket is empty" in done.err


def test_a_ticket_that_is_too_long_is_bad_input_that_names_the_limit(command: CommandLine) -> None:
    done = command("classify", "x" * 51, MAX_DESCRIPTION_LENGTH="50")

    assert done.code == 2
    assert "51 characters; at most 50" in done.err


def test_bad_input_leaves_no_stream_behind(command: CommandLine) -> None:
    done = command("classify", " ", "--json")

    assert (done.code, done.out) == (2, "")


def test_white_space_around_a_ticket_does_not_count(command: CommandLine) -> None:
    ticket = f"{KNOWN}\n"

    done = command("classify", "-", stdin=ticket, MAX_DESCRIPTION_LENGTH=str(len(KNOWN)))

    assert done.code == 0


def test_a_reply_that_is_blank_is_bad_input(command: CommandLine) -> None:
    done = command("classify", VAGUE, "--reply", "")

    assert done.code == 2
    assert "a reply is empty" in done.err


def test_replies_that_nothing_was_asked_for_are_told_of(command: CommandLine) -> None:
    clear = "My card was charged twice for the June invoice as the payment page hung"

    none = command("classify", clear)
    done = command("classify", clear, "--reply", "help", "--reply", "please")

    assert done.code == 0
    assert done.out == none.out
    assert done.err == "triage: 2 of 2 replies were not used: no more was asked\n"

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.slack import sentences
from bot.triage.teamwork.work import Work
from bot.triage.ticket import Status
from tests.builders import NOON, a_judged_ticket, a_ticket


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.RECEIVED, "T-12 in <#C0SUPPORT> is being looked at."),
        (Status.WAITING, "T-12 in <#C0SUPPORT> waits for an answer to a question in its thread."),
    ],
)
def test_a_status_says_where_an_undecided_ticket_stands(status: Status, words: str) -> None:
    assert sentences.status(a_ticket(status=status)) == words


def test_a_status_says_what_was_decided_but_not_what_was_written() -> None:
    told = sentences.status(a_judged_ticket("secret plans", summary="secret plans"))

    assert told == "T-12 in <#C0SUPPORT> was judged as Medium, Billing."


def test_a_status_says_that_people_have_it() -> None:
    ticket = a_ticket(status=Status.HANDED_OVER)

    assert sentences.status(ticket) == "T-12 in <#C0SUPPORT> was handed to people."


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (Work().claimed("U0BEN", NOON), "is in progress with <@U0BEN>"),
        (Work().resolved("U0BEN", "secret plans", NOON), "is resolved"),
        (Work().dismissed("U0BEN", NOON), "was closed as not a ticket"),
    ],
)
def test_a_status_says_how_far_people_are(work: Work, words: str) -> None:
    told = sentences.status(replace(a_judged_ticket(), work=work))

    assert told == f"T-12 in <#C0SUPPORT> {words}; it was judged as Medium, Billing."


def test_of_a_withdrawn_ticket_nothing_else_is_said() -> None:
    ticket = a_ticket(status=Status.WITHDRAWN, work=Work().claimed("U0BEN", NOON))

    assert sentences.status(ticket) == "T-12 in <#C0SUPPORT> was withdrawn."


def test_refusals_name_the_limit() -> None:
    assert "5,001 characters" in sentences.too_long(5001, 5000)
    assert "5,000 at most" in sentences.too_long(5001, 5000)
    assert "1 and 5,000 characters" in sentences.empty(5000)


def test_people_are_told_where_to_post() -> None:
    told = sentences.where_to_post(("C0SUPPORT", "C0HELP"))

    assert told == "I take tickets in <#C0SUPPORT>, <#C0HELP>. Type `/triage help` to see how."
    assert "a channel that I am in" in sentences.where_to_post(())

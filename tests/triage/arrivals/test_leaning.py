"""Who goes on about what they said is told from who begins with another matter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.triage.arrivals.leaning import leans

TICKETS = Path(__file__).parents[2] / "data" / "eval" / "tickets.jsonl"


@pytest.mark.parametrize(
    "text",
    [
        "It happens in Firefox and Chrome, both on the newest version",
        "oh, and it says my account is locked",
        "Only the ones that repeat each week are wrong",
        "Sometimes by more than two hours, so they are useless",
        "Her name is Lena and she starts in March",
        "This blocks our nightly import completely",
        "that\u2019s what our customers see now, too",
        "I tried several words that are surely in the documents",
        "Already logged out and in again on both devices",
        "The display says paper jam but there is none",
        "Error: connection reset by peer at 10.1.2.3",
        "Here is the id of one of them: wh_82hd7",
        "I'll attach a screenshot in a second",
        "Sorry, forgot to say: only for files that were signed",
        "I mean a client who has no account with us",
        "Is there any way to get it back?",
        "Maybe it has to do with the update of yesterday",
    ],
)
def test_who_leaves_out_what_it_is_about_goes_on(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "How can I change the language of the interface?",
        "The invoice for May has the wrong address on it",
        "The app shows an error when I save",
        "Is there a limit for the number of webhooks?",
        "This morning my laptop did not start",
        "It would be great if there was a dark mode",
        "I forgot my password and the link is dead",
        "Only admins can see the billing page, is that meant?",
        "Both printers are out of paper since Monday",
        "They also have a different problem with the calendar",
        "It works now, by the way: can we have fifty seats more?",
        "Also the shop is down for our customers",
        "",
    ],
)
def test_who_says_what_it_is_about_does_not(text: str) -> None:
    assert not leans(text)


def test_of_complete_tickets_hardly_one_begins_like_that() -> None:
    tickets = [json.loads(line)["text"] for line in TICKETS.read_text("utf-8").splitlines()]

    assert sum(map(leans, tickets)) <= 0.02 * len(tickets)

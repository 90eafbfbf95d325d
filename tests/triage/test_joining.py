"""What may be part of a ticket just before, and what may take it."""

from __future__ import annotations

import pytest

from bot.triage.joining import is_brief, may_grow, may_join
from bot.triage.ticket import Entry, Status
from bot.triage.work import UNTOUCHED
from tests.builders import NOON, a_judged_ticket, a_message, a_reply, a_ticket, a_waiting_ticket


@pytest.mark.parametrize(
    "text",
    [
        "",
        "in production",
        "only on Mac",
        "since v2.1 on app.example.com",
        "it's urgent",
        "本番環境です",
    ],
)
def test_under_five_words_is_brief(text: str) -> None:
    assert is_brief(text)


@pytest.mark.parametrize(
    "text",
    ["the export is empty too", "ログインページが真っ白になりました", "can't log in since Monday"],
)
def test_five_words_are_not(text: str) -> None:
    assert not is_brief(text)


def test_a_ticket_that_was_just_posted_may_join() -> None:
    assert may_join(a_ticket())


@pytest.mark.parametrize(
    "ticket",
    [
        a_judged_ticket(),
        a_waiting_ticket(),
        a_ticket(entry=Entry.COMMAND),
        a_ticket(entry=Entry.EMOJI),
        a_ticket(messages=(a_message(), a_reply(user="U0BEN"))),
    ],
)
def test_others_stand_alone(ticket: object) -> None:
    assert not may_join(ticket)  # type: ignore[arg-type]


def test_a_ticket_grows_until_somebody_acts() -> None:
    assert all(map(may_grow, (a_ticket(), a_judged_ticket(), a_waiting_ticket())))


@pytest.mark.parametrize(
    "ticket",
    [
        a_ticket(work=UNTOUCHED.claimed("U0BEN", NOON)),
        a_ticket(status=Status.WITHDRAWN),
        a_ticket(entry=Entry.SHORTCUT),
        a_ticket(messages=(a_message(), a_reply(user="U0BEN"))),
    ],
)
def test_then_it_does_not(ticket: object) -> None:
    assert not may_grow(ticket)  # type: ignore[arg-type]

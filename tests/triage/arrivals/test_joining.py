"""What may be part of a ticket just before, and what may take it."""

from __future__ import annotations

import pytest

from bot.triage.arrivals.joining import is_brief, is_of_another, may_grow, may_join
from bot.triage.teamwork.work import UNTOUCHED
from bot.triage.ticket import Entry, Status
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
        "सिर्फ़ मेरी टीम में",
    ],
)
def test_under_five_words_is_brief(text: str) -> None:
    assert is_brief(text)


@pytest.mark.parametrize(
    "text",
    [
        "the export is empty too",
        "ログインページが真っ白になりました",
        "can't log in since Monday",
        "सुबह से लॉग इन नहीं होता",
    ],
)
def test_five_words_are_not(text: str) -> None:
    assert not is_brief(text)


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("Order 90417 went elsewhere", "Refund of order 88123 has not come"),
        ("invoice RE-10051 has the wrong name", "RE-10023 never came, nor did RE-10024"),
        ("#4802 as well.", "#4711 is late"),
    ],
)
def test_who_names_another_order_means_another_matter(text: str, before: str) -> None:
    assert is_of_another(text, before)


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("Order 88123 arrived broken", "Refund of order 88123, please"),
        ("It is 240 euros, not 420", "Invoice 2024-118 is wrong"),
        ("since 10:45 or 2026-03-05 we see 1,200.50", "order 88123 fails with error 500"),
    ],
)
def test_dates_times_and_amounts_name_nothing(text: str, before: str) -> None:
    assert not is_of_another(text, before)


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

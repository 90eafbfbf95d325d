"""Whoever tells their name is not named in what is written from their ticket."""

from __future__ import annotations

import pytest

from bot.triage.known_issues.introductions import names_told


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hi, this is Maria Gonzalez (maria@example.com). The export hangs", "Maria Gonzalez"),
        ("Good morning all,\nI'm Zoë Dyk from sales, and the export hangs", "Zoë Dyk"),
        ("My name is Maria and the export hangs", "Maria"),
        ("Hello! Maria Gonzalez here, the export hangs", "Maria Gonzalez"),
        ("The export hangs.\n\nKind regards\nMaria Gonzalez", "Maria Gonzalez"),
        ("Der Export hängt.\nViele Grüße,\n  Jürgen Öztürk", "Jürgen Öztürk"),
        ("It hangs for Maria Gonzalez, write to maria.gonzalez@example.com", "Maria Gonzalez"),
    ],
)
def test_who_tells_a_name_is_found(text: str, name: str) -> None:
    assert names_told([text]) == (name,)


def test_what_an_address_spells_is_a_name_wherever_it_is_written_out() -> None:
    texts = ["Ask ada.lovelace@example.com", "I restarted it for Ada Lovelace"]

    assert names_told(texts) == ("Ada Lovelace",)


@pytest.mark.parametrize(
    "text",
    [
        "This is broken since Monday",
        "Hi, this is urgent. Internal Server Error on every page",
        "I am using Google Chrome and the export hangs",
        "The message is Internal Server Error (500)",
        "Since this morning here, nobody can log in",
        "HTTP ERROR here",
        "Write to invoice.export@example.com: the export hangs",
        "Thanks,\nthe export still hangs",
        "Hello everybody here",
    ],
)
def test_other_words_are_none(text: str) -> None:
    assert names_told([text]) == ()

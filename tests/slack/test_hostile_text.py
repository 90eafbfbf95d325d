"""Hostile text does nothing in Slack, in whichever place of a ticket it stands."""

from __future__ import annotations

from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.posts.card import card
from bot.slack.posts.opening import root
from bot.slack.rendering import visible
from bot.triage.ticket import Status
from bot.workspace.block_kit.limits import check_message, visible_texts
from tests.builders import (
    a_judgement,
    a_message,
    a_related,
    a_ticket,
    the_rules,
)
from tests.hostile import by_id
from tests.slack.hostile_text import HOSTILE, posted, views

ROWS = by_id("rendering")


def split(said: str, written: str) -> set[str]:
    """Return what of `written` was cut within what people take for one character."""
    whole = set(regex.findall(r"\X", visible(written)))
    odd = {one for one in written if not one.isascii()}
    return {one for one in regex.findall(r"\X", said) if odd & set(one)} - whole


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_hostile_text_does_nothing_in_slack(row: dict[str, Any]) -> None:
    said = list(posted(row["text"], row["place"]))

    for text in said:
        assert not [bad for bad in row.get("must_not_contain", []) if bad in text]
        assert text.count("```") % 2 == 0
        assert not regex.search(r"\p{Cs}", text)
        assert not split(text, row["text"])
    for wanted in row.get("must_contain", []):
        assert any(wanted in text for text in said)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_slack_takes_every_hostile_message(row: dict[str, Any]) -> None:
    for view in views(row["text"], row["place"]):
        check_message(view.text, view.blocks)


@given(texts=st.lists(HOSTILE, min_size=8, max_size=8))
def test_hostile_text_in_every_place_at_once_does_nothing(texts: list[str]) -> None:
    judged = {"summary": texts[4], "next_action": texts[5], "notes": (texts[6],)}
    related = (a_related(title=texts[2], url=f"https://kb.example/{texts[3]}"),)
    ticket = a_ticket(
        messages=(a_message(texts[0], file_names=(texts[1],)),),
        status=Status.JUDGED,
        judgement=a_judgement(related=related, **judged),
        reporter=texts[7],
    )
    ours = ("<https://kb.example/", f"<@{ticket.reporter}")

    for view in (card(ticket, the_rules()), root(ticket)):
        check_message(view.text, view.blocks)
        for text in (view.text, *visible_texts(view.blocks)):
            acting = regex.findall(r"<\s*(?:[@#!]|[A-Za-z]+:)[^<>]*", text)
            assert all(one.startswith(ours) and "|" not in one for one in acting)
            assert not regex.search(r"[\p{Cs}\u200B\u202A-\u202E\U000E0000-\U000E007F\0]", text)
            assert "```" not in text

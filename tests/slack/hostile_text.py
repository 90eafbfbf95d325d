"""Random text that comes near what Slack parses, and tickets with hostile text in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from bot.slack.posts.card import card
from bot.slack.posts.opening import root
from bot.slack.posts.question import question
from bot.triage.judgement import Category, Taxonomy
from bot.triage.rules import Rules
from bot.triage.ticket import Status
from bot.workspace.block_kit.limits import visible_texts
from tests.builders import (
    a_judgement,
    a_message,
    a_related,
    a_taxonomy,
    a_ticket,
    an_asked_question,
    the_rules,
)
from tests.characters import CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.slack.blocks import View
    from bot.triage.ticket import Ticket

FAMILY = "👨‍👩‍👧‍👦"
# Pieces of what Slack parses, so that random text comes near it.
PIECES = st.sampled_from(
    [
        *("<", ">", "|", "@", "#", "!", "&", "channel", "U0AGENT", "https://", "evil.example"),
        *("\u200b", "\u202e", "\ufeff", "\ud800", "\U000e0041", "\u0301", FAMILY, "```"),
        *("a", "\n", " ", "\0"),
    ]
)
HOSTILE = st.lists(PIECES | CHARACTERS, max_size=60).map("".join)


def posted(text: str, place: str) -> Iterator[str]:
    for view in views(text, place):
        yield view.text
        yield from visible_texts(view.blocks)


def views(text: str, place: str) -> list[View]:
    rules = the_rules()
    if place == "config.category":
        rules = Rules(Taxonomy((Category(text, "", ""),), a_taxonomy().severities))
    ticket = poisoned(text, place)
    waiting = a_ticket(
        ticket.messages[0].text,
        status=Status.WAITING,
        questions=(an_asked_question(text if "model" in place else "Which?", *_answers(ticket)),),
        reporter=ticket.reporter,
        messages=ticket.messages,
    )
    return [card(ticket, rules), root(ticket), question(waiting, 1)]


def _answers(ticket: Ticket) -> tuple[str, ...]:
    assert ticket.judgement is not None
    return (ticket.judgement.next_action, ticket.judgement.summary)


def poisoned(text: str, place: str) -> Ticket:
    judged: dict[str, object] = {"related": (a_related(),)}
    message = a_message()
    match place:
        case "ticket":
            message = a_message(text)
        case "file.name":
            message = a_message(file_names=(text,))
        case "model.summary":
            judged["summary"] = text
        case "model.next_action":
            judged["next_action"] = text
        case "kb.title":
            judged["related"] = (a_related(title=text),)
        case "kb.url":
            judged["related"] = (a_related(url=text),)
        case "config.category":
            judged["category"] = text
    return a_ticket(
        messages=(message,),
        status=Status.JUDGED,
        judgement=a_judgement(**judged),
        reporter=text if place == "user.name" else "U1REPORTER",
    )

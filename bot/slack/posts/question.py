"""The question to the reporter, with answers to choose from while it is open."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.slack.blocks import FALLBACK_LIMIT, View, actions, button, context, section
from bot.slack.posts.status import status_line
from bot.slack.rendering import escaped_line, mention, mrkdwn, only_known_links, plain
from bot.triage.judgement import Question

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.triage.ticket import AskedQuestion, Ticket

ANSWER = "answer"
CLASSIFY_ANYWAY = "classify_anyway"
SUGGESTIONS_SHOWN = 4
TEXT_LIMIT = 2000

_CHOICE = re.compile(r"([0-9]{1,18}):([0-9]{1,6}):([0-9]{1,2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which button was pressed: ids only, so that nothing in it has to be trusted."""

    number: int
    """The number of the ticket, which counts per workspace."""
    round: int
    suggestion: int = 0

    @property
    def value(self) -> str:
        """Return it as the value of a button."""
        return f"{self.number}:{self.round}:{self.suggestion}"

    @classmethod
    def read(cls, value: str) -> Choice | None:
        """Return the choice behind a button's value; None if it is no value of ours."""
        found = _CHOICE.fullmatch(value)
        return cls(*map(int, found.groups())) if found else None


def question(ticket: Ticket, round_: int) -> View:
    """Return the question of a round: with buttons while it is open, else saying how it ended.

    While it is open there is no card yet, so how the ticket stands is said here.
    """
    asked = _without_foreign_links(ticket, ticket.questions[round_ - 1])
    is_open = ticket.open_question is ticket.questions[round_ - 1]
    who = mention(ticket.reporter)
    blocks = [
        section(mrkdwn("{} One question about {}:", who, ticket.reference)),
        section(plain(asked.question.text, TEXT_LIMIT)),
        *([_buttons(ticket, asked)] if is_open else []),
        context([status_line(ticket) if is_open else _ending(ticket, asked)]),
    ]
    text = escaped_line(asked.question.text, FALLBACK_LIMIT)
    return View(mrkdwn("{} {}: {}", who, ticket.reference, text), blocks)


def _without_foreign_links(ticket: Ticket, asked: AskedQuestion) -> AskedQuestion:
    known = "\n".join(message.full_text for message in ticket.messages)
    spoken = asked.question
    tame = Question(
        only_known_links(spoken.text, known),
        tuple(only_known_links(suggestion, known) for suggestion in spoken.suggestions),
    )
    return replace(asked, question=tame)


def _buttons(ticket: Ticket, asked: AskedQuestion) -> Json:
    suggestions = [
        button(text, f"{ANSWER}:{index}", Choice(ticket.number, asked.round, index).value)
        for index, text in enumerate(asked.question.suggestions[:SUGGESTIONS_SHOWN])
    ]
    anyway = button("Classify anyway", CLASSIFY_ANYWAY, Choice(ticket.number, asked.round).value)
    return actions([*suggestions, anyway])


def _ending(ticket: Ticket, asked: AskedQuestion) -> str:
    later = ticket.questions[asked.round :]
    said_by_then = later[0].seen_messages if later else len(ticket.messages)
    if said_by_then > asked.seen_messages:
        return "Answered, thank you."
    return "Closed: judged with what is known."

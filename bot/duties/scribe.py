"""Writes the known issues that people asked for, one after the other in the background."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import structlog
from structlog.contextvars import bound_contextvars

from bot.triage.judging.transcript import people_in, turns
from bot.triage.known_issues.introductions import names_told
from bot.triage.known_issues.story import Story, has_placeholders, without_placeholders
from bot.triage.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.triage.judging.transcript import Names
    from bot.triage.known_issues.article import Article
    from bot.triage.known_issues.draft import Draft
    from bot.triage.ticket import Ticket
    from storage.known_issues.write_ups import WriteUps

LOOK_SECONDS = 0.5

log = structlog.stdlib.get_logger("scribe")


class Writer(Protocol):
    """Makes an article of a story."""

    def write(self, story: Story) -> Article:
        """Return a first version for people to look at."""


class News(Protocol):
    """Tells people, as well as that can be done."""

    def written(self, draft: Draft) -> None:
        """Tell who asked for a known issue that it is written; never blocks nor raises."""


class Scribe:
    """Takes what is due, has it written, and leaves it for approval."""

    def __init__(
        self,
        write_ups: WriteUps,
        writer: Writer,
        names: Names | None,
        news: News,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._write_ups = write_ups
        self._writer = writer
        self._names = names
        self._news = news
        self._clock = clock

    def write_due(self) -> None:
        """Write all that is due; what a crash cuts short is due again after a while."""
        while (claimed := self._write_ups.claim(self._clock())) is not None:
            draft_id, ticket = claimed
            with bound_contextvars(ticket=ticket.reference):
                article = self._article(ticket)
                draft = self._write_ups.keep(ticket.team, draft_id, article, self._clock())
                log.info("written_up", draft=draft_id)
            if draft is not None:
                self._news.written(draft)

    def _article(self, ticket: Ticket) -> Article:
        said = [*(message.full_text for message in ticket.messages), ticket.work.resolution]
        people = (*people_in(ticket, self._names), *names_told(said))
        return _anonymous(self._writer.write(told(ticket, people)), people)


def told(ticket: Ticket, people: Sequence[str]) -> Story:
    """Return the story of `ticket`, in which `people` are not named."""
    decided = ticket.decided
    return Story(
        team=ticket.team,
        turns=turns(ticket, people),
        summary=redact("" if decided is None else decided.summary, people),
        category="" if decided is None else decided.category,
        next_action=redact("" if decided is None else decided.next_action, people),
        resolution=redact(ticket.work.resolution, people),
    )


def _anonymous(article: Article, people: Sequence[str]) -> Article:
    """Return `article` without personal data, whoever wrote it."""

    def clean(text: str) -> str:
        redacted = redact(text, people)
        return without_placeholders(redacted) if has_placeholders(redacted) else text

    return replace(
        article,
        title=clean(article.title),
        symptoms=tuple(symptom for each in article.symptoms if (symptom := clean(each))),
        recommended_action=clean(article.recommended_action),
    )

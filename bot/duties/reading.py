"""Reads the tickets that people have worked, so that something can be learned from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from bot.triage.judgement import Case
from bot.triage.judging.cleaning import cleaned
from bot.triage.judging.transcript import people_in, search_text, turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.triage.redaction import Redacted
    from bot.triage.ticket import Ticket, TicketId
    from kb.search.vectors import Embedder
    from storage.judging.learning import Learning
    from storage.judging.lessons import Lessons, Unread
    from storage.judging.readings import Readings
    from storage.people import People
    from storage.tickets import Tickets

READ_AT_ONCE = 32
"""Others get a turn after so many."""


@dataclass(frozen=True, slots=True)
class KeptNames:
    """What people are called, as far as it was looked up before."""

    people: People

    def of(self, team: str, users: Sequence[str]) -> tuple[str, ...]:
        """Return the names of `users` that are known."""
        known = (self.people.names(team, user) for user in users)
        return tuple(name for each in known if each is not None for name in each.names)


class Store(Protocol):
    """What is read, and where it is kept."""

    @property
    def tickets(self) -> Tickets:
        """Return the tickets."""

    @property
    def people(self) -> People:
        """Return what people are called."""

    @property
    def lessons(self) -> Lessons:
        """Return what the tickets came to."""

    @property
    def readings(self) -> Readings:
        """Return what they say."""

    @property
    def learning(self) -> Learning:
        """Return what there is to learn."""


class Reader:
    """Keeps the redacted text and the vector of each ticket that bears on later ones."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        """Take `embedder` as one that needs no network."""
        self._store = store
        self._names = KeptNames(store.people)
        self._embedder = embedder
        self._read: dict[str, int] = {}
        """Of each workspace the change up to which all was read."""

    def read(self, team: str) -> bool:
        """Read some of what is new; return True if nothing is left."""
        changes = self._store.learning.changes(team)
        if self._read.get(team) == changes:
            return True
        unread = self._store.lessons.unread(team, self._embedder.model)
        said = list(islice(self._said(unread[::-1]), READ_AT_ONCE + 1))
        if said and not self._keep(team, said[:READ_AT_ONCE], changes):
            return False
        if len(said) > READ_AT_ONCE:
            return False
        self._read[team] = changes
        return True

    def _said(self, unread: Iterable[Unread]) -> Iterator[tuple[TicketId, Redacted]]:
        """Yield what was said in each ticket; one that can't be read teaches nothing."""
        for each in unread:
            ticket = self._store.tickets.get(each.ticket_id)
            if ticket is not None:
                yield each.ticket_id, _said(ticket, each, self._names)

    def _keep(self, team: str, said: Sequence[tuple[TicketId, Redacted]], changes: int) -> bool:
        """Keep what was said in each ticket; return False if there was a change meanwhile."""
        texts = [text for _, text in said]
        vectors = self._embedder.embed([cleaned(text) for text in texts])
        return all(
            self._store.readings.keep(
                team,
                ticket_id,
                self._embedder.model,
                text=text,
                vector=vector.astype("<f4").tobytes(),
                seen=changes,
            )
            for (ticket_id, text), vector in zip(said, vectors, strict=True)
        )


def _said(ticket: Ticket, unread: Unread, names: KeptNames) -> Redacted:
    """Return what people said before the ticket was judged, as the analyst saw it."""
    heard = [message for message in ticket.messages if message.at <= unread.judged_at]
    as_it_was = replace(ticket, messages=tuple(heard))
    case = Case(turns(as_it_was, people_in(as_it_was, names)), (), may_ask=False)
    return search_text(case)

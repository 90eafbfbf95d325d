"""Finds the open tickets that read like a new one: the same complaint, posted twice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import numpy as np

from bot.triage.judging.cleaning import cleaned
from bot.triage.teamwork.duplicates import DUPLICATES_SHOWN, Likeness, Near
from kb.search.vectors import STORED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.triage.redaction import Redacted
    from bot.triage.ticket import Ticket, TicketId
    from kb.search.vectors import Embedder

ENGLISH = "all-MiniLM-L6-v2@60c75843/256"
MULTILINGUAL = "use-multilingual-3@0db566fd/2000"
BRIDGED = f"{MULTILINGUAL}+e5-small-q4@1571fc98/6d30da3d"
"""The same, with what is in other scripts read by E5 and said in its vectors."""
THRESHOLDS = {ENGLISH: 0.72, MULTILINGUAL: 0.65, BRIDGED: 0.65}
"""From which cosine two tickets count as alike, per embedding model; without one, none do.

Of 70,000 pairs of tickets of one team in `tests/data/eval`, none the same twice, none reaches 0.69;
what two people wrote about one outage or one charge has 0.73 to 0.87. With the multilingual model
none reaches 0.62, and what two wrote about one sign-in in German or French has 0.61 to 0.81.
"""
SAME_MATTER = {ENGLISH: 0.53, MULTILINGUAL: 0.4, BRIDGED: 0.4}
"""From which cosine what somebody says next counts as about the same thing, per model.

Of 35 made-up second messages about one matter, 27 reach it; of 73 about another, mostly about the
same page or product, three (two more where both name a number: those are told apart by it). With
the multilingual model five of eight in three languages reach 0.4, and of eight others none 0.24.
"""
ONE_CAUSE = {ENGLISH: 0.58, MULTILINGUAL: 0.54, BRIDGED: 0.54}
"""From which cosine tickets may have one cause, per model: that they come at once counts too.

Of eight made-up reports of one outage seven are linked by it, one through the other (by 0.72:
two), of six about one sign-in six. Of 30 tickets of one team in `tests/data/eval`, drawn 1,800
times, no five ever were. In other languages than English, of which that model knows little,
THRESHOLDS hold for that too. By the multilingual one, at 0.54, no five were either.
"""
WINDOW = timedelta(minutes=30)
RECENT = timedelta(days=14)
MOST_COMPARED = 300
"""The latest open tickets of a team; older ones are left out where there are more."""


class OpenTickets(Protocol):
    """Knows the vectors of tickets that are still open: float32, little endian."""

    def keep(self, team: str, ticket_id: TicketId, model: str, vector: bytes) -> None:
        """Store the vector of a ticket; only those of one model can be compared."""

    def vectors(
        self, team: str, model: str, *, but: TicketId, since: datetime, most: int
    ) -> Sequence[tuple[TicketId, bytes]]:
        """Return the latest `most` of the team, opened `since` then, without the ticket `but`."""


class Likenesses:
    """Compares tickets by the vectors of an embedder that needs no network."""

    def __init__(
        self,
        embedder: Embedder,
        tickets: OpenTickets,
        *,
        window: timedelta | None = WINDOW,
        is_foreign: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """Take the parts; `window` is within which tickets come together, None = nobody cares.

        `is_foreign` tells texts in a language that the model for English knows little of.
        """
        self._embedder = embedder
        self._tickets = tickets
        self._window = window
        self._is_foreign = is_foreign

    def of(self, ticket: Ticket, said: Redacted, now: datetime) -> Likeness | None:
        """Return what `ticket` reads like, from all that people said in it.

        None with a model whose threshold nobody has measured. Its vector is kept first: of tickets
        that are compared at the same time, each but the first to be kept is compared with another.
        """
        model = self._embedder.model
        if model not in THRESHOLDS:
            return None
        (vector,) = self._embedder.embed([cleaned(said)])
        self._tickets.keep(ticket.team, ticket.id, model, vector.astype(STORED).tobytes())
        others = self._tickets.vectors(
            ticket.team, model, but=ticket.id, since=now - RECENT, most=MOST_COMPARED
        )
        is_unsure = model == ENGLISH and self._is_foreign(said)
        threshold = (THRESHOLDS if is_unsure else ONE_CAUSE)[model]
        alike = _near(vector, others, threshold)
        near = [each for each in alike if each.similarity >= THRESHOLDS[model]]
        return Likeness(
            tuple(near[:DUPLICATES_SHOWN]),
            tuple(alike),
            self._together(ticket, vector, threshold),
        )

    def _together(
        self, ticket: Ticket, vector: np.ndarray, threshold: float
    ) -> tuple[TicketId, ...]:
        """Return the new tickets that are alike: what is near one of them belongs to them too."""
        if self._window is None:
            return ()
        since = ticket.created_at - self._window
        left = list(
            self._tickets.vectors(
                ticket.team, self._embedder.model, but=ticket.id, since=since, most=MOST_COMPARED
            )
        )
        found: list[TicketId] = []
        edge = [vector]
        while edge:
            one = edge.pop()
            near = {each.ticket_id for each in _near(one, left, threshold)}
            edge += [np.frombuffer(other, STORED) for each, other in left if each in near]
            left = [(each, other) for each, other in left if each not in near]
            found += sorted(near)
        return tuple(found)


class Alikes:
    """Tells whether somebody goes on about the same thing."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def are_about_the_same(self, said: Redacted, before: Redacted) -> bool:
        """Return True if both are about one thing; False with a model nobody has measured."""
        threshold = SAME_MATTER.get(self._embedder.model)
        if threshold is None:
            return False
        first, second = self._embedder.embed([cleaned(said), cleaned(before)])
        return float(first @ second) >= threshold


def _near(
    vector: np.ndarray, others: Sequence[tuple[TicketId, bytes]], threshold: float
) -> list[Near]:
    """Return those at least so near, nearest first; what is damaged is near nothing."""
    whole = [each for each in others if len(each[1]) == vector.size * STORED.itemsize]
    rows = np.frombuffer(b"".join(other for _, other in whole), STORED).reshape(-1, vector.size)
    similarities = rows @ vector
    near = [
        Near(whole[place][0], float(similarities[place]))
        for place in np.flatnonzero(similarities >= threshold)
    ]
    return sorted(near, key=lambda one: (-one.similarity, one.ticket_id))

"""Open tickets that read like a new one are found by their vectors, and by nothing weaker."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.triage.redaction import redact
from bot.triage.ticket import TicketId
from kb.likeness import MOST_COMPARED, RECENT, THRESHOLDS, Alikes, Likenesses
from kb.local_model import LocalEmbedder
from tests.builders import NOON, TEAM, a_ticket
from tests.kb.parts import CountingEmbedder, WordEmbedder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.triage.duplicates import Likeness
    from kb.vectors import Embedder

CALIBRATED = next(iter(THRESHOLDS))


@dataclass
class Remembered:
    """Tickets in a list, the latest first."""

    kept: list[tuple[TicketId, bytes]] = field(default_factory=list)
    asked: list[object] = field(default_factory=list)

    def vectors(
        self, team: str, model: str, *, but: TicketId, since: datetime, most: int
    ) -> Sequence[tuple[TicketId, bytes]]:
        self.asked.append((team, model, but, since, most))
        return self.kept


def likeness(
    text: str, *others: str, embedder: Embedder | None = None, kept: Remembered | None = None
) -> Likeness:
    """Compare a text with others, numbered from 2."""
    tickets = kept or Remembered()
    likenesses = Likenesses(embedder or WordEmbedder(CALIBRATED), tickets)
    for number, other in enumerate(others, start=2):
        made = likenesses.of(a_ticket(), redact(other), NOON)
        assert made is not None
        tickets.kept.append((TicketId(number), made.vector))
    found = likenesses.of(a_ticket(), redact(text), NOON)
    assert found is not None
    return found


def test_what_reads_the_same_is_near_and_nothing_else() -> None:
    found = likeness(
        "the login page shows an error",
        "an export never ends",
        "the login page shows an error again",
        "the login page shows an error",
    )

    assert [near.ticket_id for near in found.near] == [4, 3]
    assert found.near[0].similarity > 0.99
    assert found.model == CALIBRATED


def test_all_that_are_alike_are_named() -> None:
    assert len(likeness("the same", *["the same"] * 5).near) == 5


def test_only_recent_tickets_of_the_team_are_compared() -> None:
    kept = Remembered()
    likeness("the same", kept=kept)

    assert kept.asked == [(TEAM, CALIBRATED, 1, NOON - RECENT, MOST_COMPARED)]
    assert timedelta(days=14) == RECENT


def test_with_a_model_that_has_no_threshold_nothing_is_embedded_nor_kept() -> None:
    embedder = CountingEmbedder(WordEmbedder("another"))

    assert Likenesses(embedder, Remembered()).of(a_ticket(), redact("it"), NOON) is None
    assert embedder.texts == []


def test_a_damaged_vector_is_near_nothing() -> None:
    kept = Remembered([(TicketId(2), b"\0" * 7)])

    assert likeness("the same", kept=kept).near == ()


def test_the_real_model_tells_one_outage_told_twice_from_another() -> None:
    found = likeness(
        "Nobody here can log in, the login page gives 503",
        "Can't log in, error 503",
        "My card was charged twice for the March invoice",
        "Password reset mail does not come",
        embedder=LocalEmbedder(),
    )

    assert LocalEmbedder().model in THRESHOLDS
    assert [near.ticket_id for near in found.near] == [2]


def test_the_real_model_tells_going_on_from_another_matter() -> None:
    alikes = Alikes(LocalEmbedder())
    export = redact("The CSV export ends after 100 rows")

    assert alikes.are_about_the_same(redact("The export as Excel ends after 100 rows too"), export)
    assert not alikes.are_about_the_same(redact("And nobody on my team can log in today"), export)


def test_with_a_model_that_has_no_threshold_everything_stands_alone() -> None:
    text = redact("The CSV export ends after 100 rows")

    assert not Alikes(WordEmbedder()).are_about_the_same(text, text)

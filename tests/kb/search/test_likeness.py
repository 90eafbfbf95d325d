"""Open tickets that read like a new one are found by their vectors, and by nothing weaker."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.triage.redaction import redact
from bot.triage.ticket import TicketId
from kb.models.local_model import LocalEmbedder
from kb.models.multilingual import MultilingualEmbedder
from kb.search.likeness import MOST_COMPARED, RECENT, THRESHOLDS, WINDOW, Alikes, Likenesses
from tests.builders import NOON, TEAM, a_ticket
from tests.kb.parts import CountingEmbedder, WordEmbedder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.triage.teamwork.duplicates import Likeness
    from kb.search.vectors import Embedder

CALIBRATED = next(iter(THRESHOLDS))


@dataclass
class Remembered:
    """Tickets in a list, the latest first."""

    kept: list[tuple[TicketId, bytes]] = field(default_factory=list)
    asked: list[object] = field(default_factory=list)
    own: bytes = b""

    def keep(self, team: str, ticket_id: TicketId, model: str, vector: bytes) -> None:
        self.asked.append((team, model, ticket_id))
        self.own = vector

    def vectors(
        self, team: str, model: str, *, but: TicketId, since: datetime, most: int
    ) -> Sequence[tuple[TicketId, bytes]]:
        self.asked.append((team, model, but, since, most))
        return self.kept


def likeness(
    text: str,
    *others: str,
    embedder: Embedder | None = None,
    kept: Remembered | None = None,
    is_foreign: bool = False,
) -> Likeness:
    """Compare a text with others, numbered from 2."""
    tickets = kept or Remembered()
    likenesses = Likenesses(
        embedder or WordEmbedder(CALIBRATED), tickets, is_foreign=lambda _: is_foreign
    )
    for number, other in enumerate(others, start=2):
        made = likenesses.of(a_ticket(), redact(other), NOON)
        assert made is not None
        tickets.kept.append((TicketId(number), tickets.own))
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


def test_three_are_named_at_most_but_all_that_are_alike_are_known() -> None:
    found = likeness("the same", *["the same"] * 5)

    assert (len(found.near), len(found.alike)) == (3, 5)


def test_what_comes_together_is_alike_one_through_the_other() -> None:
    found = likeness(
        "all pages show an error today",
        "the export never ends",
        "pages show the error page today",
        "the error page stays there",
    )

    assert [near.ticket_id for near in found.near] == []
    assert set(found.together) == {3, 4}


def test_nothing_comes_together_where_nobody_looks_out_for_it() -> None:
    tickets = Remembered()
    Likenesses(WordEmbedder(CALIBRATED), tickets, window=None).of(a_ticket(), redact("it"), NOON)

    assert len(tickets.asked) == 2


def test_texts_in_another_language_must_be_nearer_to_be_alike() -> None:
    said, before = "all pages show an error today", "pages show the error page today"

    assert len(likeness(said, before).alike) == 1
    assert likeness(said, before, is_foreign=True).alike == ()


def test_only_recent_tickets_of_the_team_are_compared() -> None:
    kept = Remembered()
    likeness("the same", kept=kept)

    assert kept.asked[1:] == [
        (TEAM, CALIBRATED, 1, since, MOST_COMPARED) for since in (NOON - RECENT, NOON - WINDOW)
    ]
    assert timedelta(days=14) == RECENT


def test_with_a_model_that_has_no_threshold_nothing_is_embedded_nor_kept() -> None:
    embedder = CountingEmbedder(WordEmbedder("another"))

    assert Likenesses(embedder, Remembered()).of(a_ticket(), redact("it"), NOON) is None
    assert embedder.texts == []


def test_a_ticket_is_there_to_be_compared_with_before_it_is_compared() -> None:
    kept = Remembered()
    likeness("the same", kept=kept)

    assert kept.asked[0] == (TEAM, CALIBRATED, 1)


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


OUTAGE = (
    "Every page shows a 503 since 9:40, for all of us in Berlin",
    "We get 503 errors on every page since this morning",
    "The site is down for our whole team: error 503 everywhere",
    "Is the service down? All pages return 503 Service Unavailable",
    "nothing loads, 503 on the dashboard and everywhere else, started around 9:40",
    "503 Service Unavailable when opening any project, several colleagues have it too",
    "Can't work: all pages answer with HTTP 503",
)
ABROAD = (
    "Niemand kann sich anmelden, die Anmeldeseite zeigt Fehler 503",
    "Anmeldung geht seit heute morgen bei keinem von uns, Fehler 503",
    "Seit 9 Uhr kommt keiner mehr rein: Fehler 503 beim Anmelden",
    "Personne ne peut se connecter, la page affiche une erreur 503",
)
UNRELATED = (
    "How do I export all users as CSV?",
    "The invoice for May shows the wrong amount",
    "Dragging a card to another column makes it jump back",
    "Can I restrict who sees a board?",
)


def test_what_many_people_write_about_one_outage_comes_together() -> None:
    found = likeness("App is down here, every page gives a 503", *OUTAGE, embedder=LocalEmbedder())

    assert len(found.together) >= 5
    assert len(found.near) < 3


def test_what_people_write_about_other_things_does_not() -> None:
    found = likeness("We were charged twice for June", *UNRELATED, embedder=LocalEmbedder())

    assert found.together == ()


def test_with_the_multilingual_model_what_is_written_in_other_languages_comes_together() -> None:
    embedder, said = MultilingualEmbedder(), "Login kaputt, 503 bei allen Kollegen"
    found = likeness(said, *ABROAD, *UNRELATED, embedder=embedder, is_foreign=True)
    alikes = Alikes(embedder)

    assert set(found.together) >= {2, 3, 4}
    assert set(found.together) <= {2, 3, 4, 5}
    assert embedder.model in THRESHOLDS
    payment = redact("Le paiement échoue")
    assert alikes.are_about_the_same(redact("La carte est refusée au moment de payer"), payment)
    assert not alikes.are_about_the_same(redact("Comment exporter mes données ?"), payment)

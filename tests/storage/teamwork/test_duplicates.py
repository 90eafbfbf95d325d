"""What tickets read like is kept, and pairs that are alike show on both while both are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.arrivals.revision import Revision
from bot.triage.delivery.posting import Kind, Operation, Post
from bot.triage.teamwork.by import By
from bot.triage.teamwork.duplicates import Duplicate, Likeness, Near
from storage.teamwork.duplicates import OpenTickets
from tests.builders import CHANNEL, NOON, TEAM, a_judgement, a_message
from tests.storage.store import NOWHERE, RECONCILE_AFTER, after

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.triage.teamwork.work import Work
    from bot.triage.ticket import TicketId
    from tests.storage.store import Store


def judged(store: Store, number: int, *near: TicketId, similarity: float = 0.9) -> TicketId:
    """Open a ticket, judge it like `near` ones, and post its card."""
    ts = f"{number}.0"
    ticket_id = store.open(a_message(ts=ts, event_id=f"Ev{number}"))
    OpenTickets(store.database).keep(TEAM, ticket_id, "words", bytes([number]))
    ticket = store.claimed().judged(a_judgement())
    likeness = Likeness(tuple(Near(other, similarity) for other in near))
    assert store.tickets.save(
        ticket, event="judged", actor="bot", posts=[Post(Kind.CARD)], now=NOON, likeness=likeness
    )
    while (posting := store.outbox.claim(NOON, NOWHERE, RECONCILE_AFTER)) is not None:
        store.outbox.confirm(posting, f"{number}.5", NOON)
    return ticket_id


def open_vectors(store: Store, but: TicketId, **where: object) -> list[tuple[TicketId, bytes]]:
    asked = {"team": TEAM, "model": "words", "since": NOON, "most": 9, **where}
    return OpenTickets(store.database).vectors(
        asked["team"],  # type: ignore[arg-type]
        asked["model"],  # type: ignore[arg-type]
        but=but,
        since=asked["since"],  # type: ignore[arg-type]
        most=asked["most"],  # type: ignore[arg-type]
    )


def test_the_vectors_of_other_open_tickets_are_given_latest_first(store: Store) -> None:
    first, second, third = (judged(store, number) for number in (1, 2, 3))

    assert open_vectors(store, third) == [(second, b"\2"), (first, b"\1")]
    assert open_vectors(store, third, most=1) == [(second, b"\2")]
    assert open_vectors(store, third, model="another") == []
    assert open_vectors(store, third, team="T0OTHER") == []
    assert open_vectors(store, third, since=after(seconds=1)) == []


def test_a_pair_shows_on_both_while_both_are_open(store: Store) -> None:
    first = judged(store, 1)
    second = judged(store, 2, first)

    assert store.ticket(second).duplicates == (Duplicate(1, CHANNEL, "1.0", 0.9),)
    assert store.ticket(first).duplicates == (Duplicate(2, CHANNEL, "2.0", 0.9),)

    store.work_on(lambda work: work.resolved("U0ANN", "", NOON), number=1)
    assert store.ticket(second).duplicates == ()
    assert open_vectors(store, second) == []


def test_the_card_of_the_earlier_one_is_drawn_again(store: Store) -> None:
    first = judged(store, 1)
    store.open(a_message(ts="2.0", event_id="Ev2"))
    ticket = store.claimed().judged(a_judgement())
    likeness = Likeness((Near(first, 0.9),))

    store.tickets.save(ticket, event="judged", actor="bot", now=NOON, likeness=likeness)

    redraw = store.posting()
    assert (redraw.ticket.id, redraw.post.operation) == (first, Operation.REDRAW)


def test_a_card_that_names_three_is_not_drawn_again_for_a_fourth(store: Store) -> None:
    first = judged(store, 1)
    for number in (2, 3, 4):
        judged(store, number, first)
    store.open(a_message(ts="5.0", event_id="Ev5"))
    ticket = store.claimed().judged(a_judgement())
    likeness = Likeness((Near(first, 0.9),))

    store.tickets.save(ticket, event="judged", actor="bot", now=NOON, likeness=likeness)

    assert store.next_posting() is None


def test_judging_again_forgets_what_was_near_before(store: Store) -> None:
    first = judged(store, 1)
    second = judged(store, 2, first)
    store.work.judge_again(TEAM, 2, by=By("U0ANN", NOON))
    ticket = store.claimed().judged(a_judgement())

    store.tickets.save(ticket, event="judged", actor="bot", now=NOON, likeness=Likeness(()))

    assert store.ticket(second).duplicates == ()


def test_a_vector_takes_the_place_of_the_one_before(store: Store) -> None:
    first, second = (judged(store, number) for number in (1, 2))

    OpenTickets(store.database).keep(TEAM, second, "words", b"\4")
    OpenTickets(store.database).keep("T0OTHER", second, "words", b"\5")

    assert open_vectors(store, first) == [(second, b"\4")]


def test_the_cards_that_name_a_ticket_are_drawn_again_when_it_closes_and_opens(
    store: Store,
) -> None:
    first = judged(store, 1)
    second = judged(store, 2, first)
    moves: tuple[Callable[[Work], Work], ...] = (
        lambda work: work.claimed("U0ANN", NOON),
        lambda work: work.resolved("U0ANN", "", NOON),
        lambda work: work.taken_up_again("U0ANN", NOON),
    )

    drawn = [_drawn_after(store, move) for move in moves]

    assert drawn == [{first}, {first, second}, {first, second}]


def _drawn_after(store: Store, move: Callable[[Work], Work]) -> set[TicketId]:
    """Return whose cards are drawn again after a move of the first ticket."""
    store.work_on(move, number=1)
    drawn = set()
    while (posting := store.next_posting()) is not None:
        store.outbox.confirm(posting, posting.ts or "9.9", NOON)
        drawn.add(posting.ticket.id)
    return drawn


def test_three_are_shown_the_nearest_first(store: Store) -> None:
    others = [judged(store, number) for number in (1, 2, 3, 4)]
    for number, (other, similarity) in enumerate(zip(others, (0.8, 0.95, 0.9, 0.85), strict=True)):
        judged(store, number + 5, other, similarity=similarity)
    last = judged(store, 9, *others)

    shown = store.ticket(last).duplicates
    assert [duplicate.number for duplicate in shown] == [1, 2, 3]


def test_of_a_withdrawn_ticket_nothing_is_kept(store: Store) -> None:
    first = judged(store, 1)
    second = judged(store, 2, first)

    store.revisions.delete(Revision(TEAM, CHANNEL, "1.0", "Ev9", NOON))

    assert store.ticket(second).duplicates == ()
    redrawn = {store.posting().ticket.id for _ in range(2)}
    assert redrawn == {first, second}, "the other's card named it"
    OpenTickets(store.database).keep(TEAM, first, "words", b"\1")
    assert (store.count("ticket_vectors"), store.count("possible_duplicates")) == (1, 0)

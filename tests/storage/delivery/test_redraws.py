"""What was posted is drawn again: after its post, one at a time, and as often as it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.delivery.posting import Operation
from tests.builders import NOON
from tests.storage.store import RECONCILE_AFTER, after

if TYPE_CHECKING:
    from tests.storage.store import Store


def test_a_redraw_waits_for_its_post_and_knows_its_ts(card: Store) -> None:
    posting = card.posting()
    card.redraw(posting.ticket)
    assert card.next_posting() is None

    card.outbox.confirm(posting, "9.9", after(seconds=1))

    redraw = card.posting(after(seconds=1))
    assert (redraw.post.operation, redraw.ts) == (Operation.REDRAW, "9.9")
    assert redraw.key == "key1:card:0:thread:redraw"
    assert redraw.ticket.number == 1


def test_a_redraw_of_a_posted_message_is_due_at_once(card: Store) -> None:
    ticket = card.post().ticket

    card.redraw(ticket)

    assert card.post().ts == "9.9"
    assert card.next_posting() is None
    assert card.trail()[-1] == ("card_redrawn", "bot")


def test_redraws_wanted_before_one_is_sent_are_one(card: Store) -> None:
    ticket = card.post().ticket

    card.redraw(ticket)
    card.redraw(ticket)

    card.post()
    assert card.next_posting() is None


def test_a_redraw_wanted_while_one_is_in_flight_follows_it(card: Store) -> None:
    ticket = card.post().ticket
    card.redraw(ticket)
    first = card.posting()

    card.redraw(ticket)
    assert card.next_posting() is None
    card.outbox.confirm(first, "9.9", after(seconds=1))

    second = card.posting(after(seconds=1))
    assert (second.id, second.attempts, second.unconfirmed) == (first.id, 0, False)
    card.outbox.confirm(second, "9.9", after(seconds=1))
    assert card.next_posting(after(days=1)) is None


def test_a_redraw_can_be_wanted_again_later(card: Store) -> None:
    ticket = card.post().ticket
    for _ in range(2):
        card.redraw(ticket)
        assert card.post().post.operation is Operation.REDRAW


def test_a_redraw_is_as_old_as_the_wish_for_it(card: Store) -> None:
    ticket = card.post().ticket
    card.redraw(ticket)
    card.post()

    card.redraw(ticket, now=after(days=2))

    assert card.posting(after(days=2)).created_at == after(days=2)


def test_a_late_confirmation_of_a_redraw_leaves_the_newer_one_alone(card: Store) -> None:
    card.redraw(card.post().ticket)
    hanging = card.posting()
    card.posting(NOON + RECONCILE_AFTER)

    card.outbox.confirm(hanging, "9.9", NOON)

    assert card.outbox.next_due() == NOON + 2 * RECONCILE_AFTER


def test_a_redraw_that_was_given_up_can_be_wanted_again(card: Store) -> None:
    card.redraw(card.post().ticket)
    redraw = card.posting()
    card.outbox.bury(redraw, "msg_blocks_too_long", NOON)

    card.redraw(redraw.ticket)

    assert card.posting().attempts == 0

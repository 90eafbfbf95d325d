"""What may have been posted or not is looked for, and late words about it change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import CHANNEL, NOON, TEAM
from tests.storage.store import RECONCILE_AFTER, after

if TYPE_CHECKING:
    from tests.storage.store import Store


def test_a_crash_between_claim_and_confirmation_leaves_a_post_in_doubt(card: Store) -> None:
    sent = card.posting()

    assert card.next_posting(NOON + RECONCILE_AFTER - RECONCILE_AFTER / 2) is None
    found = card.posting(NOON + RECONCILE_AFTER)

    assert (found.id, found.unconfirmed, found.attempts) == (sent.id, True, 1)
    assert card.next_posting(NOON + RECONCILE_AFTER) is None


def test_a_post_that_is_put_off_is_as_if_it_had_not_been_taken(card: Store) -> None:
    card.posting()

    card.outbox.put_off(card.posting(NOON + RECONCILE_AFTER), after(minutes=5))

    assert card.next_posting(after(minutes=4)) is None
    found = card.posting(after(minutes=5))
    assert (found.unconfirmed, found.broken_off) == (True, 1)


def test_an_unconfirmed_post_stays_in_doubt_until_it_is_looked_for(card: Store) -> None:
    card.outbox.unconfirmed(card.posting(), after(minutes=5), "connection lost")

    assert card.next_posting(after(minutes=4)) is None
    assert card.outbox.next_due() == after(minutes=5)
    assert card.posting(after(minutes=5)).unconfirmed


def test_a_post_that_surely_failed_is_sent_again_without_doubt(card: Store) -> None:
    card.outbox.retry(card.posting(), after(seconds=3), "ratelimited")

    assert card.next_posting(after(seconds=2)) is None
    again = card.posting(after(seconds=3))
    assert (again.unconfirmed, again.attempts) == (False, 1)


def test_doubt_ends_once_a_later_try_surely_failed(card: Store) -> None:
    card.posting()
    looked_for = card.posting(NOON + RECONCILE_AFTER)
    card.outbox.retry(looked_for, after(minutes=1), "ratelimited")

    assert not card.posting(after(minutes=1)).unconfirmed


def test_a_late_word_from_an_earlier_claim_changes_nothing(card: Store) -> None:
    hanging = card.posting()
    card.posting(NOON + RECONCILE_AFTER)

    card.outbox.retry(hanging, NOON, "late")
    card.outbox.unconfirmed(hanging, NOON, "late")
    card.outbox.bury(hanging, "late", NOON)

    assert card.outbox.next_due() == NOON + 2 * RECONCILE_AFTER


def test_a_late_confirmation_of_a_post_is_believed(card: Store) -> None:
    hanging = card.posting()
    again = card.posting(NOON + RECONCILE_AFTER)

    card.outbox.confirm(hanging, "9.9", NOON)
    card.outbox.bury(again, "not found", NOON)

    assert card.reports.dead_letter_count() == 0
    assert card.outbox.next_due() is None


def test_our_own_event_confirms_a_post(card: Store) -> None:
    posting = card.posting()

    assert card.outbox.confirm_echo(TEAM, posting.key, CHANNEL, "9.9", NOON)
    assert card.outbox.confirm_echo(TEAM, posting.key, CHANNEL, "9.9", NOON)

    card.outbox.confirm(posting, "9.9", NOON)
    assert card.outbox.next_due() is None
    assert card.trail().count(("card_posted", "bot")) == 1


@pytest.mark.parametrize(
    ("team", "key", "channel"),
    [
        ("T-other", "key1:card:0:thread", CHANNEL),
        (TEAM, "key1:card:0:elsewhere", CHANNEL),
        (TEAM, "key1:card:0:thread", "C-other"),
    ],
)
def test_an_event_with_somebody_elses_key_confirms_nothing(
    card: Store, team: str, key: str, channel: str
) -> None:
    assert not card.outbox.confirm_echo(team, key, channel, "9.9", NOON)

    assert card.next_posting() is not None


def test_an_echo_raises_the_dead(card: Store) -> None:
    posting = card.posting()
    card.outbox.bury(posting, "unreadable", NOON)

    card.outbox.confirm_echo(TEAM, posting.key, CHANNEL, "9.9", NOON)

    assert card.reports.dead_letter_count() == 0

"""What Slack refused for good is kept, and an invitation puts it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.delivery.posting import Kind
from tests.builders import CHANNEL, NOON, TEAM
from tests.storage.store import after

if TYPE_CHECKING:
    from tests.storage.store import Store


def test_a_buried_post_is_kept_with_its_error(card: Store) -> None:
    card.outbox.bury(card.posting(), "channel_not_found", after(minutes=1))

    assert card.next_posting(after(days=1)) is None
    (dead,) = card.reports.dead_letters()
    assert (dead.error, dead.key, dead.kind) == (
        "channel_not_found",
        "key1:card:0:thread",
        Kind.CARD,
    )
    assert (dead.ticket_number, dead.given_up_at) == (1, after(minutes=1))
    assert card.trail()[-1] == ("card_given_up", "bot")


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found"])
def test_an_invitation_puts_back_what_was_refused_without_one(card: Store, error: str) -> None:
    card.outbox.bury(card.posting(), error, NOON)

    assert card.outbox.invited(TEAM, CHANNEL, by="U0INVITER", now=after(minutes=5))

    assert card.trail()[-1] == ("put_back", "U0INVITER")
    assert card.post(now=after(minutes=5)).post.kind is Kind.CARD
    assert card.reports.dead_letter_count() == 0


@pytest.mark.parametrize(
    ("team", "channel", "error"),
    [
        ("T0OTHER", CHANNEL, "not_in_channel"),
        (TEAM, "C0OTHER", "not_in_channel"),
        (TEAM, CHANNEL, "is_archived"),
    ],
)
def test_an_invitation_puts_nothing_else_back(
    card: Store, team: str, channel: str, error: str
) -> None:
    card.outbox.bury(card.posting(), error, NOON)

    assert not card.outbox.invited(team, channel, by="U0INVITER", now=NOON)
    assert card.next_posting() is None


def test_what_is_refused_while_the_invitation_arrives_is_sent_again(card: Store) -> None:
    refused = card.posting()
    card.outbox.invited(TEAM, CHANNEL, by="U0INVITER", now=NOON)

    assert not card.outbox.bury_unless_invited(refused, "not_in_channel", NOON)
    assert card.posting().key == refused.key
    assert card.reports.dead_letter_count() == 0


def test_what_is_refused_in_spite_of_an_invitation_is_not_sent_again(card: Store) -> None:
    card.outbox.invited(TEAM, CHANNEL, by="U0INVITER", now=NOON)

    assert card.outbox.bury_unless_invited(card.posting(), "not_in_channel", NOON)
    assert card.next_posting() is None
    assert card.trail()[-1] == ("card_given_up", "bot")

"""Each message is posted once: what is sent is known before, and what is in doubt is looked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.triage.delivery.posting import Kind, Operation, Post
from bot.triage.ticket import TicketId
from storage.arrivals.recorded import Outcome
from tests.builders import CHANNEL, NOON, ROOT_TS, TEAM, a_message, a_reply
from tests.storage.store import NOWHERE, RECONCILE_AFTER, after

if TYPE_CHECKING:
    from tests.storage.store import Store


@pytest.fixture
def card(store: Store) -> Store:
    """A store whose one ticket is judged: its card is due."""
    store.open()
    store.judge()
    return store


def test_a_saved_post_is_claimed_with_its_ticket(card: Store) -> None:
    posting = card.posting()

    assert posting.key == "key1:card:0:thread"
    assert posting.post == Post(Kind.CARD)
    assert posting.ticket == card.ticket(posting.ticket.id)
    assert (posting.attempts, posting.unconfirmed, posting.ts) == (0, False, None)
    assert posting.created_at == NOON


def test_a_confirmed_post_is_never_claimed_again(card: Store) -> None:
    card.post()

    assert card.next_posting(after(days=1)) is None
    assert card.outbox.next_due() is None
    assert card.trail()[-1] == ("card_posted", "bot")


def test_the_same_post_is_queued_once(card: Store) -> None:
    ticket = card.ticket(card.posting().ticket.id)

    card.tickets.save(ticket, event="again", actor="bot", posts=[Post(Kind.CARD)], now=NOON)

    assert card.count("outbox") == 1


def test_urgent_posts_go_first_then_the_oldest(store: Store) -> None:
    for number in (1, 2, 3):
        store.open(a_message(ts=f"{number}.0", event_id=f"E{number}"))
        store.judge(urgent=number == 3)

    assert [store.posting().ticket.number for _ in range(3)] == [3, 1, 2]


def test_a_blocked_channel_holds_up_no_other(store: Store) -> None:
    store.open(a_message(channel="C-slow", event_id="E1"))
    store.judge()
    store.open(a_message(channel="C-free", event_id="E2"))
    store.judge(after(seconds=1))
    slow = frozenset({(TEAM, "C-slow")})

    now = after(seconds=1)
    posting = store.outbox.claim(now, slow, RECONCILE_AFTER)
    assert posting is not None
    assert posting.ticket.channel == "C-free"
    assert store.outbox.claim(now, slow, RECONCILE_AFTER) is None
    assert store.outbox.next_due(slow) == now + RECONCILE_AFTER
    assert store.outbox.next_due() == NOON


def test_a_channel_is_blocked_for_its_own_workspace_only(card: Store) -> None:
    blocked = frozenset({("T-other", CHANNEL), (TEAM, "C-other")})

    assert card.outbox.claim(NOON, blocked, RECONCILE_AFTER) is not None


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


def test_posts_of_a_command_wait_for_its_root(store: Store) -> None:
    ticket_id = store.open_command()
    store.judge()

    root = store.posting()
    assert (root.post.kind, store.next_posting()) == (Kind.ROOT, None)
    store.outbox.confirm(root, "7.7", after(seconds=1))

    card = store.posting(after(seconds=1))
    assert (card.post.kind, card.ticket.thread_ts) == (Kind.CARD, "7.7")
    assert store.ticket(ticket_id).messages[0].ts == "7.7"


def test_replies_to_a_root_that_is_not_confirmed_yet_are_taken_over(store: Store) -> None:
    ticket_id = store.open_command()
    root = store.posting()
    early = store.tickets.record(a_reply(thread_ts="7.7"), opens_ticket=False)

    store.outbox.confirm(root, "7.7", NOON)

    assert early.outcome is Outcome.NONE
    ticket = store.ticket(ticket_id)
    assert (len(ticket.messages), ticket.claim.wake) == (2, 1)


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


def test_each_round_has_its_own_question(store: Store) -> None:
    store.open()
    store.ask()
    store.tickets.record(a_reply(), opens_ticket=True)
    store.ask()

    keys = [store.posting().key for _ in range(2)]

    assert keys == ["key1:question:1:thread", "key1:question:2:thread"]


def test_a_post_renders_the_ticket_as_it_is_when_claimed(card: Store) -> None:
    ticket = card.ticket(TicketId(1))
    assert ticket.judgement is not None
    corrected = replace(ticket, judgement=replace(ticket.judgement, severity="High"))
    card.tickets.save(corrected, event="corrected", actor="U1", now=NOON)

    shown = card.posting().ticket

    assert shown.judgement is not None
    assert (shown.judgement.severity, shown.thread_ts) == ("High", ROOT_TS)


def test_nothing_is_due_in_an_empty_outbox(store: Store) -> None:
    assert store.outbox.claim(NOON, NOWHERE, RECONCILE_AFTER) is None
    assert store.outbox.next_due() is None

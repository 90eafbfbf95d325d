"""Each message is posted once: it is claimed by one, and what is sent is known before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.triage.delivery.posting import Kind, Post
from bot.triage.ticket import TicketId
from storage.arrivals.recorded import Outcome
from tests.builders import CHANNEL, NOON, ROOT_TS, TEAM, a_message, a_reply
from tests.storage.store import NOWHERE, RECONCILE_AFTER, after

if TYPE_CHECKING:
    from tests.storage.store import Store


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

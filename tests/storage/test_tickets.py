"""Tickets are claimed by one at a time, and nothing that arrives meanwhile is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.triage.delivery.posting import Kind, Post
from bot.triage.judgement import Confidence, Provenance, Question
from bot.triage.judging.ladder import Fall, Reason, Rung
from bot.triage.ticket import Status, TicketId
from tests.builders import (
    NOON,
    ROOT_TS,
    TEAM,
    a_judgement,
    a_message,
    a_related,
    a_reply,
)
from tests.storage.store import DEADLINE, LEASE, after

if TYPE_CHECKING:
    from bot.triage.ticket import Message
    from tests.storage.store import Store

FALLS = (Fall(Rung.MODEL, Reason.CUT_OFF), Fall(Rung.REPAIR, Reason.TOO_SLOW))


def test_nothing_is_claimed_where_nothing_is_due(store: Store) -> None:
    assert store.tickets.claim(NOON, LEASE) is None
    assert store.tickets.next_due() is None


def test_the_ticket_that_waits_longest_is_claimed_first(store: Store) -> None:
    later = store.open(a_message(ts="1.0", event_id="E1", at=after(minutes=2)))
    sooner = store.open(a_message(ts="2.0", event_id="E2", at=after(minutes=1)))

    now = after(minutes=3)
    assert [store.claimed(now).id, store.claimed(now).id] == [sooner, later]


def test_a_claimed_ticket_is_nobody_elses_until_its_lease_ends(store: Store) -> None:
    ticket_id = store.open()

    assert store.claimed().claim.until == NOON + LEASE
    assert store.tickets.claim(after(minutes=9), LEASE) is None
    assert store.tickets.next_due() == NOON + LEASE
    assert store.claimed(NOON + LEASE).id == ticket_id


def test_claims_of_a_dead_process_are_given_up_at_the_start(store: Store) -> None:
    ticket_id = store.open()
    store.claimed()

    assert store.tickets.release_all() == 1
    assert store.claimed().id == ticket_id


def test_everything_about_a_ticket_comes_back_as_it_was_saved(store: Store) -> None:
    store.open()
    question = Question("Which invoice?", ("May", "June"))
    judgement = a_judgement(
        confidence=Confidence(0.1, 0.2, 0.3),
        provenance=Provenance("offline", "m", "v3", 10, 20, 800, FALLS),
        matched_issue_id="KB-101",
        question=question,
        related=(a_related(url="https://kb.example/101"), a_related(0.5, id="KB-2")),
        notes=("Manual review required",),
    )
    asked = store.claimed().asking(question, NOON, DEADLINE)
    moved = replace(asked, judgement=judgement)

    store.tickets.save(moved, event="asked", actor="bot", now=NOON)

    assert store.ticket(moved.id) == replace(moved, claim=replace(moved.claim, until=None, begun=0))


def test_the_rungs_that_failed_stay_with_a_ticket_until_it_is_judged(store: Store) -> None:
    ticket_id = store.open()
    handed_over = store.claimed().handed_over(FALLS)
    store.tickets.save(handed_over, event="handed_over", actor="bot", now=NOON)
    assert store.ticket(ticket_id).ladder == FALLS

    judged = replace(store.ticket(ticket_id), judge_again=True).judged(a_judgement())
    store.tickets.save(judged, event="judged", actor="bot", now=NOON)

    assert store.ticket(ticket_id).ladder == ()


def test_a_waiting_ticket_comes_due_at_its_deadline(store: Store) -> None:
    store.open()
    store.ask()

    assert store.tickets.next_due() == DEADLINE
    assert store.tickets.claim(DEADLINE - timedelta(seconds=1), LEASE) is None
    assert store.claimed(DEADLINE).due_at == DEADLINE


def test_a_judged_ticket_never_comes_due_again(store: Store) -> None:
    ticket_id = store.open()
    store.judge()

    assert store.tickets.next_due() is None
    assert store.ticket(ticket_id).judgement == a_judgement()


def test_a_ticket_handed_over_has_no_judgement(store: Store) -> None:
    ticket_id = store.open()
    store.tickets.save(store.claimed().handed_over(), event="handed_over", actor="bot", now=NOON)

    ticket = store.ticket(ticket_id)
    assert (ticket.status, ticket.judgement) == (Status.HANDED_OVER, None)


def test_every_move_is_in_the_audit_trail(store: Store) -> None:
    store.open()
    store.ask()
    store.tickets.record(a_reply(), opens_ticket=True)
    store.judge()

    assert store.trail() == [
        ("opened", "U0REPORTER"),
        ("asked", "bot"),
        ("replied", "U0REPORTER"),
        ("judged", "bot"),
    ]


def test_every_judgement_is_kept_also_one_that_only_asked(store: Store) -> None:
    store.open()
    asking = a_judgement(question=Question("Which one?"))
    asked = store.claimed().asking(Question("Which one?"), NOON, DEADLINE)
    store.tickets.save(asked, event="asked", actor="bot", now=NOON, judgement=asking)
    store.tickets.record(a_reply(), opens_ticket=True)

    judged = store.judge()

    assert store.count("judgements") == 2
    assert store.ticket(judged.id).judgement == a_judgement()


def test_a_judgement_that_stands_is_not_stored_again(store: Store) -> None:
    ticket_id = store.open()
    store.judge()

    store.redraw(store.ticket(ticket_id))

    assert store.count("judgements") == 1


def test_a_new_judgement_replaces_the_result_and_keeps_the_old_one(store: Store) -> None:
    ticket_id = store.open()
    store.judge()
    again = replace(store.ticket(ticket_id), judgement=a_judgement(severity="High"))

    store.tickets.save(again, event="rejudged", actor="bot", now=NOON, judgement=again.judgement)

    assert store.ticket(ticket_id).judgement == a_judgement(severity="High")
    assert store.count("judgements") == 2


def test_a_reply_while_the_ticket_is_judged_keeps_it_due(store: Store) -> None:
    ticket_id = store.open()
    held = store.claimed()
    store.tickets.record(a_reply(at=after(seconds=1)), opens_ticket=True)

    store.ask(seen=held)

    ticket = store.claimed(after(seconds=1))
    assert ticket.id == ticket_id
    assert ticket.has_new_reply


def test_a_click_while_the_ticket_is_judged_keeps_it_due(store: Store) -> None:
    ticket_id = store.open()
    store.ask()
    store.tickets.record(a_reply(), opens_ticket=True)
    held = store.claimed()
    store.tickets.judge_now(TEAM, ticket_id, 1, actor="U1", now=after(seconds=1))

    store.ask(seen=held)

    assert store.claimed(after(seconds=1)).judge_now


def test_a_reply_while_nothing_is_done_keeps_the_ticket_due(store: Store) -> None:
    store.open()
    store.ask()
    held = store.claimed(DEADLINE)
    store.tickets.record(a_reply(at=DEADLINE), opens_ticket=True)

    store.tickets.release(held, None)

    assert store.claimed(DEADLINE).has_new_reply


def test_a_released_ticket_rests_until_it_is_due(store: Store) -> None:
    store.open()

    store.tickets.release(store.claimed(), after(hours=1))

    assert store.tickets.claim(NOON, LEASE) is None
    assert store.tickets.next_due() == after(hours=1)


def test_a_failed_try_is_counted_and_repeated_later(store: Store) -> None:
    ticket_id = store.open()

    store.tickets.fail(store.claimed(), after(seconds=5), "the model is down")

    assert store.tickets.claim(NOON, LEASE) is None
    assert (store.claimed(after(seconds=5)).claim.attempts, ticket_id) == (1, 1)


def test_success_ends_the_count_of_failures(store: Store) -> None:
    ticket_id = store.open()
    store.tickets.fail(store.claimed(), NOON, "the model is down")
    store.judge()

    assert store.ticket(ticket_id).claim.attempts == 0


def test_a_claim_that_passed_to_another_can_no_longer_change_the_ticket(store: Store) -> None:
    ticket_id = store.open()
    hanging = store.claimed()
    store.judge(NOON + LEASE)
    judged = store.ticket(ticket_id)

    late = hanging.asking(Question("Which one?"), NOON, DEADLINE)
    question = Post(Kind.QUESTION, 1)
    assert not store.tickets.save(late, event="asked", actor="bot", posts=[question], now=NOON)
    store.tickets.release(hanging, NOON)
    store.tickets.fail(hanging, NOON, "late")

    assert store.ticket(ticket_id) == judged
    assert store.count("outbox") == 1


def test_an_unknown_ticket_is_none(store: Store) -> None:
    assert store.tickets.get(TicketId(404)) is None


def _reply(text: str, seconds: int) -> Message:
    ts = f"{float(ROOT_TS) + seconds:.6f}"
    return a_reply(text, ts=ts, event_id=f"Ev{seconds}")


def test_messages_stand_root_first_then_as_they_were_said(store: Store) -> None:
    store.tickets.record(_reply("second", 20), opens_ticket=True)
    ticket_id = store.open(a_message("root"))
    store.tickets.record(_reply("first", 10), opens_ticket=True)

    ticket = store.ticket(ticket_id)

    assert [message.text for message in ticket.messages] == ["root", "first", "second"]
    assert ticket.messages[0].ts == ROOT_TS


def test_what_arrives_after_a_question_stands_behind_it_whenever_it_was_said(store: Store) -> None:
    ticket_id = store.open(a_message("root"))
    store.tickets.record(_reply("seen", 20), opens_ticket=True)
    store.ask(now=after(minutes=1))
    store.tickets.record(_reply("answer", 40), opens_ticket=True)
    store.tickets.record(_reply("delayed", 10), opens_ticket=True)

    texts = [message.text for message in store.ticket(ticket_id).messages]

    assert texts == ["root", "seen", "delayed", "answer"]

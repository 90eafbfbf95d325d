from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.triage.arrivals.revision import Revision
from bot.triage.delivery.posting import Kind, Operation
from bot.triage.ticket import Status
from storage.arrivals.revisions import Revisions
from storage.schema import audit, outbox
from tests.builders import CHANNEL, ROOT_TS, TEAM, a_message, a_reply
from tests.storage.store import LEASE, NOWHERE, RECONCILE_AFTER, Store, after

if TYPE_CHECKING:
    from storage.database import Database


@pytest.fixture
def revisions(database: Database) -> Revisions:
    return Revisions(database)


def an_edit(text: str | None, **changes: object) -> Revision:
    fields: dict[str, object] = {
        "team": TEAM,
        "channel": CHANNEL,
        "ts": ROOT_TS,
        "event_id": "Ev0009",
        "at": after(minutes=1),
        "text": text,
    }
    return Revision(**{**fields, **changes})  # type: ignore[arg-type]


def a_deletion(**changes: object) -> Revision:
    return an_edit(None, **changes)


def events(store: Store) -> list[str]:
    with store.database.read() as connection:
        return list(connection.execute(sa.select(audit.c.event)).scalars())


def everything_stored(store: Store) -> str:
    """Return all text of the database, as somebody who reads the file would."""
    with store.database.read() as connection:
        tables = connection.execute(
            sa.text("SELECT name FROM sqlite_master WHERE type = 'table'")
        ).scalars()
        return "\n".join(
            str(connection.execute(sa.text(f'SELECT * FROM "{name}"')).all())  # noqa: S608
            for name in list(tables)
        )


def test_an_edit_before_the_card_is_judged_with_the_new_text(
    store: Store, revisions: Revisions
) -> None:
    ticket_id = store.open(a_message("The invoice is wrong"))

    assert revisions.edit(an_edit("The invoice of June is wrong"))

    ticket = store.tickets.get(ticket_id)
    assert ticket is not None
    assert ticket.messages[0].text == "The invoice of June is wrong"
    assert ticket.judge_again
    assert "edited" in events(store)


def test_an_unfurl_changes_nothing(store: Store, revisions: Revisions) -> None:
    store.open(a_message("See https://shop.example"))

    assert not revisions.edit(an_edit("See https://shop.example"))

    assert "edited" not in events(store)


def test_an_edit_of_something_that_is_no_ticket_is_left_alone(revisions: Revisions) -> None:
    assert not revisions.edit(an_edit("Hello"))


def test_an_edit_after_the_card_has_it_judged_again_once(
    store: Store, revisions: Revisions
) -> None:
    store.open()
    store.judge()

    assert revisions.edit(an_edit("It is invoice 4712"))
    again = store.claimed(after(minutes=1))
    assert again.status is Status.JUDGED
    assert again.judge_again
    assert again.judgement is not None
    store.tickets.save(
        again.judged(again.judgement), event="judged", actor="bot", now=after(minutes=1)
    )

    assert not revisions.edit(an_edit("It is invoice 4713", event_id="Ev0010"))
    rested = store.tickets.get(again.id)
    assert rested is not None
    assert not rested.judge_again
    assert rested.messages[0].text == "It is invoice 4713"
    assert events(store).count("edited") == 2


def test_an_edit_of_what_was_said_after_judging_is_noted_and_uses_nothing_up(
    store: Store, revisions: Revisions
) -> None:
    store.open()
    store.judge()
    late = a_reply("Thanks", ts="9.9", event_id="Ev0009", at=after(minutes=1))
    store.tickets.record(late, opens_ticket=False)

    assert not revisions.edit(an_edit("Thank you", ts="9.9", event_id="Ev0010"))
    assert "edited" in events(store)
    assert revisions.edit(an_edit("It is invoice 4712", event_id="Ev0011"))


def test_an_edit_while_the_ticket_is_judged_is_not_lost(store: Store, revisions: Revisions) -> None:
    store.open()
    held = store.claimed()

    revisions.edit(an_edit("It is invoice 4712"))
    store.judge(seen=held)

    again = store.claimed(after(minutes=1))
    assert again.judge_again


def test_a_deleted_root_withdraws_the_ticket_and_erases_its_text(
    store: Store, revisions: Revisions
) -> None:
    ticket_id = store.open(a_message("My password is swordfish"))
    store.tickets.record(a_reply("it is swordfish2"), opens_ticket=False)
    store.judge(summary="swordfish does not work")

    assert revisions.delete(a_deletion())

    ticket = store.tickets.get(ticket_id)
    assert ticket is not None
    assert ticket.status is Status.WITHDRAWN
    assert "swordfish" not in everything_stored(store)
    assert "withdrawn" in events(store)
    assert store.tickets.claim(after(days=9), LEASE) is None


def test_what_is_said_in_the_thread_of_a_withdrawn_ticket_is_not_kept(
    store: Store, revisions: Revisions
) -> None:
    ticket_id = store.open()
    store.tickets.record(a_reply("see swordfish", ts="2.2"), opens_ticket=False)
    revisions.delete(a_deletion())

    unfurled = an_edit("see swordfish", ts="2.2", event_id="Ev0010")
    assert not revisions.edit(unfurled)
    said = a_reply("swordfish2", ts="3.3", event_id="Ev0011", file_names=("swordfish3.png",))
    store.tickets.record(said, opens_ticket=False)

    assert "swordfish" not in everything_stored(store)
    assert len(store.ticket(ticket_id).messages) == 3


def test_nothing_more_is_posted_for_a_withdrawn_ticket(store: Store, revisions: Revisions) -> None:
    store.open()
    store.judge()

    revisions.delete(a_deletion())

    assert store.outbox.claim(after(days=1), NOWHERE, RECONCILE_AFTER) is None


def test_what_stands_already_is_redrawn_without_the_text(
    store: Store, revisions: Revisions
) -> None:
    store.open()
    store.judge()
    card = store.outbox.claim(after(), NOWHERE, RECONCILE_AFTER)
    assert card is not None
    store.outbox.confirm(card, "5.0", after())

    revisions.delete(a_deletion())

    redraw = store.outbox.claim(after(minutes=2), NOWHERE, RECONCILE_AFTER)
    assert redraw is not None
    assert redraw.post.operation is Operation.REDRAW
    assert redraw.post.kind is Kind.CARD
    assert redraw.ts == "5.0"
    assert redraw.ticket.status is Status.WITHDRAWN


def test_what_went_to_the_thread_as_its_channel_refused_it_is_redrawn_too(
    store: Store, revisions: Revisions
) -> None:
    store.open()
    store.judge()
    store.outbox.confirm(store.posting(), "5.0", after())
    moved = sa.update(outbox).values(key="k:told:1:C0TEAM", kind=Kind.TOLD, round=1)
    with store.database.write() as connection:
        connection.execute(moved)

    revisions.delete(a_deletion())

    redraw = store.posting(after(minutes=2))
    assert (redraw.post.kind, redraw.ts) == (Kind.TOLD, "5.0")


def test_a_worker_that_holds_a_withdrawn_ticket_saves_nothing(
    store: Store, revisions: Revisions
) -> None:
    store.open()
    held = store.claimed()

    revisions.delete(a_deletion())

    assert held.messages
    assert not store.tickets.save(
        held.handed_over(), event="handed_over", actor="bot", now=after(minutes=1)
    )


def test_a_message_that_comes_after_its_deletion_opens_nothing(
    store: Store, revisions: Revisions
) -> None:
    assert not revisions.delete(a_deletion())

    recorded = store.tickets.record(a_message(), opens_ticket=True)

    assert str(recorded.outcome) == "duplicate"


def test_a_deleted_reply_is_erased_and_the_open_ticket_judged_again(
    store: Store, revisions: Revisions
) -> None:
    ticket_id = store.open()
    store.ask()
    store.tickets.record(a_reply("the secret is swordfish"), opens_ticket=False)

    assert revisions.delete(a_deletion(ts=a_reply().ts))

    ticket = store.tickets.get(ticket_id)
    assert ticket is not None
    assert ticket.status is Status.WAITING
    assert ticket.judge_again
    assert "swordfish" not in everything_stored(store)


def test_a_reply_deleted_after_the_card_is_only_erased(store: Store, revisions: Revisions) -> None:
    store.open()
    store.judge()
    store.tickets.record(a_reply(), opens_ticket=False)

    assert not revisions.delete(a_deletion(ts=a_reply().ts))


def test_a_second_deletion_changes_nothing(store: Store, revisions: Revisions) -> None:
    store.open()
    revisions.delete(a_deletion())

    assert not revisions.delete(a_deletion(event_id="Ev0010"))
    assert events(store).count("withdrawn") == 1


def test_a_message_without_a_ticket_is_erased_all_the_same(
    store: Store, revisions: Revisions
) -> None:
    store.tickets.record(a_reply("swordfish"), opens_ticket=False)

    assert not revisions.delete(a_deletion(ts=a_reply().ts))
    assert "swordfish" not in everything_stored(store)


def test_a_post_of_a_withdrawn_ticket_can_be_called_off(store: Store) -> None:
    store.open()
    store.judge()
    card = store.outbox.claim(after(), NOWHERE, RECONCILE_AFTER)
    assert card is not None

    store.outbox.call_off(card, after())

    with store.database.read() as connection:
        status = connection.execute(sa.select(outbox.c.status)).scalar_one()
    assert status == "called_off"
    assert store.reports.dead_letter_count() == 0
    assert store.trail()[-1] == ("card_called_off", "bot")


def test_a_card_that_was_to_be_redrawn_anyway_shows_that_it_was_withdrawn(
    store: Store, revisions: Revisions
) -> None:
    store.open()
    store.judge()
    store.redraw(store.post("9.9").ticket)

    revisions.delete(a_deletion())

    redraw = store.posting(after(minutes=2))
    assert (redraw.post.operation, redraw.ticket.status) == (Operation.REDRAW, Status.WITHDRAWN)

"""A write-up is asked for once, survives a crash, and goes with a ticket that is withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.arrivals.revision import Revision
from bot.triage.known_issues.draft import DraftState
from storage.known_issues.write_ups import LEASE, WriteUps
from tests.builders import CHANNEL, NOON, ROOT_TS, TEAM, an_article
from tests.storage.store import after

if TYPE_CHECKING:
    from bot.triage.known_issues.draft import Draft
    from tests.storage.store import Store

ANN = "U0ANN"


@pytest.fixture
def write_ups(store: Store) -> WriteUps:
    store.open()
    store.judge()
    return WriteUps(store.database)


def ask(write_ups: WriteUps, number: int = 1) -> Draft | None:
    return write_ups.ask(TEAM, number, actor=ANN, now=NOON)


def withdraw(store: Store) -> None:
    revision = Revision(TEAM, CHANNEL, ROOT_TS, "E7", NOON)
    assert store.revisions.delete(revision)


def only_draft(store: Store) -> Draft:
    (draft,) = store.drafts.open(TEAM, 10)
    return draft


def test_what_is_asked_for_is_due_once(store: Store, write_ups: WriteUps) -> None:
    draft = ask(write_ups)
    again = ask(write_ups)

    assert draft == again
    assert draft is not None
    assert (draft.state, draft.issue_id, draft.ticket_number) == (DraftState.WRITING, "OUR-1", 1)
    claimed = write_ups.claim(NOON)
    assert claimed is not None
    assert (claimed[0], claimed[1].number) == (draft.id, 1)
    assert write_ups.claim(NOON) is None
    assert store.trail()[-1] == ("write_up_asked", ANN)


def test_what_a_crash_cut_short_is_due_again(write_ups: WriteUps) -> None:
    ask(write_ups)

    assert write_ups.claim(NOON) is not None
    assert write_ups.claim(NOON + LEASE) is not None


def test_what_was_written_waits_for_approval(store: Store, write_ups: WriteUps) -> None:
    draft = ask(write_ups)
    assert draft is not None

    kept = write_ups.keep(TEAM, draft.id, an_article(), after(minutes=1))
    assert kept is not None
    assert kept.article == an_article()
    assert write_ups.keep(TEAM, draft.id, an_article(title="Twice"), after(minutes=2)) is None

    written = only_draft(store)
    assert (written.state, written.article) == (DraftState.WAITING, an_article())
    assert (written.author, written.edited_by) == (ANN, ANN)
    assert write_ups.claim(after(days=1)) is None


def test_of_a_ticket_that_is_gone_nothing_is_written(store: Store, write_ups: WriteUps) -> None:
    withdraw(store)

    assert ask(write_ups) is None
    assert ask(write_ups, 9) is None


def test_a_withdrawn_ticket_takes_with_it_what_was_written_from_it(
    store: Store, write_ups: WriteUps
) -> None:
    draft = ask(write_ups)
    assert draft is not None
    write_ups.keep(TEAM, draft.id, an_article(), NOON)

    withdraw(store)

    assert write_ups.keep(TEAM, draft.id, an_article(), NOON) is None
    gone = store.drafts.review(TEAM, draft.id)
    assert gone is not None
    assert (gone.draft.state, gone.draft.article.title) == (DraftState.DISCARDED, "")


def test_what_was_sent_back_is_still_in_the_tickets_words_and_goes_with_it(
    store: Store, write_ups: WriteUps
) -> None:
    draft = ask(write_ups)
    assert draft is not None
    write_ups.keep(TEAM, draft.id, an_article(), NOON)
    waiting = store.drafts.review(TEAM, draft.id)
    assert waiting is not None
    store.drafts.send_back(
        TEAM, draft.id, seen=waiting.stamp, by="U0BEN", remark="Which export?", now=NOON
    )

    withdraw(store)

    gone = store.drafts.review(TEAM, draft.id)
    assert gone is not None
    assert (gone.draft.state, gone.draft.article.title) == (DraftState.DISCARDED, "")


def test_what_somebody_has_made_their_own_stays(store: Store, write_ups: WriteUps) -> None:
    draft = ask(write_ups)
    assert draft is not None
    write_ups.keep(TEAM, draft.id, an_article(), NOON)
    store.drafts.save(
        TEAM,
        draft.issue_id,
        lambda _: an_article(title="In my words"),
        actor="U0BEN",
        now=NOON,
        is_ready=True,
    )

    withdraw(store)

    assert only_draft(store).article.title == "In my words"

"""What the tables take, and what of it can't be changed any more."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.triage.errors import Rejected
from tests.builders import NOON, a_message, an_issue

if TYPE_CHECKING:
    from tests.storage.store import Store


def test_the_audit_trail_can_only_grow(store: Store) -> None:
    store.open()

    for change in (
        "UPDATE audit SET actor = 'nobody'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit",
    ):
        with pytest.raises(Rejected, match="append-only"), store.database.write() as connection:
            connection.execute(sa.text(change))

    assert store.trail() == [("opened", "U0REPORTER")]


def test_a_version_of_a_known_issue_can_not_be_replaced(store: Store) -> None:
    store.issues.import_all([an_issue()], "cli", NOON)
    taken = "REPLACE INTO known_issue_versions SELECT * FROM known_issue_versions"

    with pytest.raises(Rejected, match="append-only"), store.database.write() as connection:
        connection.execute(sa.text(taken))


def test_times_come_back_in_utc_whatever_zone_they_had(store: Store) -> None:
    berlin = timezone(timedelta(hours=2))
    ticket_id = store.open(a_message(at=datetime(2026, 1, 5, 14, tzinfo=berlin)))

    created_at = store.ticket(ticket_id).created_at
    assert (created_at, created_at.utcoffset()) == (NOON, timedelta())


def test_a_time_without_a_zone_is_a_mistake(store: Store) -> None:
    with pytest.raises(Rejected, match="without a zone"):
        store.open(a_message(at=NOON.replace(tzinfo=None)))


def test_text_that_cannot_be_encoded_is_rejected(store: Store) -> None:
    with pytest.raises(Rejected, match="surrogates"):
        store.open(a_message("\ud800"))

    assert store.count("messages") == 0

"""What `triage doctor` says of what is stored and can't be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from storage.database import Database
from storage.schema import corrections
from tests.builders import NOON, TEAM, a_message
from tests.storage.store import Store

if TYPE_CHECKING:
    from tests.command_line import CommandLine


def test_each_ticket_of_which_a_correction_can_not_be_read_is_named(command: CommandLine) -> None:
    _correct(command, *["hunch"] * 2, "not_a_ticket", *["telepathy"] * 3)

    done = command("doctor")

    line = next(line for line in done.out.splitlines() if "corrections" in line)
    assert done.code == 0
    assert line.startswith("degraded")
    assert f"can't be read, of {TEAM}/T-1, {TEAM}/T-2, {TEAM}/T-4, and 2 more" in done.out
    assert "see the table corrections" in " ".join(done.out.split())


def _correct(command: CommandLine, *kinds: str) -> None:
    """Store a ticket for each of `kinds`, and a correction of that kind."""
    database = Database(f"sqlite:///{command.database}")
    store = Store.over(database)
    for number, kind in enumerate(kinds):
        ticket_id = store.open(a_message(team=TEAM, ts=f"{number + 1}.0", event_id=f"E{number}"))
        row = {"team": TEAM, "ticket_id": ticket_id, "kind": kind, "actor": "U0BEN", "at": NOON}
        said = {"field": None, "before": "", "after": "", "reason": ""}
        with database.write() as connection:
            connection.execute(sa.insert(corrections), row | said)
    database.dispose()

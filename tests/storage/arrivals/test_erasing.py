"""What is erased stands in no file any more: not in pages that are free to be used again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.arrivals.revision import Revision
from storage.arrivals.revisions import Revisions
from tests.builders import CHANNEL, ROOT_TS, TEAM, a_message
from tests.storage.store import after

if TYPE_CHECKING:
    from pathlib import Path

    from tests.storage.store import Store


def test_what_is_erased_is_in_the_log_at_most_and_with_the_end_in_no_file(
    store: Store, file: Path
) -> None:
    for number in range(3):
        store.open(a_message("swordfish " * 900, ts=f"{number}.0", event_id=f"E{number}"))
    store.open(a_message("It is swordfish"))
    store.database.checkpoint()
    for ts in ("0.0", "1.0", "2.0", ROOT_TS):
        deleted = Revision(TEAM, CHANNEL, ts, event_id=f"D{ts}", at=after(minutes=1), text=None)
        Revisions(store.database).delete(deleted)

    store.database.dispose()

    found = [path.name for path in file.parent.iterdir() if b"swordfish" in path.read_bytes()]
    assert found == []

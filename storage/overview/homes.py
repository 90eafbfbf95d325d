"""Where each person is in the app's home: a row each, so that a restart loses nobody's page."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.known_issues.shelf import Shelf
from bot.triage.overview.place import Due, Filters, Place, Tab
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.inserts import insert_or_update
from storage.readable import UNREADABLE
from storage.schema import homes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from storage.database import Database

OF_PERSON = sa.select(homes).where(
    homes.c.team == sa.bindparam("in_team"), homes.c.user == sa.bindparam("of_user")
)
_insert = insert_or_update(homes)
KEEP = _insert.on_conflict_do_update(
    index_elements=[homes.c.team, homes.c.user],
    set_={"place": _insert.excluded.place, "updated_at": _insert.excluded.updated_at},
)
KEEP_HASH = _insert.on_conflict_do_update(
    index_elements=[homes.c.team, homes.c.user], set_={"hash": _insert.excluded.hash}
)


class Homes:
    """The places, and the hash of what Slack shows; raises Unavailable within 2 s."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def place(self, team: str, user: str) -> tuple[Place, str]:
        """Return where `user` is, and the hash of the view that they have; empty = none yet."""
        with self._database.read() as connection:
            row = connection.execute(OF_PERSON, {"in_team": team, "of_user": user}).first()
        return (Place(), "") if row is None else (_place(row.place), row.hash)

    def move(self, team: str, user: str, make: Callable[[Place], Place], now: datetime) -> Place:
        """Return where `user` is after what `make` makes of their place."""
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            row = connection.execute(OF_PERSON, {"in_team": team, "of_user": user}).first()
            place = make(Place() if row is None else _place(row.place))
            connection.execute(KEEP, _row(team, user, place, "", now))
            return place

    def published(self, team: str, user: str, view_hash: str, now: datetime) -> None:
        """Remember the hash of what `user` sees now."""
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            connection.execute(KEEP_HASH, _row(team, user, Place(), view_hash, now))


def _row(team: str, user: str, place: Place, view_hash: str, now: datetime) -> dict[str, object]:
    stored = json.dumps(asdict(place))
    return {"team": team, "user": user, "place": stored, "hash": view_hash, "updated_at": now}


def _place(stored: str) -> Place:
    """Return what is stored; the beginning, if that can't be read: it is left by a click."""
    try:
        return _read(stored)
    except UNREADABLE:
        return Place()


def _read(stored: str) -> Place:
    fields = json.loads(stored)
    filters = {name: str(value) for name, value in fields["filters"].items()}
    due = filters["due"]
    return Place(
        **{
            **fields,
            "tab": Tab(fields["tab"]),
            "page": int(fields["page"]),
            "own_page": int(fields.get("own_page", 0)),  # earlier versions kept none
            "shelf": Shelf(fields["shelf"]),
            "filters": Filters(**{**filters, "due": Due(due) if due else due}),
            "category": str(fields["category"]),
            "words": str(fields["words"]),
        }
    )

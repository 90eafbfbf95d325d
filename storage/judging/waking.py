"""How an update says that something happened to a ticket; whoever holds it finds that out."""

from __future__ import annotations

import sqlalchemy as sa

from storage.schema import Moment, tickets

_now = sa.bindparam("now", type_=Moment)
WOKEN = {"wake": tickets.c.wake + 1, "due_at": _now, "updated_at": _now}
"""It is to be looked at now: a worker that saves it meanwhile leaves it due, see `claims`."""
SET_ASIDE = {
    "wake": tickets.c.wake + 1,
    "due_at": None,
    "claimed_until": None,
    "updated_at": _now,
}
"""Nothing more is to be done about it: a worker that holds it saves nothing."""

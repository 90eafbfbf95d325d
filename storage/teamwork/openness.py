"""Which tickets are open: something is left to do for people."""

from __future__ import annotations

import sqlalchemy as sa

from bot.triage.teamwork.work import OPEN_STATES
from bot.triage.ticket import Status
from storage.schema import tickets

IS_OPEN = sa.and_(tickets.c.work.in_(OPEN_STATES), tickets.c.status != Status.WITHDRAWN)

"""The real Bolt app and database with a workspace in memory: signed requests, no sockets."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import structlog

from bot.triage.teamwork.rights import Grant
from tests.adornments import adorned
from tests.clock import Clock
from tests.slack.desk import Desk
from tests.slack.slash.office import Office
from tests.slack.working import Shift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.workspace import User
    from storage.database import Database
    from tests.workbench import Workbench


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Threads that outlive a test must not write debug lines between its successors."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    yield
    structlog.reset_defaults()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(database: Database, clock: Clock) -> Iterator[Desk]:
    desk = Desk(database, clock)
    yield desk
    desk.close()
    assert adorned(desk.workspace) == []


@pytest.fixture
def shift(bench: Workbench) -> Shift:
    return Shift(bench)


@pytest.fixture
def eve(shift: Shift) -> User:
    """Give Eve and Ben the knowledge, Ann the tickets."""
    eve = shift.slack.add_user("eve")
    editors, agents = frozenset({eve.id, shift.ben.id}), frozenset({shift.ann.id})
    shift.desk.grant(editor=Grant(users=editors), agent=Grant(users=agents))
    return eve


@pytest.fixture
def office(bench: Workbench) -> Office:
    return Office(bench)

"""What the tests of what is asked with `/triage` share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.teamwork.rights import Grant

if TYPE_CHECKING:
    from tests.workbench import Workbench


@pytest.fixture
def agents(bench: Workbench) -> Workbench:
    """Give a desk where Ben alone works tickets, and Ann is an admin."""
    desk = bench.desk
    desk.grant(agent=Grant(frozenset({desk.ben.id})), admin=Grant(frozenset({"U0BOSS"})))
    return bench

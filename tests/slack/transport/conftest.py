"""What the tests of what gets lost share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.slack.transport.outage import Outage

if TYPE_CHECKING:
    from tests.slack.desk import Desk


@pytest.fixture
def outage(desk: Desk) -> Outage:
    """Return a desk with one ticket from before."""
    outage = Outage(desk)
    outage.post("before")
    desk.deliver()
    return outage

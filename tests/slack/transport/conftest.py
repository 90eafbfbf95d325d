"""What the tests of what gets lost share, and those of sockets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.workspace import WorkspaceServer
from tests.slack.transport.connected import Connected
from tests.slack.transport.outage import Outage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.slack.desk import Desk


@pytest.fixture
def outage(desk: Desk) -> Outage:
    """Return a desk with one ticket from before."""
    outage = Outage(desk)
    outage.post("before")
    desk.deliver()
    return outage


@pytest.fixture(scope="module")
def server() -> Iterator[WorkspaceServer]:
    with WorkspaceServer() as server:
        server.workspace.deliveries.retry_delays = (0.05, 0.05, 0.05)
        yield server


@pytest.fixture
def connected(server: WorkspaceServer) -> Iterator[Connected]:
    connected = Connected(server)
    yield connected
    connected.slack.faults.clear()
    connected.app.go_on.set()
    connected.socket.stop()

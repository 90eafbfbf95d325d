"""One served workspace for the tests of a module."""

import logging
from collections.abc import Iterator

import pytest

from bot.workspace import WorkspaceServer
from tests.workspace.transport.site import Site


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
    with WorkspaceServer() as server:
        server.workspace.deliveries.retry_delays = (0.05, 0.05)
        yield Site(server)

"""What tests of posts share: teams, deadlines that are watched, and a thread that is posted to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.workspace import WorkspaceServer
from tests.slack.posts.teams import Teams
from tests.slack.posts.thread import Thread
from tests.slack.posts.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.workbench import Workbench


@pytest.fixture
def watch(bench: Workbench) -> Watch:
    return Watch(bench)


@pytest.fixture(scope="module")
def server() -> Iterator[WorkspaceServer]:
    with WorkspaceServer() as server:
        yield server


@pytest.fixture
def thread(server: WorkspaceServer) -> Iterator[Thread]:
    yield Thread(server)
    server.workspace.faults.clear()


@pytest.fixture
def teams(bench: Workbench) -> Teams:
    return Teams(bench)

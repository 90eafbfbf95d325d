from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest
from slack_bolt import App

from bot.health import Check, State
from bot.parts.own_timing import now
from bot.running.entrance import Entrance
from bot.slack.transport.endpoint import Endpoint
from storage.reports import Reports
from tests.quick_database import QuickDatabase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WELL = Check("database", lambda: "answers", "")


@pytest.fixture
def entrance(tmp_path: Path, empty_database: Path) -> Iterator[Entrance]:
    shutil.copy(empty_database, tmp_path / "triage.db")
    database = QuickDatabase(f"sqlite:///{tmp_path / 'triage.db'}")
    yield Entrance([WELL], Reports(database), now)
    database.dispose()


def an_endpoint() -> Endpoint:
    app = App(token="xoxb-1", token_verification_enabled=False, request_verification_enabled=False)
    return Endpoint(app, "secret", clock=time.time)


def test_health_answers_while_the_bot_still_starts(entrance: Entrance) -> None:
    health = entrance.health()

    states = {finding.name: finding.state for finding in health.findings}
    assert states == {"database": State.OK, "process": State.FAILED}
    assert health.state is State.FAILED


def test_once_open_health_looks_at_all_parts(entrance: Entrance) -> None:
    entrance.open([WELL, Check("index", lambda: "answers", "")], None)

    assert [finding.name for finding in entrance.health().findings] == ["database", "index"]
    assert entrance.health().state is State.OK


def test_slack_is_to_deliver_again_what_comes_before_the_bot_is_open(entrance: Entrance) -> None:
    early = entrance.deliver(b"{}", {})
    entrance.open([WELL], an_endpoint())
    unsigned = entrance.deliver(b"{}", {})

    assert (early.status, unsigned.status) == (503, 401)

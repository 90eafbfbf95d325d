"""One real bot in each mode, shared by the scenarios; every test has a channel of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adornments import adorned
from tests.conftest import a_home
from tests.scenarios.office import Mode, Office, Room, an_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.processes import Triage


@pytest.fixture(scope="session")
def new_home(tmp_path_factory: pytest.TempPathFactory, warm_database: Path) -> Callable[[], Triage]:
    return lambda: a_home(tmp_path_factory.mktemp("home"), warm_database)


@pytest.fixture(scope="session")
def socket_office(new_home: Callable[[], Triage]) -> Iterator[Office]:
    yield from _opened(new_home(), "socket")


@pytest.fixture(scope="session")
def http_office(new_home: Callable[[], Triage]) -> Iterator[Office]:
    yield from _opened(new_home(), "http")


def _opened(triage: Triage, mode: Mode) -> Iterator[Office]:
    with an_office(triage, mode) as office, office.open():
        yield office
        office.settle()
        assert office.doubles() == []


@pytest.fixture(params=["socket", "http"])
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    """Give the shared bot of a mode; what Slack would have held against it fails the test."""
    found: Office = request.getfixturevalue(f"{request.param}_office")
    yield found
    found.slack.faults.clear()
    assert found.slack.complaints == []
    assert adorned(found.slack) == []


@pytest.fixture
def room(office: Office) -> Room:
    return office.room()

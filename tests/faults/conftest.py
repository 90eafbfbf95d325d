"""One real bot for the faults that need one; it asks nothing, whatever it makes of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import a_home
from tests.scenarios.office import Office, an_office, in_a_hurry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, warm_database: Path) -> Iterator[Office]:
    home = a_home(tmp_path_factory.mktemp("faults"), warm_database)
    with an_office(home, "socket") as office, office.open(MAX_QUESTIONS="0"):
        in_a_hurry(office)
        yield office
        assert office.doubles() == []
        assert office.slack.complaints == []

"""An office for each test."""

import pytest

from tests.workspace.builders import Office


@pytest.fixture
def office() -> Office:
    return Office()

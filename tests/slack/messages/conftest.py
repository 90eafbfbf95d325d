"""What the tests of joined messages share."""

from __future__ import annotations

import pytest

from tests.workbench import Workbench


@pytest.fixture
def joining(bench: Workbench) -> Workbench:
    return Workbench(bench.desk, joins=True)

"""A home for a bot that is going to be killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import a_home

if TYPE_CHECKING:
    from pathlib import Path

    from tests.processes import Triage


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, warm_database: Path) -> Triage:
    return a_home(tmp_path_factory.mktemp("killed"), warm_database)

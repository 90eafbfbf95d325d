"""What several test packages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.processes import Triage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def triage(tmp_path: Path) -> Triage:
    return Triage(home=tmp_path, settings={})

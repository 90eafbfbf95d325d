"""What the tests of learning share."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.duties.school import School

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def school(tmp_path: Path, empty_database: Path) -> Iterator[School]:
    shutil.copy(empty_database, tmp_path / "triage.db")
    school = School(tmp_path / "triage.db")
    yield school
    school.desk.close()
    school.database.dispose()

"""What several test packages share."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tests.command_line import CommandLine
from tests.processes import Triage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def warm_database(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A database that has the vectors of all that ships: made once for all test processes."""
    place = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        place = place.parent
    home = place / "warm"
    database = home / "data" / "triage.db"
    with FileLock(place / "warm.lock"):
        if not home.exists():
            home.mkdir()
            done = Triage(home, {})("classify", "Every page shows a 503 for all of us since 9:40")
            assert done.returncode == 0, done.stderr
    return database


@pytest.fixture
def triage(tmp_path: Path, warm_database: Path) -> Triage:
    return a_home(tmp_path, warm_database)


@pytest.fixture
def command(tmp_path: Path, warm_database: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Give the command line in a home of its own, run in this process."""
    a_home(tmp_path, warm_database)
    monkeypatch.chdir(tmp_path)
    return CommandLine(tmp_path)


def a_home(folder: Path, warm_database: Path, **settings: str) -> Triage:
    """Return the command line in `folder`, with a copy of the database."""
    (folder / "data").mkdir(parents=True)
    shutil.copy(warm_database, folder / "data" / "triage.db")
    return Triage(folder, settings)

"""What several test packages share."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from storage.database import Database
from tests.command_line import CommandLine
from tests.processes import Triage
from tests.slack.desk import Clock, Desk
from tests.workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# The same examples in each run, and no judgement on how quick the machine is: it may be busy.
settings.register_profile(
    "suite", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")


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


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that has its schema and nothing else."""
    file = tmp_path_factory.mktemp("empty") / "triage.db"
    database = Database(f"sqlite:///{file}")
    database.migrate()
    database.dispose()
    return file


@pytest.fixture
def patience_seconds() -> float:
    """Return how long a workbench waits for its database: a locked one is not to cost a test."""
    return 0.2


@pytest.fixture
def bench(empty_database: Path, tmp_path: Path, patience_seconds: float) -> Iterator[Workbench]:
    """Give a worker with real storage and a workspace in memory."""
    shutil.copy(empty_database, tmp_path / "triage.db")
    database = Database(f"sqlite:///{tmp_path / 'triage.db'}", patience_seconds=patience_seconds)
    desk = Desk(database, Clock())
    yield Workbench(desk)
    desk.close()
    database.dispose()


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

"""What several test packages share.

Parts of the app are imported where they are used: the core's tests need none of them.
"""

from __future__ import annotations

import gc
import os
import shutil
from functools import cache
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from tests import watching
from tests.forked import LEARNED
from tests.unwatched import CHILDREN, import_unwatched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kb.models.local_model import LocalEmbedder
    from storage.database import Database
    from tests.command_line import CommandLine
    from tests.processes import Triage
    from tests.standins.openai_server import OpenAIServer
    from tests.workbench import Workbench


# The same examples in each run, and no judgement on how quick the machine is: it may be busy.
settings.register_profile(
    "suite", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")
# Nor any that depend on which of our modules a process has loaded: it reads their constants.
# No public switch yet: https://github.com/HypothesisWorks/hypothesis/issues/4627
pytest.MonkeyPatch().setattr(providers, "is_local_module_file", lambda _: False, raising=False)

# What is collected and imported stays: to look through it for garbage took a fifth of the time.
gc.disable()
# All test processes collect the same: to watch our modules being imported in one is enough.
import_unwatched(ours=os.environ.get("PYTEST_XDIST_WORKER", "gw0") != "gw0")
SELDOM = 10_000
"""How many new objects it takes until garbage is looked for; Python's 700 suit less memory."""

SPREAD_OVER = 0.8
"""Of all files: the rest are short ones, so that the test processes end together."""
WAITING = (
    "tests/bench/",
    "tests/test_demo.py",
    "tests/faults/",
    "tests/killing/",
    "tests/scenarios/",
)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(watching)


def pytest_xdist_auto_num_workers() -> int:
    """Return two test processes more than there are cores: tests wait now and then."""
    return min(os.cpu_count() or 1, 6) + 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread the files that wait among those that compute, and leave none of them to the end."""
    files = list(dict.fromkeys(item.path for item in items))
    waits = {item.path for item in items if item.nodeid.startswith(WAITING)}
    step = SPREAD_OVER * len(files) / max(len(waits), 1)
    waiting = {path: number * step for number, path in enumerate(p for p in files if p in waits)}
    place = {path: waiting.get(path, number) for number, path in enumerate(files)}
    items.sort(key=lambda item: place[item.path])


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Look for garbage from now on, seldom, and not in what is there by now.

    Have what is started from now on import as this process does; the test processes have begun.
    """
    path = (str(CHILDREN), os.environ.get("PYTHONPATH", ""))
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, path))
    gc.freeze()
    gc.set_threshold(SELDOM)
    gc.enable()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder for what is made once for all test processes."""
    place = tmp_path_factory.getbasetemp()
    return place if worker_id == "master" else place.parent


@pytest.fixture(scope="session")
def warm_database(shared: Path) -> Path:
    """A database that has the vectors of all that ships, and beside it what is learned of them."""
    home = shared / "warm"
    with FileLock(shared / "warm.lock"):
        if not home.exists():
            from tests.command_line import CommandLine  # noqa: PLC0415
            from tests.learned_before import learn_once, remember_in  # noqa: PLC0415

            home.mkdir()
            with pytest.MonkeyPatch.context() as monkeypatch:
                learn_once(monkeypatch)
                done = CommandLine(home)("classify", "Every page shows a 503 since 9:40")
            assert done.code == 0, done.err
            remember_in(home / LEARNED)
    return home / "data" / "triage.db"


@pytest.fixture(scope="session")
def empty_database(shared: Path) -> Path:
    """A database that has its schema and nothing else."""
    file = shared / "empty.db"
    with FileLock(shared / "empty.lock"):
        if not file.exists():
            from tests.quick_database import QuickDatabase  # noqa: PLC0415

            database = QuickDatabase(f"sqlite:///{file}")
            database.migrate()
            database.dispose()
    return file


@pytest.fixture
def file(tmp_path: Path, empty_database: Path) -> Path:
    """Return where the test's own database is."""
    path = tmp_path / "triage.db"
    shutil.copy(empty_database, path)
    return path


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    """Give the test's own database, with its schema and nothing else."""
    from tests.quick_database import QuickDatabase  # noqa: PLC0415

    database = QuickDatabase(f"sqlite:///{file}")
    yield database
    database.dispose()


@pytest.fixture
def patience_seconds() -> float:
    """Return how long a workbench waits for its database: a locked one is not to cost a test."""
    return 0.2


@pytest.fixture
def bench(empty_database: Path, tmp_path: Path, patience_seconds: float) -> Iterator[Workbench]:
    """Give a worker with real storage and a workspace in memory, and nothing of it unfurled."""
    from tests.adornments import adorned  # noqa: PLC0415
    from tests.clock import Clock  # noqa: PLC0415
    from tests.quick_database import QuickDatabase  # noqa: PLC0415
    from tests.slack.desk import Desk  # noqa: PLC0415
    from tests.workbench import Workbench  # noqa: PLC0415

    shutil.copy(empty_database, tmp_path / "triage.db")
    url = f"sqlite:///{tmp_path / 'triage.db'}"
    database = QuickDatabase(url, patience_seconds=patience_seconds)
    desk = Desk(database, Clock())
    yield Workbench(desk)
    desk.close()
    database.dispose()
    assert adorned(desk.workspace) == []


@pytest.fixture(scope="module")
def running_server() -> Iterator[OpenAIServer]:
    """Give an OpenAI-shaped server, started once for a module."""
    from tests.standins.openai_server import OpenAIServer  # noqa: PLC0415

    with OpenAIServer() as running:
        yield running


@pytest.fixture
def server(running_server: OpenAIServer) -> OpenAIServer:
    """Give an OpenAI-shaped server that nobody has asked anything yet."""
    running_server.forget()
    return running_server


@pytest.fixture
def triage(tmp_path: Path, warm_database: Path) -> Triage:
    return a_home(tmp_path, warm_database)


@pytest.fixture
def command(tmp_path: Path, warm_database: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Give the command line in a home of its own, run in this process."""
    from bot.parts import embedders, storeroom  # noqa: PLC0415
    from tests.command_line import CommandLine  # noqa: PLC0415
    from tests.learned_before import learn_once, recall  # noqa: PLC0415
    from tests.quick_database import QuickDatabase  # noqa: PLC0415

    a_home(tmp_path, warm_database)
    recall(tmp_path / LEARNED)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(storeroom, "Database", QuickDatabase)
    monkeypatch.setattr(embedders, "LocalEmbedder", _local_embedder)
    learn_once(monkeypatch)
    return CommandLine(tmp_path)


@cache
def _local_embedder() -> LocalEmbedder:
    """Return the real one, loaded once for all commands of this process: it is safe to share."""
    from kb.models.local_model import LocalEmbedder  # noqa: PLC0415

    return LocalEmbedder()


def a_home(folder: Path, warm_database: Path, **settings: str) -> Triage:
    """Return the command line in `folder`, with a copy of the database and of what was learned."""
    from tests.processes import Triage  # noqa: PLC0415

    (folder / "data").mkdir(parents=True)
    shutil.copy(warm_database, folder / "data" / "triage.db")
    shutil.copy(warm_database.parents[1] / LEARNED, folder)
    return Triage(folder, settings)

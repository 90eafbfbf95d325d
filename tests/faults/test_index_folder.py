"""The folder of the index after a crash: what breaks its reader is looked at from a distance."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bot.triage.issue import EVERY_TEAM
from kb.index import Index, SyncReport
from kb.search import folder as holding
from kb.search.chroma import open_folder
from tests.builders import an_issue
from tests.kb.parts import QUERY, MemoryCache, WordEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENOUGH_TO_BE_WRITTEN_OUT = 1100
OPEN_AND_CLOSE = """
import sys
from pathlib import Path
from kb.search.chroma import open_folder

open_folder(Path(sys.argv[1])).close()
"""
ISSUES = [an_issue(f"KB-{n}", title=f"Problem {n}") for n in range(ENOUGH_TO_BE_WRITTEN_OUT)]


@pytest.fixture(scope="module")
def cache() -> MemoryCache:
    return MemoryCache()


@pytest.fixture(scope="module")
def crashed(tmp_path_factory: pytest.TempPathFactory, cache: MemoryCache) -> Path:
    """Return a folder that lacks what stands beside it once it is closed."""
    path = tmp_path_factory.mktemp("index") / "chroma"
    index = Index(open_folder(path), WordEmbedder(), cache)
    index.sync(EVERY_TEAM, ISSUES)
    index.close()
    return path


@pytest.fixture
def path(crashed: Path, tmp_path: Path) -> Path:
    shutil.copytree(crashed, tmp_path / "chroma")
    return tmp_path / "chroma"


def _cut_header(path: Path) -> None:
    for header in path.glob("*/header.bin"):
        header.write_bytes(header.read_bytes()[:10])


def _lose_segments(path: Path) -> None:
    for segment in path.glob("*-*/"):
        shutil.rmtree(segment)


def test_a_cut_header_breaks_whoever_reads_it(path: Path) -> None:
    _cut_header(path)

    done = subprocess.run([sys.executable, "-m", "kb.search.probe", path], timeout=60, check=False)

    assert done.returncode in {-signal.SIGSEGV, -signal.SIGABRT}


@pytest.mark.parametrize("damage", [_cut_header, _lose_segments])
def test_after_a_crash_a_damaged_index_is_rebuilt_from_the_database(
    path: Path, cache: MemoryCache, damage: Callable[[Path], None]
) -> None:
    damage(path)

    index = Index(open_folder(path), WordEmbedder(), cache)

    assert index.sync(EVERY_TEAM, ISSUES) == SyncReport(len(ISSUES), 0, 0, 0)
    assert len(index.search("T1", QUERY, 5)) == 5
    assert path.with_name("chroma.damaged").is_dir()
    index.close()


def test_after_a_crash_a_sound_index_is_kept(path: Path, cache: MemoryCache) -> None:
    index = Index(open_folder(path), WordEmbedder(), cache)

    assert index.sync(EVERY_TEAM, ISSUES) == SyncReport(0, 0, 0, 0)
    assert not path.with_name("chroma.damaged").exists()
    index.close()


def test_what_is_cut_after_a_clean_end_breaks_no_start(path: Path, cache: MemoryCache) -> None:
    open_folder(path).close()
    _cut_header(path)

    begun = subprocess.run(
        [sys.executable, "-c", OPEN_AND_CLOSE, path], timeout=60, check=False, capture_output=True
    )

    assert begun.returncode == 0
    assert b"index_damaged" in begun.stdout + begun.stderr
    assert path.with_name("chroma.damaged").is_dir()
    index = Index(open_folder(path), WordEmbedder(), cache)
    assert index.sync(EVERY_TEAM, ISSUES) == SyncReport(len(ISSUES), 0, 0, 0)
    index.close()


def test_a_folder_that_can_not_be_opened_in_time_is_begun_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "PROBE_SECONDS", 0.01)

    open_folder(path).close()

    assert path.with_name("chroma.damaged").is_dir()


def test_a_folder_that_is_as_it_was_left_is_not_suspect(
    path: Path, cache: MemoryCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Index(open_folder(path), WordEmbedder(), cache)
    index.search("T1", QUERY, 5)
    index.close()
    monkeypatch.setattr(holding, "PROBE_SECONDS", 0.01)

    open_folder(path).close()

    assert not path.with_name("chroma.damaged").exists()

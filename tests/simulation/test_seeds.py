"""A few seeds of the many that `make chaos` runs."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.driver import run

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("seed", range(1, 4))
def test_whatever_goes_wrong_nothing_is_broken(seed: int) -> None:
    outcome = run(seed)

    assert outcome.breaches == (), outcome.trace
    assert outcome.faults.total() > 10


@pytest.fixture(scope="module")
def trace() -> str:
    return run(8, moves=10).trace


def test_one_seed_gives_one_trace(trace: str) -> None:
    assert run(8, moves=10).trace == trace


def test_another_process_gives_the_same_trace_byte_for_byte(trace: str) -> None:
    code = (
        "import hashlib, tests.preloaded; from tests.simulation.driver import run;"
        "print(hashlib.sha256(run(8, moves=10).trace.encode()).hexdigest())"
    )
    unwatched = {name: value for name, value in os.environ.items() if "COVERAGE" not in name}
    elsewhere = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**unwatched, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )

    here = hashlib.sha256(trace.encode()).hexdigest()
    assert elsewhere.stdout.split()[-1] == here

"""The machine that measures: what it is, how busy, and what a process takes of it."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

LOOP_TURNS = 2_000_000


@dataclass(frozen=True, slots=True)
class Machine:
    """Where and when; `loop_ms` is the time of a fixed piece of Python, to compare runs by."""

    at: str
    system: str
    python: str
    cores: int
    load: float
    loop_ms: float

    def __str__(self) -> str:
        return (
            f"{self.at}, {self.system}, Python {self.python}, {self.cores} cores, "
            f"load {self.load:.1f}, fixed loop {self.loop_ms:.0f} ms"
        )


def this_machine() -> Machine:
    """Return the machine as it is now."""
    return Machine(
        at=datetime.now(UTC).isoformat(timespec="minutes"),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        cores=os.cpu_count() or 1,
        load=load(),
        loop_ms=min(_loop_seconds() for _ in range(3)) * 1000,
    )


def load() -> float:
    """Return how many processes wanted a core in the last minute, others' included."""
    return os.getloadavg()[0]


def resident_megabytes(pid: int) -> float:
    """Return the memory that a process holds."""
    pages = Path(f"/proc/{pid}/statm")
    if pages.exists():
        return int(pages.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    answer = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(pid)],  # noqa: S607  # every Unix without /proc has it
        capture_output=True,
        text=True,
        check=True,
    )
    return int(answer.stdout) / 1024


def cpu_seconds(pid: int) -> float | None:
    """Return the CPU time that a process has taken; None where the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _loop_seconds() -> float:
    began = time.perf_counter()
    sum(range(LOOP_TURNS))
    return time.perf_counter() - began

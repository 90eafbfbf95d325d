"""Runs the real `triage` command in a process of its own, in a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

KEPT = ("PATH", "LANG", "LC_", "TMPDIR", "COVERAGE", "PYTHON", "VIRTUAL_ENV")


@dataclass(frozen=True, slots=True)
class Triage:
    """The command line with an environment that holds nothing of the developer's."""

    home: Path
    settings: dict[str, str]

    def __call__(
        self, *arguments: str, stdin: str | None = None, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            env=self.environment(),
            cwd=cwd or self.home,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    def environment(self) -> dict[str, str]:
        """Return the variables that the command sees."""
        kept = {name: value for name, value in os.environ.items() if name.startswith(KEPT)}
        own = {"HOME": str(self.home), "DATA_DIR": str(self.home / "data"), "LOG_LEVEL": "WARNING"}
        return kept | own | self.settings

"""Runs code unwatched where coverage would count nothing new: to watch it takes time.

Python calls whoever watches for each line that runs anywhere, also in code that is not counted.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType
OURS = tuple(str(Path(__file__).parents[1] / name) + os.sep for name in ("bot", "kb", "storage"))


@contextmanager
def unwatched() -> Iterator[None]:
    """Have nobody watch this thread meanwhile."""
    watching = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(watching)


def import_unwatched() -> None:
    """Have this process import in this way, from now on, whatever is not ours."""
    run, at_first = SourceFileLoader.exec_module, sys.gettrace()

    def exec_module(self: SourceFileLoader, module: ModuleType) -> None:
        # No `with`: who is asked to watch again must find as many calls open as there were.
        watching = sys.gettrace()
        sys.settrace((watching or at_first) if self.path.startswith(OURS) else None)
        try:
            return run(self, module)
        finally:
            sys.settrace(watching)

    SourceFileLoader.exec_module = exec_module  # type: ignore[assignment]

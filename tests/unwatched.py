"""Imports what others wrote unwatched: coverage counts nothing of it, and to watch it takes time.

Python calls whoever watches for each line that runs anywhere, also in code that is not counted.
"""

from __future__ import annotations

import sys
import sysconfig
from importlib.machinery import SourceFileLoader
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

BY_OTHERS = tuple(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib"))


def import_unwatched() -> None:
    """Have this process import in this way from now on."""
    run = SourceFileLoader.exec_module

    def exec_module(self: SourceFileLoader, module: ModuleType) -> None:
        watching = sys.gettrace()
        if watching is None or not self.path.startswith(BY_OTHERS):
            return run(self, module)
        sys.settrace(None)
        try:
            return run(self, module)
        finally:
            sys.settrace(watching)

    SourceFileLoader.exec_module = exec_module  # type: ignore[assignment]

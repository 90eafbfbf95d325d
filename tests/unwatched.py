"""Runs code unwatched where coverage would count nothing new: to watch it takes time.

Python calls whoever watches for each line that runs anywhere, also in code that is not counted.
"""

from __future__ import annotations

import sys
import sysconfig
from contextlib import contextmanager
from importlib.machinery import SourceFileLoader
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

BY_OTHERS = tuple(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib"))


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
    """Have this process import what others wrote in this way from now on."""
    run = SourceFileLoader.exec_module

    def exec_module(self: SourceFileLoader, module: ModuleType) -> None:
        if not self.path.startswith(BY_OTHERS):
            return run(self, module)
        with unwatched():
            return run(self, module)

    SourceFileLoader.exec_module = exec_module  # type: ignore[assignment]

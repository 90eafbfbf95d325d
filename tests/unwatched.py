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
CHILDREN = Path(__file__).with_name("children")
"""On the path of a Python it has that import what is not ours unwatched, too."""
WATCHING_AT_FIRST = sys.gettrace()


@contextmanager
def unwatched() -> Iterator[None]:
    """Have nobody watch this thread meanwhile."""
    watching = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(watching)


@contextmanager
def watched() -> Iterator[None]:
    """Have who watched this process at first watch this thread meanwhile, within `unwatched`."""
    before = sys.gettrace()
    sys.settrace(WATCHING_AT_FIRST)
    try:
        yield
    finally:
        sys.settrace(before)


def import_unwatched(*, ours: bool = False) -> None:
    """Have this process import in this way, from now on, whatever is not ours.

    With `ours` also what is, where it is imported while nobody watches.
    """
    run, at_first = SourceFileLoader.exec_module, None if ours else sys.gettrace()

    def exec_module(self: SourceFileLoader, module: ModuleType) -> None:
        # No `with`: who is asked to watch again must find as many calls open as there were.
        watching = sys.gettrace()
        sys.settrace((watching or at_first) if self.path.startswith(OURS) else None)
        try:
            return run(self, module)
        finally:
            sys.settrace(watching)

    SourceFileLoader.exec_module = exec_module  # type: ignore[assignment]

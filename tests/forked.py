"""A command in a process of its own, without the seconds of imports: forked from one that has them.

The child is what `triage` is: it reads its own environment, opens its own files and sockets.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import sys
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.context import ForkServerContext, ForkServerProcess

LEARNED = "learned.pickle"
"""What bots that find it in their home need not learn again: it is what all of them ship."""


@cache
def _context() -> ForkServerContext:
    """Return the way to the process that all bots are forked from, started at the first use."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.preloaded"])
    return context


def as_it_is() -> None:
    """Change nothing about the bot."""


def fork_triage(
    environment: dict[str, str],
    home: Path,
    arguments: tuple[str, ...] = ("run",),
    alter: Callable[[], None] = as_it_is,
) -> ForkServerProcess:
    """Return a started `triage`, by default the bot, in `home`; it prints to `bot.log` there.

    `alter` is called in it before anything else: a function of a module, which changes the bot.
    Coverage watches it if it watches who starts it.
    """
    is_watched = sys.gettrace() is not None
    process = _context().Process(
        target=_live, args=(environment, str(home), arguments, alter, is_watched), daemon=True
    )
    process.start()
    return process


def _live(
    environment: dict[str, str],
    home: str,
    arguments: tuple[str, ...],
    alter: Callable[[], None],
    is_watched: bool,  # noqa: FBT001 - a process is given its arguments by their places
) -> None:
    """Become the command; the exit code of the process is the command's."""
    if not is_watched:
        sys.settrace(None)
        threading.settrace(None)
    # Loaded before the fork: the tests' own process need not.
    from bot import cli  # noqa: PLC0415
    from tests.learned_before import learn_nothing_again  # noqa: PLC0415

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(home)
    log = os.open("bot.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(log, 1)
    os.dup2(log, 2)
    faulthandler.register(signal.SIGUSR1)  # so that one that hangs can be asked where
    sys.argv = ["triage", *arguments]
    if Path(LEARNED).exists():
        learn_nothing_again(Path(LEARNED))
    alter()
    cli.main()

"""A process that has imported the bot, and becomes it in a child at each line that it reads.

The child is what `triage run` is, without the seconds that imports take: for many short lives. With
`broken` as its argument it breaks its promises.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from importlib import import_module
from typing import NoReturn

from bot import cli
from tests.killing.broken import BROKEN, careless_hasty_and_blind


def main() -> None:
    """Answer each line with the process id of a new bot; end with the input."""
    import_module("tests.preloaded")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for who was killed
    for _ in iter(sys.stdin.readline, ""):
        child = os.fork()
        if child == 0:
            _live()
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


def _live() -> NoReturn:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    faulthandler.register(signal.SIGUSR1)  # so that one that hangs can be asked where
    if BROKEN in sys.argv:
        careless_hasty_and_blind()
    sys.argv = ["triage", "run"]
    try:
        cli.main()
    except SystemExit as end:
        # Everything of the bot's own is closed by now. To unload libraries that were loaded before
        # the fork was seen to hang, twice in some 30 ends; never in a process that loaded them.
        os._exit(end.code if isinstance(end.code, int) else 1)
    os._exit(0)


if __name__ == "__main__":
    main()

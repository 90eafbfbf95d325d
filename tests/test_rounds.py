from __future__ import annotations

import threading

from structlog.testing import capture_logs

from bot.rounds import Rounds
from bot.triage.errors import Unavailable

PATIENCE_SECONDS = 30.0


def test_rounds_go_on_after_one_that_failed() -> None:
    enough = threading.Event()
    seen = 0

    def act() -> None:
        nonlocal seen
        seen += 1
        if seen == 1:
            raise Unavailable("the database is busy")
        enough.set()

    rounds = Rounds("looking", act, 0.001)
    with capture_logs() as logs:
        rounds.start()
        assert enough.wait(PATIENCE_SECONDS)
        rounds.stop()

    assert logs == [
        {
            "event": "round_failed",
            "log_level": "warning",
            "round": "looking",
            "reason": "the database is busy",
        }
    ]


def test_rounds_that_never_began_can_be_stopped() -> None:
    Rounds("looking", lambda: None, 60).stop()

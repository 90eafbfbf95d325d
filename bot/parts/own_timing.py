"""The machine's own clock and chance: everything else is given them."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime

from bot.triage.delivery.retries import Timing


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


OWN_TIMING = Timing(now, time.monotonic, time.sleep, random.random)

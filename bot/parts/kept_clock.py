"""Keeps in the data folder how the machine's clocks ran, for the next process on this machine."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import structlog

from bot.slack.web_api.earlier_calls import ClockReading

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
"""Linux' name for the time from one start of the machine to the next."""

log = structlog.stdlib.get_logger("kept_clock")


class KeptClock:
    """A small file; where it is missing, spoiled or of another boot, nothing was kept.

    It need not be brought to the disk: a cut of the power makes it one of another boot.
    """

    def __init__(self, file: Path, boot_id: Path = BOOT_ID) -> None:
        self._file = file
        self._boot = boot_id.read_text("ascii").strip() if boot_id.exists() else None

    def recall(self) -> ClockReading | None:
        """Return what was kept since the machine was started, None if nothing was."""
        with suppress(OSError, ValueError, LookupError, TypeError):
            kept = json.loads(self._file.read_text("utf-8"))
            if self._boot is not None and kept["boot"] == self._boot:
                return ClockReading(float(kept["offset_seconds"]), float(kept["landed_by_seconds"]))
        return None

    def keep(self, reading: ClockReading) -> None:
        """Have it recalled by the next process, if the folder can take it."""
        whole = self._file.with_suffix(".new")
        try:
            whole.write_text(json.dumps({"boot": self._boot, **asdict(reading)}), "utf-8")
            whole.replace(self._file)
        except OSError as error:
            log.warning("clock_not_kept", reason=str(error))
            with suppress(OSError):
                self._file.unlink(missing_ok=True)

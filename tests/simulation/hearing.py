"""Reads the bot's log as it is written in production, without the machine's time."""

from __future__ import annotations

import io
import json
import logging
from contextlib import contextmanager, redirect_stderr
from typing import TYPE_CHECKING, Any

import structlog

from bot.running.logs import VENDORS, configure_logs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class _Lines(io.TextIOBase):
    """A stream that passes on each line."""

    def __init__(self, hear: Callable[[str], None]) -> None:
        super().__init__()
        self._hear = hear

    def write(self, text: str) -> int:
        if text.strip():
            self._hear(text.rstrip("\n"))
        return len(text)


@contextmanager
def heard(hear: Callable[[str], None]) -> Iterator[None]:
    """Log as JSON at DEBUG, each line to `hear`; afterwards logging is what it was."""
    root, config = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    levels = {vendor: logging.getLogger(vendor).level for vendor in VENDORS}
    with redirect_stderr(_Lines(hear)):
        configure_logs("DEBUG", "json")
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for vendor, own in levels.items():
            logging.getLogger(vendor).setLevel(own)
        structlog.configure(**config)


def timeless(line: str) -> dict[str, Any]:
    """Return the fields of a line but for its time."""
    fields: dict[str, Any] = json.loads(line)
    fields.pop("timestamp", None)
    return fields

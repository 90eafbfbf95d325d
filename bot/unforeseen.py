"""The one place in which what runs for ever meets an error that nobody foresaw."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog

from bot.triage.errors import TriageError, Unforeseen

if TYPE_CHECKING:
    from collections.abc import Iterator

log = structlog.stdlib.get_logger("unforeseen")


@contextmanager
def guarded(event: str, **fields: str) -> Iterator[None]:
    """Let errors of the tree pass; log any other as `event`, and raise it as Unforeseen.

    Every loop takes its steps in here, so that no one step can end those after it.
    """
    try:
        yield
    except TriageError:
        raise
    except Exception as error:
        log.exception(event, **fields)
        raise Unforeseen("unexpected error") from error

"""Sets up logging: events with fields on stderr, one record a line, vendors at WARNING."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

import structlog

from bot.running.log_records import clean, describe_exception, without_words_of_others

if TYPE_CHECKING:
    from types import TracebackType

    from structlog.typing import Processor

VENDORS = (
    "alembic",
    "anyio",
    "chromadb",
    "filelock",
    "httpcore",
    "httpx",
    "httpx2",
    "openai",
    "slack_bolt",
    "slack_sdk",
    "sqlalchemy",
    "urllib3",
    "uvicorn",
    "websockets",
)
"""slack_sdk and openai log whole payloads at DEBUG, so no profile lets them."""

QUOTING_A_BODY = "Failed to decode Slack API response"
"""How slack_sdk begins an error that holds an answer which is no JSON: a proxy's page, or more.

The call that got it fails, and is logged by us.
"""

log = structlog.stdlib.get_logger("logs")


def configure_logs(level: str, style: str) -> None:
    """Send every record to stderr at `level`; `style` is `text` or `json`.

    Whatever is not ours is heard from WARNING on, also loggers that nobody thought of.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    root = logging.getLogger()
    root.handlers[:] = [_handler(style, shared)]
    root.setLevel(level)
    for vendor in VENDORS:
        logging.getLogger(vendor).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def write_records_only() -> None:
    """Have this process write nothing to stderr but records, whatever breaks in it."""
    logging.captureWarnings(capture=True)
    # A record that can't be written is dropped: Python would print what it was made of.
    logging.raiseExceptions = False
    threading.excepthook = _log_dead_thread
    sys.excepthook = _log_end


def _handler(style: str, shared: list[Processor]) -> logging.Handler:
    """Return what writes records to stderr; those of others go through `shared` first."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_is_ours_or_a_warning)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, without_words_of_others],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                describe_exception,
                clean,
                _renderer(style),
            ],
        )
    )
    return handler


def _renderer(style: str) -> Processor:
    if style == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=True)
    return structlog.dev.ConsoleRenderer(
        # A stderr that is closed is None.
        colors=bool(sys.stderr and sys.stderr.isatty()),
        exception_formatter=structlog.dev.plain_traceback,
    )


def _is_ours_or_a_warning(record: logging.LogRecord) -> bool:
    """Return True for our own events, which are dicts, and for what others find worth a warning."""
    if isinstance(record.msg, dict):
        return True
    return record.levelno >= logging.WARNING and not str(record.msg).startswith(QUOTING_A_BODY)


def _log_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what ends the process: Python would print the words of the error, and many lines."""
    log.critical("ended_by_an_error", exc_info=(kind, error, trace))


def _log_dead_thread(death: threading.ExceptHookArgs) -> None:
    name = death.thread.name if death.thread else ""
    log.error("thread_died", thread=name, exc_info=death.exc_value)

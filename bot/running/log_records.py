"""What may stand in a log record: no secrets, no control characters, no words of others' errors."""

from __future__ import annotations

import re
import sys
import traceback
from typing import TYPE_CHECKING

from bot.triage.errors import TriageError
from bot.triage.redaction import redact, without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from structlog.typing import EventDict, WrappedLogger

LONGEST = 2_000
MOST_FRAMES = 20
MOST_CAUSES = 5
# Control characters but newline, which belongs to a trace; line separators, bidi and zero-width
# marks, tags, surrogates: they forge lines, move the cursor or hide text.
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


QUOTING_NOTHING = frozenset({"keepalive ping failed", "parser failed", "unexpected internal error"})
"""What websockets says beside an error, word by word: how a connection to Slack ended."""


def clean(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Return the record with every text in it safe to write."""
    for name, value in event.items():
        if name == "exception":
            event[name] = "\n".join(map(harmless, str(value).splitlines()))
        elif not isinstance(value, bool | int | float | None):
            event[name] = harmless(value if isinstance(value, str) else repr(value))
    return event


def harmless(text: str) -> str:
    """Return `text` cut, on one line, redacted, what can't be seen written out.

    Ids and the like, which hold no space, lose their secrets only: they look like numbers of all
    kinds.
    """
    short = text[:LONGEST]
    safe = redact(short) if " " in short.strip() else without_secrets(short)
    return UNSEEN.sub(_written_out, safe).replace("\n", "\\n")


def _written_out(character: re.Match[str]) -> str:
    return character[0].encode("unicode_escape", "surrogatepass").decode("ascii")


def without_words_of_others(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Leave out what code that is not ours says beside an error: it can quote what that quotes.

    asyncio, for one, writes out the arguments of what failed. Which error it was, and where, stays.
    """
    if event.get("exc_info") and event["event"] not in QUOTING_NOTHING:
        event["event"] = "an error outside of our code"
    return event


def describe_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Turn `exc_info` into `exception`: where it came from and what it is.

    Only our own errors keep their words: those of others can quote the text of a ticket.
    """
    error = _error(event.pop("exc_info", None))
    if error is not None:
        event["exception"] = "\n".join(_lines(error))
    return event


def _error(info: object) -> BaseException | None:
    """Return the error that the ways of saying `exc_info` stand for."""
    if isinstance(info, tuple):
        info = info[1]
    elif info is True:
        info = sys.exc_info()[1]
    return info if isinstance(info, BaseException) else None


def _lines(error: BaseException) -> Iterator[str]:
    """Yield an error and what caused it, the last cause first, as Python does."""
    causes: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in causes and len(causes) < MOST_CAUSES:
        causes.append(current)
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    for cause in reversed(causes):
        yield from _frames(cause.__traceback__)
        kind = f"{type(cause).__module__}.{type(cause).__qualname__}".removeprefix("builtins.")
        yield f"{kind}: {cause}" if isinstance(cause, TriageError) else kind


def _frames(trace: TracebackType | None) -> Iterator[str]:
    for frame in traceback.extract_tb(trace)[-MOST_FRAMES:]:
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"

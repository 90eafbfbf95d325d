"""Takes from a ticket what every ticket has: greetings, signatures, quoted mail, log noise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.redaction import PLACEHOLDER, Redacted

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAMES_KEPT = 1
"""Of a stack trace the first frame says where it happened; the others fill the page."""

_SOMEBODY = (
    r"(?: (?:there|all|both|team|everybody|everyone|folks|guys|support|colleagues|sir|madam|or|and|"
    r"(?-i:[A-Z])[\w'\u2019.\-]*)){0,4}"
)
_GREETING = re.compile(
    rf"^\W*(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings){_SOMEBODY}"
    r"\s*(?:[,.!:]+|\s[-\u2013]|$)\s*)+",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"^\W*(?:many )?(?:thanks|thank you|thx)"
    r"(?: (?:in advance|a lot|very much|so much|again|and|have a nice day|"
    rf"for (?:your|the|any) (?:help|time|support|patience)))*{_SOMEBODY}\W*$",
    re.IGNORECASE,
)
_VALEDICTION = re.compile(
    r"^\W*(?:(?:(?:many )?thanks|thank you)(?: and|,)? )?(?:(?:with )?(?:best|kind|kindest|warm)? ?"
    r"(?:regards|wishes)|best|cheers|(?:yours )?(?:sincerely|faithfully|truly)|sent from my \w+)"
    rf"{_SOMEBODY}\W*$",
    re.IGNORECASE,
)
MOST_SIGNED = 6
"""Lines below a farewell that belong to it: name, office, telephone, motto."""

_SIGNATURE = re.compile(r"^--\s*$")
_QUOTED = re.compile(r"^\s*>")
_EARLIER_MAIL = re.compile(
    r"^\s*(?:-{3,}\s*(?:original|forwarded) message|_{10,}\s*$|on\b.{5,80}\bwrote:\s*$)",
    re.IGNORECASE,
)
_MAIL_HEADER = re.compile(r"^\s*(?:from|to|cc|sent|date|reply-to)\s*:\s", re.IGNORECASE)
_SUBJECT = re.compile(r"^\s*subject\s*:\s*(?:(?:re|aw|fwd?|wg)\s*:\s*)*", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"^[\s*_#]*(?:steps to reproduce|(?:actual|expected) (?:results?|behaviou?r)|environment|"
    r"description|additional information|summary)[\s*_:#]*$|"
    r"^\s*(?:user[ -]?agent|build ?id(?:entifier)?)\s*:|^\s*mozilla/\d",
    re.IGNORECASE,
)
_NOISE_LINES = (_QUOTED, _THANKS, _VALEDICTION, _MAIL_HEADER, _BOILERPLATE)
_FRAME = re.compile(
    r"^\s*(?:at\s+(?:async\s+)?[\w$.<>/]+\s?\(.*\)|\.\.\. \d+ more|File \".*\", line \d+.*|"
    r"#\d+\s+0x[0-9a-f]+.*)\s*$"
)
_MARKUP = re.compile(r"\{(?:noformat|code|quote|panel|color)[^}\n]*\}|\{\{|\}\}|```\w*")
_NOISE = re.compile(
    r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?|"
    r"\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b|"
    r"\b(?:0x[0-9a-f]{4,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-f]*\d)[0-9a-f]{16,})\b",
    re.IGNORECASE,
)


def cleaned(text: Redacted) -> Redacted:
    """Return `text` without what says nothing about its topic; all of it if nothing is left."""
    frames = 0
    lines: list[str] = []
    for line in said_lines(PLACEHOLDER.sub(" ", _MARKUP.sub(" ", text))):
        is_frame = _FRAME.match(line) is not None
        frames += is_frame
        if not is_frame or frames <= FRAMES_KEPT:
            lines.append(bare(line))
    return Redacted("\n".join(filter(None, lines)) or text)


def said_lines(text: str) -> Iterator[str]:
    """Yield the lines of `text` but those of a mail's head, foot and quotes, and of a form."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        is_near_end = len(lines) - at - 1 <= MOST_SIGNED
        if _SIGNATURE.match(line) or _EARLIER_MAIL.match(line):
            return
        if is_near_end and _VALEDICTION.match(line):
            return
        if not any(noise.match(line) for noise in _NOISE_LINES):
            yield line


def bare(line: str) -> str:
    """Return `line` without greeting, times and addresses in memory, in single spaces."""
    said = _GREETING.sub("", _SUBJECT.sub("", line))
    return " ".join(_NOISE.sub(" ", said).split())

"""A ticket as it is told to whoever writes a known issue from it: nobody is to be known in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import Kind

if TYPE_CHECKING:
    from bot.triage.judgement import Turn
    from bot.triage.redaction import Redacted

GAP = "…"
_HELD = re.compile(rf"\[(?:{'|'.join(Kind)})(?: \d{{1,4}})?\]")
_GAPS = re.compile(rf"{GAP}(?:[\s,;:/&+|@()-]*{GAP})+")
_AT_END = re.compile(rf"([\s,;:(<|&@/-]*){GAP}[)>\s,;:|&/-]*([.!?]*)$")
_AT_START = f" \t,;:-/|&@()<>.!?{GAP}"


@dataclass(frozen=True, slots=True)
class Story:
    """What was said in a ticket's thread, what was decided, and what fixed it; all redacted."""

    team: str
    turns: tuple[Turn, ...]
    summary: Redacted
    category: str
    next_action: Redacted
    resolution: Redacted
    """In the words of who resolved it; empty if it is not resolved, or nothing was said."""


def without_placeholders(text: str) -> str:
    """Return redacted `text` as others may read it: a gap where a value was, none at its start.

    At its end one stays if it ends a phrase, as in "Restarted it for …". Lines of which nothing but
    gaps is left are left out.
    """
    lines = (_filled(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def has_placeholders(text: str) -> bool:
    """Return True if something is masked in `text`."""
    return _HELD.search(text) is not None


def _filled(line: str) -> str:
    if not has_placeholders(line):
        return line.strip()
    gaps = " ".join(_GAPS.sub(GAP, _HELD.sub(GAP, line)).split())
    trimmed = _AT_END.sub(_ended, gaps).lstrip(_AT_START)
    return trimmed if any(letter.isalnum() for letter in trimmed) else ""


def _ended(gap: re.Match[str]) -> str:
    """Return what ends a line in place of `gap`: nothing if it was set apart from the rest."""
    is_apart = gap[1].strip() or not gap.start()
    return gap[2] if is_apart else f" {GAP}{gap[2].strip('.')}"

"""How the rungs that failed for a ticket are written into a row and read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.judging.ladder import Fall, Reason, Rung

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def as_json(falls: Iterable[Fall]) -> list[dict[str, str]]:
    """Return `falls` as a JSON column takes them."""
    return [{"rung": fall.rung.value, "reason": fall.reason.value} for fall in falls]


def read(stored: Iterable[Mapping[str, str]]) -> tuple[Fall, ...]:
    """Return the falls that a JSON column holds."""
    return tuple(Fall(Rung(each["rung"]), Reason(each["reason"])) for each in stored)

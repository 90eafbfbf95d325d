"""A form with which a ticket is edited: whose word counts where somebody else changed it meanwhile.

The form carries a fingerprint of each value that it showed. So it is told apart what its sender
changed, what others changed since, and what both did.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.triage.teamwork.correction import Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ASSIGNEE = "assignee"
KEYS: tuple[str, ...] = (*Field, ASSIGNEE)
"""What a form holds; the order is that of its fingerprints."""
SEPARATOR = "."
FINGERPRINT_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Merge:
    """What came of a form."""

    to_set: Mapping[str, str]
    """What its sender changed, and nobody else."""
    in_conflict: tuple[str, ...]
    """What both changed, each in another way: nothing may be stored before that is looked at."""
    to_show: Mapping[str, str]
    """What the form holds if it must be shown again: its sender's changes, else what counts."""


def fingerprints(values: Mapping[str, str], keys: Sequence[str] = KEYS) -> str:
    """Return what a form must carry to be merged later; `keys` are what it holds."""
    return SEPARATOR.join(_fingerprint(values[key]) for key in keys)


def merge(
    seen: str, now: Mapping[str, str], sent: Mapping[str, str], keys: Sequence[str] = KEYS
) -> Merge:
    """Return what to do with `sent`, from a form with the fingerprints `seen`.

    `now` is what the form would show were it opened now. Of a form that was opened before an
    upgrade changed what it holds nothing is known: whatever differs is to be looked at again.
    """
    before = _shown_before(seen, keys)
    touched = [key for key in keys if _fingerprint(sent[key]) != before.get(key)]
    differing = [key for key in touched if sent[key] != now[key]]
    return Merge(
        to_set={key: sent[key] for key in differing},
        in_conflict=tuple(key for key in differing if _fingerprint(now[key]) != before.get(key)),
        to_show={key: sent[key] if key in touched else now[key] for key in keys},
    )


def showed(seen: str, key: str, value: str) -> bool:
    """Return True if the form with the fingerprints `seen` showed `value` under `key`."""
    return _shown_before(seen).get(key) == _fingerprint(value)


def _shown_before(seen: str, keys: Sequence[str] = KEYS) -> dict[str, str]:
    """Return the fingerprints by key; none if they are those of another form."""
    found = seen.split(SEPARATOR)
    return dict(zip(keys, found, strict=True)) if len(found) == len(keys) else {}


def _fingerprint(value: str) -> str:
    return sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:FINGERPRINT_LENGTH]

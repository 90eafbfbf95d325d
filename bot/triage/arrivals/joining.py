"""A person's next message, soon after the first: part of the same ticket, or one of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.judging.marks import LETTERS
from bot.triage.ticket import Entry, Status

if TYPE_CHECKING:
    from bot.triage.ticket import Ticket

FEW_WORDS = 5
"""With fewer a message goes with what was said before it, whatever it is about."""
_WORD = re.compile(rf"{LETTERS}(?:['\u2019.@:/-]+{LETTERS})*")
_SCRIPT_WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
CHARACTERS_A_WORD = 2
_REFERENCE = re.compile(r"(?<![\w.,:/-])#?(?:[^\W\d_]{1,5}-?)?\d[\d-]*\d(?![\w:/]|[.,]\d)")
_DATE = re.compile(r"(?:19|20)\d\d(?:-\d\d?){0,2}")
REFERENCE_DIGITS = 4
"""With fewer it is a status code or a count."""


def is_brief(text: str) -> bool:
    """Return True if `text` has fewer than five words.

    Where none are parted by spaces, as in Japanese, two characters count as one.
    """
    characters = _SCRIPT_WITHOUT_SPACES.findall(text)
    words = _WORD.findall(_SCRIPT_WITHOUT_SPACES.sub(" ", text))
    return len(words) + len(characters) / CHARACTERS_A_WORD < FEW_WORDS


def is_of_another(text: str, before: str) -> bool:
    """Return True if both name orders, invoices or the like, and none of them is the same."""
    said, known = _references(text), _references(before)
    return bool(said and known) and said.isdisjoint(known)


def _references(text: str) -> set[str]:
    """Return the numbers that name something: neither dates, times, prices nor counts."""
    found = (match.group().lstrip("#").casefold() for match in _REFERENCE.finditer(text))
    return {
        each
        for each in found
        if sum(map(str.isdigit, each)) >= REFERENCE_DIGITS and not _DATE.fullmatch(each)
    }


def may_join(ticket: Ticket) -> bool:
    """Return True if `ticket` was just posted, and nobody has made anything of it yet."""
    return (
        ticket.status is Status.RECEIVED
        and ticket.entry is Entry.MESSAGE
        and not ticket.questions
        and _is_of_one_person(ticket)
    )


def may_grow(ticket: Ticket) -> bool:
    """Return True if what its reporter says next can become part of `ticket`."""
    is_open = ticket.status is not Status.WITHDRAWN and ticket.work.is_untouched
    return ticket.entry is Entry.MESSAGE and is_open and _is_of_one_person(ticket)


def _is_of_one_person(ticket: Ticket) -> bool:
    return all(message.user == ticket.reporter for message in ticket.messages)

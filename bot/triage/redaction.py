"""The only door from user text to a model, an embedding or a log."""

from __future__ import annotations

import re
from itertools import chain, count, cycle, islice
from typing import TYPE_CHECKING, NewType

from bot.triage.sensitive.banking import find_cards, find_ibans
from bot.triage.sensitive.disguised_emails import find_disguised_emails
from bot.triage.sensitive.draft import Draft, Held
from bot.triage.sensitive.emails import find_emails
from bot.triage.sensitive.finding import HELD, Kind, Rule
from bot.triage.sensitive.glued import find_glued
from bot.triage.sensitive.ips import find_ips
from bot.triage.sensitive.national_ids import find_national_ids
from bot.triage.sensitive.people import People
from bot.triage.sensitive.phones import find_phones
from bot.triage.sensitive.repeats import Repeats
from bot.triage.sensitive.secrets.assignments import find_assignments
from bot.triage.sensitive.secrets.codes import find_codes
from bot.triage.sensitive.secrets.columns import find_in_columns
from bot.triage.sensitive.secrets.command_lines import find_on_command_lines
from bot.triage.sensitive.secrets.credentials import find_credentials
from bot.triage.sensitive.secrets.long_tokens import find_long_tokens
from bot.triage.sensitive.secrets.pairs import find_pairs
from bot.triage.sensitive.secrets.pins import find_pins
from bot.triage.sensitive.secrets.requests import find_in_requests
from bot.triage.sensitive.secrets.told import find_told
from bot.triage.sensitive.spelling import one_spelling

if TYPE_CHECKING:
    from collections.abc import Sequence

Redacted = NewType("Redacted", str)
"""Text without personal data and secrets; made only here."""

SECRET_RULES: tuple[Rule, ...] = (
    find_credentials,
    find_in_requests,
    find_assignments,
    find_on_command_lines,
    find_told,
    find_pins,
    find_pairs,
    find_in_columns,
    find_codes,
    find_long_tokens,
)
RULES: tuple[Rule, ...] = (
    *SECRET_RULES,
    find_emails,
    find_disguised_emails,
    find_ibans,
    find_cards,
    find_ips,
    find_national_ids,
    find_phones,
)
"""Each sees what the ones before it left: the surest and gravest come first."""
MOST_PASSES = 3
PLACEHOLDER = re.compile(rf"\[({'|'.join(Kind)}) (\d{{1,4}})\]")


def redact_all(texts: Sequence[str], people: Sequence[str] = ()) -> tuple[Redacted, ...]:
    """Return `texts` with personal data and secrets replaced by placeholders such as `[email 1]`.

    Equal values get equal numbers across all of `texts`, so pass one ticket's texts together and
    in order. `people` are names known from the thread; they are masked wherever they stand.
    What a writer invented in the shape of a placeholder stays, and no number of ours is its.
    """
    drafts = [_draft(text) for text in texts]
    rules = (*RULES, People([one_spelling(name) for name in people]).find)
    for draft in drafts:
        _exhaust(draft, rules)
    repeats = Repeats(finding for draft in drafts for finding in draft.findings)
    for draft in drafts:
        draft.hold(repeats.find)
    return _numbered(drafts)


def redact(text: str, people: Sequence[str] = ()) -> Redacted:
    """Return one text redacted; see `redact_all`."""
    return redact_all([text], people)[0]


def masked(text: str) -> str:
    """Return `text` with a mark such as `[email]` for each value, for what is not of a ticket.

    What stands in a known issue, or what a model says: there is no ticket to number them by.
    """
    draft = _draft(text)
    _exhaust(draft, RULES)
    if not any(draft.findings):
        return text
    names = {(one.kind, one.value): f"[{one.kind}]" for one in draft.findings}
    return _rendered(draft, names)


def without_secrets(text: str) -> str:
    """Return `text` as it is but for its secrets, a mark in the place of each."""
    draft = Draft(text.replace(HELD, ""))
    for rule in SECRET_RULES:
        draft.hold(rule)
    return draft.text.replace(HELD, f"[{Kind.SECRET}]")


def joined(parts: Sequence[Redacted]) -> Redacted:
    """Return redacted texts as one, a line each."""
    return Redacted("\n".join(parts))


def _draft(text: str) -> Draft:
    """Return `text` in one spelling, invented placeholders held so that they stay."""
    spelt = one_spelling(text)
    invented = [Held(match[0], -1) for match in PLACEHOLDER.finditer(spelt)]
    return Draft(PLACEHOLDER.sub(HELD, spelt), invented)


def _exhaust(draft: Draft, rules: Sequence[Rule]) -> None:
    """Apply the rules in turn until none finds more: what was masked can uncover its neighbour."""
    for turn, rule in enumerate(rules):
        draft.hold(rule, turn)
    if draft.is_crowded():
        draft.hold(find_glued)
        return
    if not any(draft.findings):
        return
    unchanged = 0
    for turn, rule in islice(enumerate(cycle(rules)), len(rules), MOST_PASSES * len(rules)):
        unchanged = 0 if draft.hold_again(rule, turn, turn - len(rules)) else unchanged + 1
        if unchanged == len(rules):
            return


def _numbered(drafts: Sequence[Draft]) -> tuple[Redacted, ...]:
    """Return the texts with a placeholder for each finding, numbered as they appear."""
    held = [one.what for draft in drafts for one in draft.held]
    invented = {one for one in held if isinstance(one, str)}
    numbers = {kind: count(1) for kind in Kind}
    names: dict[tuple[Kind, str], str] = {}
    for kind, value in dict.fromkeys(one[2:] for one in held if not isinstance(one, str)):
        fresh = (f"[{kind} {number}]" for number in numbers[kind])
        names[kind, value] = next(name for name in fresh if name not in invented)
    return tuple(_rendered(draft, names) for draft in drafts)


def _rendered(draft: Draft, names: dict[tuple[Kind, str], str]) -> Redacted:
    first, *rest = draft.text.split(HELD)
    shown = (one if isinstance(one, str) else names[one[2:]] for one, _ in draft.held)
    return Redacted(first + "".join(chain.from_iterable(zip(shown, rest, strict=True))))

"""The only door from user text to a model, an embedding or a log."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from typing import TYPE_CHECKING, NewType

from bot.triage.sensitive.assignments import find_assignments
from bot.triage.sensitive.banking import find_cards, find_ibans
from bot.triage.sensitive.credentials import find_credentials
from bot.triage.sensitive.emails import find_emails
from bot.triage.sensitive.finding import HELD, Finding, Kind, Rule
from bot.triage.sensitive.ips import find_ips
from bot.triage.sensitive.national_ids import find_national_ids
from bot.triage.sensitive.people import People
from bot.triage.sensitive.phones import find_phones
from bot.triage.sensitive.repeats import Repeats
from bot.triage.sensitive.spelling import one_spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Redacted = NewType("Redacted", str)
"""Text without personal data and secrets; made only here."""

RULES: tuple[Rule, ...] = (
    find_credentials,
    find_assignments,
    find_emails,
    find_ibans,
    find_cards,
    find_ips,
    find_national_ids,
    find_phones,
)
"""Each sees what the ones before it left: the surest and gravest come first."""
MOST_PASSES = 4
PLACEHOLDER = re.compile(rf"\[({'|'.join(Kind)}) (\d{{1,4}})\]")


@dataclass(slots=True)
class _Draft:
    """A text in which HELD stands for each of `held`, in order."""

    text: str
    held: list[Finding | str] = field(default_factory=list)
    """What was found, and what the writer invented in the shape of a placeholder."""

    @classmethod
    def of(cls, text: str) -> _Draft:
        """Return `text` in one spelling, invented placeholders held so that they stay."""
        spelt = one_spelling(text)
        invented = [match[0] for match in PLACEHOLDER.finditer(spelt)]
        return cls(PLACEHOLDER.sub(HELD, spelt), list(invented))

    def hold(self, rule: Rule) -> bool:
        """Hold what `rule` finds; return True if it found anything."""
        findings = _apart(self.text, rule(self.text))
        pieces: list[str] = []
        held: list[Finding | str] = []
        earlier, at = iter(self.held), 0
        for finding in findings:
            before = self.text[at : finding.start]
            pieces += (before, HELD)
            held += (*islice(earlier, before.count(HELD)), finding)
            swallowed = self.text.count(HELD, finding.start, finding.end)
            list(islice(earlier, swallowed))
            at = finding.end
        self.text = "".join((*pieces, self.text[at:]))
        self.held = [*held, *earlier]
        return bool(findings)


def redact_all(texts: Sequence[str], people: Sequence[str] = ()) -> tuple[Redacted, ...]:
    """Return `texts` with personal data and secrets replaced by placeholders such as `[email 1]`.

    Equal values get equal numbers across all of `texts`, so pass one ticket's texts together and
    in order. `people` are names known from the thread; they are masked wherever they stand.
    What a writer invented in the shape of a placeholder stays, and no number of ours is its.
    """
    drafts = [_Draft.of(text) for text in texts]
    rules = (*RULES, People([one_spelling(name) for name in people]).find)
    for draft in drafts:
        _exhaust(draft, rules)
    repeats = Repeats(one for draft in drafts for one in draft.held if isinstance(one, Finding))
    for draft in drafts:
        draft.hold(repeats.find)
    return _numbered(drafts)


def redact(text: str, people: Sequence[str] = ()) -> Redacted:
    """Return one text redacted; see `redact_all`."""
    return redact_all([text], people)[0]


def joined(parts: Sequence[Redacted]) -> Redacted:
    """Return redacted texts as one, a line each."""
    return Redacted("\n".join(parts))


def _exhaust(draft: _Draft, rules: Sequence[Rule]) -> None:
    """Apply the rules in turn until none finds more: what was masked can uncover its neighbour."""
    unchanged = 0
    for rule in islice(cycle(rules), MOST_PASSES * len(rules)):
        unchanged = 0 if draft.hold(rule) else unchanged + 1
        if unchanged == len(rules):
            return


def _apart(text: str, findings: Iterable[Finding]) -> list[Finding]:
    """Return `findings` in order, those that overlap made one, those with nothing new dropped."""
    apart: list[Finding] = []
    for finding in sorted(findings, key=lambda one: (one.start, -one.end)):
        last = apart[-1] if apart else None
        if last is not None and finding.start < last.end:
            end = max(last.end, finding.end)
            value = last.value if end == last.end else text[last.start : end]
            apart[-1] = Finding(last.start, end, last.kind, value)
        elif text[finding.start : finding.end].strip(HELD):
            apart.append(finding)
    return apart


def _numbered(drafts: Sequence[_Draft]) -> tuple[Redacted, ...]:
    """Return the texts with a placeholder for each finding, numbered as they appear."""
    held = [one for draft in drafts for one in draft.held]
    invented = {one for one in held if isinstance(one, str)}
    numbers = {kind: count(1) for kind in Kind}
    names: dict[tuple[Kind, str], str] = {}
    for one in held:
        if isinstance(one, Finding) and (one.kind, one.value) not in names:
            fresh = (f"[{one.kind} {number}]" for number in numbers[one.kind])
            names[one.kind, one.value] = next(name for name in fresh if name not in invented)
    return tuple(_rendered(draft, names) for draft in drafts)


def _rendered(draft: _Draft, names: dict[tuple[Kind, str], str]) -> Redacted:
    first, *rest = draft.text.split(HELD)
    pieces = [first]
    for one, after in zip(draft.held, rest, strict=True):
        pieces += (one if isinstance(one, str) else names[one.kind, one.value], after)
    return Redacted("".join(pieces))

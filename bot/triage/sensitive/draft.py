"""A text on its way to being redacted: what was found is held, and a mark stands in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from bot.triage.sensitive.finding import HELD, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.triage.sensitive.finding import Rule

MARK = re.compile(HELD)
NEAR = 120
"""As far as rules look around a value; what is farther from a mark does not change with it."""
MOST_MARKS = 50
"""To look around more of them takes no less time than to look at the whole text."""


class Held(NamedTuple):
    """What a mark stands for, and in which round it was put there."""

    what: Finding | str
    """A finding, or a text of the writer's that must stay."""
    round: int


class Stretch(NamedTuple):
    """A part of a text: `start` to `end` is looked at, for what touches `first` to `last`."""

    start: int
    first: int
    last: int
    end: int


@dataclass(slots=True)
class Draft:
    """A text in which HELD stands for each of `held`, in order."""

    text: str
    held: list[Held] = field(default_factory=list)

    @property
    def findings(self) -> Iterator[Finding]:
        """Yield what was found so far, in order."""
        return (one.what for one in self.held if isinstance(one.what, Finding))

    def hold(self, rule: Rule, round_: int = 0) -> bool:
        """Hold what `rule` finds; return True if it found anything.

        Round 0 looks at all of the text, later ones around what was held since the rule's last.
        """
        findings = _apart(self.text, self._found(rule, round_))
        pieces: list[str] = []
        held: list[Held] = []
        earlier, at = iter(self.held), 0
        for finding in findings:
            before = self.text[at : finding.start]
            pieces += (before, HELD)
            held += (*islice(earlier, before.count(HELD)), Held(finding, round_))
            swallowed = self.text.count(HELD, finding.start, finding.end)
            list(islice(earlier, swallowed))
            at = finding.end
        self.text = "".join((*pieces, self.text[at:]))
        self.held = [*held, *earlier]
        return bool(findings)

    def _found(self, rule: Rule, round_: int) -> Iterable[Finding]:
        fresh = [place for place, held in enumerate(self.held) if held.round >= round_ - 1]
        if round_ == 0 or len(fresh) > MOST_MARKS:
            return rule(self.text)
        marks = [mark.start() for mark in MARK.finditer(self.text)]
        return self._found_around([marks[place] for place in fresh], rule)

    def _found_around(self, places: Sequence[int], rule: Rule) -> Iterator[Finding]:
        for start, first, last, end in _around(places, len(self.text)):
            for finding in rule(self.text[start:end]):
                if finding.start + start < last and finding.end + start > first:
                    yield finding.moved(start)


def _around(places: Iterable[int], length: int) -> list[Stretch]:
    """Return the stretches around `places`, those that touch made one."""
    stretches: list[Stretch] = []
    for place in places:
        before, after = max(0, place - 2 * NEAR), min(length, place + 2 * NEAR)
        if stretches and before <= stretches[-1].end:
            stretches[-1] = stretches[-1]._replace(last=place + NEAR, end=after)
        else:
            stretches.append(Stretch(before, place - NEAR, place + NEAR, after))
    return stretches


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

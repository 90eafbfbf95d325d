"""A text on its way to being redacted: what was found is held, and a mark stands in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from bot.triage.sensitive.finding import HELD, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.triage.sensitive.finding import Rule

MARK = re.compile(HELD)
NEAR = 120
"""As far as rules look around a value; what is farther from a mark does not change with it."""
MOST_MARKS, MOST_SURROUNDINGS = 800, 40
"""To look around more of them takes no less time than to look at the whole text."""


class Held(NamedTuple):
    """What a mark stands for, and at which turn it was put there."""

    what: Finding | str
    """A finding, or a text of the writer's that must stay."""
    turn: int


@dataclass(slots=True)
class Draft:
    """A text in which HELD stands for each of `held`, in order."""

    text: str
    held: list[Held] = field(default_factory=list)

    @property
    def findings(self) -> Iterator[Finding]:
        """Yield what was found so far, in order."""
        return (one.what for one in self.held if isinstance(one.what, Finding))

    def hold(self, rule: Rule, turn: int = 0, last: int | None = None) -> bool:
        """Hold what `rule` finds; return True if it found anything.

        Turns are counted over all rules. At its first this one looks at all of the text, later only
        around what was held since its `last` one.
        """
        findings = _apart(self.text, self._found(rule, last))
        pieces: list[str] = []
        held: list[Held] = []
        earlier, at = iter(self.held), 0
        for finding in findings:
            before = self.text[at : finding.start]
            pieces += (before, HELD)
            held += (*islice(earlier, before.count(HELD)), Held(finding, turn))
            swallowed = self.text.count(HELD, finding.start, finding.end)
            list(islice(earlier, swallowed))
            at = finding.end
        self.text = "".join((*pieces, self.text[at:]))
        self.held = [*held, *earlier]
        return bool(findings)

    def _found(self, rule: Rule, last: int | None) -> Iterable[Finding]:
        if last is None:
            return rule(self.text)
        fresh = [place for place, held in enumerate(self.held) if held.turn >= last]
        if not fresh:
            return ()
        marks = [mark.start() for mark in MARK.finditer(self.text)]
        surroundings = _surroundings(self.text, [marks[place] for place in fresh])
        return rule(self.text) if surroundings is None else _found_around(surroundings, rule)


def _surroundings(text: str, places: Sequence[int]) -> dict[tuple[str, int], list[int]] | None:
    """Return where each text around one of `places` begins, by the text and the place in it.

    A log repeats itself: what stands around its marks is the same again and again. None if they
    are so many that looking at the whole text takes no longer.
    """
    starts: dict[tuple[str, int], list[int]] = {}
    if len(places) > MOST_MARKS:
        return None
    for place in places:
        if len(starts) > MOST_SURROUNDINGS:
            return None
        start = max(0, place - 2 * NEAR)
        around = text[start : place + 2 * NEAR]
        starts.setdefault((around, place - start), []).append(start)
    return starts


def _found_around(
    surroundings: Mapping[tuple[str, int], Sequence[int]], rule: Rule
) -> Iterator[Finding]:
    for (around, place), starts in surroundings.items():
        for finding in rule(around):
            if finding.start < place + NEAR and finding.end > place - NEAR:
                yield from map(finding.moved, starts)


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

"""A text on its way to being redacted: what was found is held, and a mark stands in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice, pairwise, repeat
from typing import TYPE_CHECKING, NamedTuple

from bot.triage.sensitive.finding import HELD, Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from bot.triage.sensitive.finding import Rule

MARK = re.compile(HELD)
NEAR = 80
"""As far as rules look around a value; what is farther from a mark does not change with it."""
MOST_MARKS, MOST_SURROUNDINGS = 2000, 40
"""To look around more of them takes no less time than to look at the whole text."""
LONG = 20_000


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
    _around: dict[tuple[str, int], list[int]] | None = None
    _looked_at: str | None = None

    @property
    def findings(self) -> Iterator[Finding]:
        """Yield what was found so far, in order."""
        return (one.what for one in self.held if isinstance(one.what, Finding))

    def hold(self, rule: Rule, turn: int = 0) -> bool:
        """Hold what `rule` finds in the text; return True if it found anything.

        Turns are counted over all rules.
        """
        return self._hold(rule(self.text), turn)

    def hold_again(self, rule: Rule, turn: int, last: int) -> bool:
        """Hold what `rule` finds around what was held since its `last` turn."""
        around = self._held_since(last)
        return self._hold(rule(self.text) if around is None else _found(around, rule), turn)

    def is_crowded(self) -> bool:
        """Return True for a long text with so much held that it is better not looked at again."""
        return len(self.text) > LONG and self._held_since(0) is None

    def _held_since(self, turn: int) -> dict[tuple[str, int], list[int]] | None:
        """Return what stands around what was held since a turn, or more; see `_surroundings`."""
        if self._looked_at is not self.text:
            fresh = {place for place, held in enumerate(self.held) if held.turn >= turn}
            self._around, self._looked_at = _surroundings(self.text, fresh), self.text
        return self._around

    def _hold(self, found: Iterable[Finding], turn: int) -> bool:
        findings = _apart(self.text, found)
        if findings:
            self.held = self._held_with(findings, turn) if self.held else _held(findings, turn)
            self.text = HELD.join(_between(findings, self.text))
        return bool(findings)

    def _held_with(self, findings: Iterable[Finding], turn: int) -> list[Held]:
        """Return what is held already and `findings` in order; these swallow what is in them."""
        held: list[Held] = []
        earlier, at = iter(self.held), 0
        for finding in findings:
            held += islice(earlier, self.text.count(HELD, at, finding.start))
            held.append(Held(finding, turn))
            for _ in range(self.text.count(HELD, finding.start, finding.end)):
                next(earlier)
            at = finding.end
        return [*held, *earlier]


def _held(findings: Iterable[Finding], turn: int) -> list[Held]:
    return list(map(Held, findings, repeat(turn)))


def _between(findings: Iterable[Finding], text: str) -> Iterator[str]:
    at = 0
    for start, end, _, _ in findings:
        yield text[at:start]
        at = end
    yield text[at:]


def _surroundings(text: str, fresh: Collection[int]) -> dict[tuple[str, int], list[int]] | None:
    """Return where each text around one of the marks begins, by the text and the mark's place.

    A log repeats itself: what stands around its marks is the same again and again. None if they
    are so many that looking at the whole text takes no longer.
    """
    starts: dict[tuple[str, int], list[int]] = {}
    if len(fresh) > MOST_MARKS:
        return None
    for number, mark in enumerate(MARK.finditer(text)):
        if number in fresh:
            place = mark.start()
            start = max(0, place - 2 * NEAR)
            around = text[start : place + 2 * NEAR]
            starts.setdefault((around, place - start), []).append(start)
            if len(starts) > MOST_SURROUNDINGS:
                return None
    return starts


def _found(surroundings: Mapping[tuple[str, int], Sequence[int]], rule: Rule) -> Iterator[Finding]:
    for (around, place), starts in surroundings.items():
        for finding in rule(around):
            if finding.start < place + NEAR and finding.end > place - NEAR:
                yield from map(finding.moved, starts)


def _apart(text: str, findings: Iterable[Finding]) -> list[Finding]:
    """Return `findings` in order, those that overlap made one, those with nothing new dropped."""
    found = list(findings)
    if all(one.end <= following.start for one, following in pairwise(found)):
        # As rules mostly find them.
        if HELD not in text:
            return found
        return [one for one in found if text[one.start : one.end].strip(HELD)]
    apart: list[Finding] = []
    for finding in sorted(found, key=lambda one: (one.start, -one.end)):
        last = apart[-1] if apart else None
        if last is not None and finding.start < last.end:
            end = max(last.end, finding.end)
            value = last.value if end == last.end else text[last.start : end]
            apart[-1] = Finding(last.start, end, last.kind, value)
        elif text[finding.start : finding.end].strip(HELD):
            apart.append(finding)
    return apart

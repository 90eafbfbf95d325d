"""The lexical index: which issues say the words of a ticket, and how telling those words are."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import accumulate, chain, count
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.search.terms import terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from bot.triage.issue import KnownIssue

_SATURATION, _LENGTH_WEIGHT = 1.2, 0.75
"""BM25's k1 and b, where most collections of texts have their best values."""

MOST_LOOKED_UP = 150_000
"""How many places a search looks at, rare terms first: some 1.5 ms. Only in large collections are
there so many, and the terms left out stand in so many issues that they tell next to nothing."""

OUTSTANDING = (0.7, 0.3)
"""Shares of the best score: above the first that enough are above, few are to be put in order."""

Scores = NDArray[np.float32]


def text_of(issue: KnownIssue) -> str:
    """Return what a ticket is compared with: all that finds `issue`, its title twice, its id.

    Not redacted, unlike what is embedded: it stays in this process, and tickets are.
    """
    return f"{issue.title}\n{issue.searchable_text}\n{issue.id}"


class _Postings(NamedTuple):
    """Where a term stands: places of issues, and how often each says it."""

    places: NDArray[np.intp]
    """As numpy looks things up: smaller numbers would be turned into these each time."""
    times: NDArray[np.float32]

    def without(self, places: NDArray[np.intp]) -> _Postings:
        kept = ~np.isin(self.places, places)
        return _Postings(self.places[kept], self.times[kept])

    def and_also(self, places: Sequence[int], times: Sequence[int]) -> _Postings:
        return _Postings(
            np.concatenate([self.places, np.asarray(places, np.intp)]),
            np.concatenate([self.times, np.asarray(times, np.float32)]),
        )


_NOWHERE = _Postings(np.empty(0, np.intp), np.empty(0, np.float32))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a collection of issues; never changes, so that it can be read while it grows.

    Every issue has a place, which is given to another one once it is gone.
    """

    places: Mapping[str, int] = field(default_factory=dict)
    """By issue id."""
    _texts: dict[str, int] = field(default_factory=dict)
    """A hash of each issue's text, by issue id."""
    _ids: tuple[str | None, ...] = ()
    _said: tuple[tuple[str, ...], ...] = ()
    """The distinct terms of each place: by them an issue is taken out when it goes."""
    _lengths: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))
    _postings: Mapping[str, _Postings] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.places)

    def holding(self, texts: Mapping[str, str]) -> Lexicon:
        """Return a lexicon of exactly `texts`, by issue id; only what differs takes time."""
        fresh = {key: text for key, text in texts.items() if self._texts.get(key) != hash(text)}
        return self.changed(fresh, self.places.keys() - texts.keys())

    def changed(self, fresh: Mapping[str, str], gone: Collection[str]) -> Lexicon:
        """Return a lexicon with the texts `fresh`, by issue id, and without the issues `gone`."""
        left = [self.places[key] for key in (*gone, *fresh) if key in self.places]
        hashes = self._texts | {key: hash(text) for key, text in fresh.items()}
        hashes = {key: value for key, value in hashes.items() if key not in gone}
        counted = {key: Counter(terms(text)) for key, text in fresh.items()}
        taken = dict(zip(self._free(left), counted.items(), strict=False))
        return self._replaced(left, taken, hashes)

    def _free(self, left: Sequence[int]) -> Iterator[int]:
        """Yield places to put issues at: those that are `left` first, new ones at last."""
        empty = (place for place, key in enumerate(self._ids) if key is None)
        return chain(left, empty, count(len(self._ids)))

    def _replaced(
        self,
        left: Sequence[int],
        taken: Mapping[int, tuple[str, Counter[str]]],
        hashes: dict[str, int],
    ) -> Lexicon:
        more = max(0, max(taken, default=-1) + 1 - len(self._ids))
        ids, said = [*self._ids, *[None] * more], [*self._said, *[()] * more]
        lengths, postings = (
            np.concatenate([self._lengths, np.zeros(more, np.float32)]),
            dict(self._postings),
        )
        _take_out(postings, left, said)
        for place in left:
            ids[place], said[place], lengths[place] = None, (), 0.0
        for place, (key, counts) in taken.items():
            ids[place], said[place], lengths[place] = key, tuple(counts), counts.total()
        _put_in(postings, {place: counts for place, (_, counts) in taken.items()})
        places = {key: place for place, key in enumerate(ids) if key is not None}
        return Lexicon(places, hashes, tuple(ids), tuple(said), lengths, postings)

    def frequency(self, term: str) -> int:
        """Return how many issues say `term`."""
        return len(self._postings.get(term, _NOWHERE).places)

    @property
    def total_length(self) -> float:
        """Return how many terms all issues say together."""
        return float(self._lengths.sum(dtype=np.float64))

    def best(self, scores: Scores, most: int) -> list[str]:
        """Return the ids of up to `most` issues with the best `scores`, of those above 0."""
        likely = _outstanding(scores, most)
        if len(likely) > most:
            likely = likely[np.argpartition(-scores[likely], most - 1)[:most]]
        order = sorted(likely.tolist(), key=lambda place: -scores[place])
        return [key for place in order if (key := self._ids[place])]

    def _scores(self, weights: Mapping[str, float], usual_length: float) -> Scores:
        found = {term: self._postings[term] for term in weights if term in self._postings}
        if not found:
            return np.zeros(len(self._ids), np.float32)
        slope = _SATURATION * _LENGTH_WEIGHT / usual_length
        burdens = np.float32(_SATURATION * (1 - _LENGTH_WEIGHT)) + np.float32(slope) * self._lengths
        places = np.concatenate([each.places for each in found.values()])
        times = np.concatenate([each.times for each in found.values()])
        most = np.array([weights[term] * (_SATURATION + 1) for term in found], np.float32)
        gain = times / (times + burdens[places])
        gain *= np.repeat(most, [len(each.places) for each in found.values()])
        return np.bincount(places, gain, len(self._ids)).astype(np.float32)


NO_WORDS = Lexicon()


def _outstanding(scores: Scores, enough: int) -> NDArray[np.intp]:
    """Return the places of the best `scores`: `enough` or more, unless fewer are above 0."""
    highest = np.max(scores, initial=0.0)
    for share in OUTSTANDING:
        places = np.flatnonzero(scores > share * highest)
        if len(places) >= enough:
            return places
    return np.flatnonzero(scores)


def _take_out(
    postings: dict[str, _Postings], left: Sequence[int], said: Sequence[tuple[str, ...]]
) -> None:
    gone = np.asarray(left, np.intp)
    for term in set(chain.from_iterable(said[place] for place in left)):
        rest = postings.pop(term).without(gone)
        if len(rest.places):
            postings[term] = rest


def _put_in(postings: dict[str, _Postings], taken: Mapping[int, Counter[str]]) -> None:
    added: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for place, counts in taken.items():
        for term, times in counts.items():
            places, often = added[term]
            places.append(place)
            often.append(times)
    for term, (places, often) in added.items():
        postings[term] = postings.get(term, _NOWHERE).and_also(places, often)


@dataclass(frozen=True, slots=True)
class Sought:
    """A ticket's terms, each weighed by how telling it is among the issues of some lexicons."""

    weights: Mapping[str, float]
    usual_length: float
    said: int
    """How many distinct terms the ticket has."""

    def coverage(self, lexicon: Lexicon) -> Scores:
        """Return for each place of `lexicon` which share of what the ticket says is said there.

        BM25 over what it would be for an issue of usual length that says each of the terms once.
        """
        possible = sum(self.weights.values())
        scores = lexicon._scores(self.weights, self.usual_length)  # noqa: SLF001 - two halves of one
        return scores / possible if possible else scores


def sought(text: str, lexicons: Sequence[Lexicon]) -> Sought:
    """Return what to look for in `lexicons`, which are one collection: `text`'s terms, weighed."""
    counts = Counter(terms(text))
    issues = sum(map(len, lexicons))
    frequency = {term: sum(each.frequency(term) for each in lexicons) for term in counts}
    rarest_first = sorted(counts, key=frequency.__getitem__)
    looked_up = accumulate(frequency[term] for term in rarest_first)
    telling = [
        term
        for term, sum_so_far in zip(rarest_first, looked_up, strict=True)
        if sum_so_far <= MOST_LOOKED_UP
    ]
    length = sum(each.total_length for each in lexicons) / max(issues, 1)
    return Sought(
        weights={
            term: _rarity(frequency[term], issues) * 2 * counts[term] / (counts[term] + 1)
            for term in telling
        },
        usual_length=max(length, 1.0),
        said=len(counts),
    )


def _rarity(frequency: int, issues: int) -> float:
    """Return BM25's inverse document frequency."""
    return math.log(1 + (issues - frequency + 0.5) / (frequency + 0.5))

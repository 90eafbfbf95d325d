"""Which known issues come first, the same for every kind of search."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from bot.triage.judgement import Hit
from kb.search.codes import names_another
from kb.search.lexical import sought
from kb.search.usual import COMPARED, Usual
from kb.search.vectors import searchable

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Sequence

    from bot.triage.issue import KnownIssue
    from bot.triage.redaction import Redacted
    from kb.search.lexical import Lexicon, Sought
    from kb.search.vectors import Vectors

DECIMALS = 6
"""Beyond these, float32 arithmetic in another order differs, and ties would break by chance."""

TIES = 8
"""Hits fetched beyond the limit, so that equals at its edge come in the order of their ids, and
that words can bring forward what meaning alone would leave behind."""

LEXICAL = 10
"""How many issues are looked at for their words alone, however far their meaning is."""

WORDS_WEIGHT = 0.15
"""Chosen on the issues of 50 questions and of 3,400 bug reports: all of 0.1 to 0.2 is as good."""


class Shelf(Protocol):
    """The issues of one team, found by meaning or by words."""

    @property
    def lexicon(self) -> Lexicon:
        """Return the words of its issues."""

    @property
    def usual(self) -> Usual:
        """Return how near its issues are to each other."""

    @property
    def hidden(self) -> Collection[str]:
        """Return the ids that are found on no later shelf either, though none is here."""

    def nearest(self, query: Vectors, count: int, replaced: Container[str]) -> list[Hit]:
        """Return `count` or more of the nearest issues, none of those `replaced`."""

    def named(self, ids: Sequence[str], query: Vectors) -> list[Hit]:
        """Return the issues called `ids`, with how near they are."""


@dataclass(frozen=True, slots=True)
class _AnyOf:
    """What is in any of its parts; none is copied, since each may hold a hundred thousand."""

    parts: tuple[Container[str], ...] = ()

    def __contains__(self, item: object) -> bool:
        return any(item in part for part in self.parts)


def search(text: Redacted, query: Vectors, shelves: Sequence[Shelf], limit: int) -> tuple[Hit, ...]:
    """Return the issues nearest to `text`, whose vector is `query`, best first.

    An issue of an earlier shelf stands in for one of a later shelf with the same id. The best one
    knows how it stands, by what is usual on the shelf that it is from.
    """
    words = sought(text, [shelf.lexicon for shelf in shelves])
    replaced = _AnyOf()
    found: list[tuple[Shelf, list[Hit]]] = []
    for shelf in shelves:
        found.append((shelf, _found(shelf, query, words, max(limit, COMPARED), replaced)))
        replaced = _AnyOf((*replaced.parts, shelf.lexicon.places, shelf.hidden))
    ranked = best(chain.from_iterable(hits for _, hits in found), max(limit, COMPARED))
    if not ranked:
        return ()
    usual = next(shelf.usual for shelf, hits in found if ranked[0] in hits)
    standing = replace(
        usual.standing(ranked),
        is_of_another_code=names_another(text, ranked[0].issue.searchable_text),
    )
    return (replace(ranked[0], standing=standing), *ranked[1:limit])


def measured(issues: Sequence[KnownIssue], vectors: Vectors, shelf: Shelf) -> Usual:
    """Return how near those are to each other that `shelf` holds, by a sample of its `issues`."""
    return Usual.among(
        _neighbours(issue, vector, shelf) for issue, vector in zip(issues, vectors, strict=True)
    )


def _neighbours(issue: KnownIssue, vector: Vectors, shelf: Shelf) -> tuple[Hit, ...]:
    words = sought(searchable(issue), [shelf.lexicon])
    hits = _found(shelf, vector, words, COMPARED, ())
    return best([found for found in hits if found.issue.id != issue.id], COMPARED)


def _found(
    shelf: Shelf, query: Vectors, words: Sought, limit: int, replaced: Container[str]
) -> list[Hit]:
    """Return what is near by meaning and what is near by words, each with what its words add."""
    coverage = words.coverage(shelf.lexicon)
    hits = shelf.nearest(query, limit + TIES, replaced)
    seen = _AnyOf(({found.issue.id for found in hits}, replaced))
    verbatim = [key for key in shelf.lexicon.best(coverage, LEXICAL) if key not in seen]
    places = shelf.lexicon.places
    return [
        replace(found, lift=_lift(coverage[places[found.issue.id]], words.said))
        if found.issue.id in places
        else found
        for found in (*hits, *shelf.named(verbatim, query))
    ]


def _lift(coverage: float, said: int) -> float:
    """Return what it adds to the cosine that an issue says `coverage` of a ticket's words.

    The more a ticket says, the smaller is the share that even a twin repeats, and the more it
    tells.
    """
    return round(WORDS_WEIGHT * math.log1p(said) * float(coverage), DECIMALS)


def hit(issue: KnownIssue, cosine: float) -> Hit:
    """Return `issue` as found, its cosine cut to [0, 1]."""
    return Hit(issue, round(min(max(float(cosine), 0.0), 1.0), DECIMALS))


def best(hits: Iterable[Hit], limit: int) -> tuple[Hit, ...]:
    """Return the `limit` best, equals in the order of their ids."""
    return tuple(sorted(hits, key=lambda found: (-found.score, found.issue.id))[:limit])

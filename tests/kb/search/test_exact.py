"""Exact search finds what the index finds, without opening it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.triage.issue import EVERY_TEAM, KnownIssue
from bot.triage.redaction import redact
from kb.index import Index
from kb.loader import load
from kb.search.chroma import open_folder
from kb.search.exact import ExactSearch
from tests.builders import an_issue
from tests.kb.parts import CATEGORIES, QUERY, CountingEmbedder, MemoryCache

if TYPE_CHECKING:
    from bot.triage.judgement import Hit
    from kb.models.local_model import LocalEmbedder

Shelf = dict[str, list[KnownIssue]]
TICKETS = Path("bot/demo_tickets.jsonl")


def exact(shelf: Shelf, embedder: CountingEmbedder, cache: MemoryCache) -> ExactSearch:
    return ExactSearch(lambda team: shelf.get(team, []), embedder, cache)


def assert_same(found: tuple[Hit, ...], expected: tuple[Hit, ...]) -> None:
    assert [hit.issue for hit in found] == [hit.issue for hit in expected]
    similarities = [hit.similarity for hit in expected]
    assert [hit.similarity for hit in found] == pytest.approx(similarities, abs=2e-6)


def random_issues(draw: random.Random, count: int, team: str) -> list[KnownIssue]:
    words = [f"word{n}" for n in range(200)]
    return [
        an_issue(f"KB-{n:03}", title=" ".join(draw.choices(words, k=6)), symptoms=("s",), team=team)
        for n in draw.sample(range(count * 2), count)
    ]


def test_it_finds_what_the_index_finds_on_random_texts(
    index: Index, embedder: CountingEmbedder, cache: MemoryCache
) -> None:
    draw = random.Random(7)
    shelf = {team: random_issues(draw, 150, team) for team in (EVERY_TEAM, "T1")}
    for team, issues in shelf.items():
        index.sync(team, issues)
    search = exact(shelf, embedder, cache)

    for _ in range(25):
        text = redact(" ".join(f"word{draw.randrange(200)}" for _ in range(4)))
        assert_same(search.search("T1", text, 5), index.search("T1", text, 5))


def test_what_a_team_hides_is_found_for_others_only(
    index: Index, embedder: CountingEmbedder, cache: MemoryCache
) -> None:
    shelf = {EVERY_TEAM: [an_issue("KB-1"), an_issue("KB-2")]}
    index.sync(EVERY_TEAM, shelf[EVERY_TEAM])
    index.sync("T1", [], hidden=["KB-1"])
    hidden = {"T1": ["KB-1"]}
    search = ExactSearch(
        lambda team: shelf.get(team, []), embedder, cache, lambda team: hidden.get(team, [])
    )

    for team, ids in (("T1", ["KB-2"]), ("T2", ["KB-1", "KB-2"])):
        found = search.search(team, QUERY, 3)
        assert [hit.issue.id for hit in found] == ids
        assert_same(found, index.search(team, QUERY, 3))


def test_it_finds_what_the_index_finds_on_real_texts(
    local: LocalEmbedder, cache: MemoryCache, folder: Path
) -> None:
    shelf = {EVERY_TEAM: load(Path("kb/shipped/known_issues.json"), CATEGORIES)}
    embedder = CountingEmbedder(local)
    index = Index(open_folder(folder), embedder, cache)
    index.sync(EVERY_TEAM, shelf[EVERY_TEAM])
    search = exact(shelf, embedder, cache)

    for line in TICKETS.read_text().splitlines():
        text = redact(json.loads(line)["text"])
        assert_same(search.search("T1", text, 3), index.search("T1", text, 3))
    index.close()


def test_only_missing_vectors_are_embedded_and_then_kept(
    embedder: CountingEmbedder, cache: MemoryCache
) -> None:
    search = exact({EVERY_TEAM: [an_issue()]}, embedder, cache)
    search.search("T1", QUERY, 3)
    embedder.texts.clear()

    exact({EVERY_TEAM: [an_issue()]}, embedder, cache).search("T1", QUERY, 3)

    assert embedder.texts == [QUERY]


def test_changed_issues_are_seen_by_the_next_search(
    embedder: CountingEmbedder, cache: MemoryCache
) -> None:
    shelf = {EVERY_TEAM: [an_issue("KB-1")]}
    search = exact(shelf, embedder, cache)
    search.search("T1", QUERY, 3)

    shelf[EVERY_TEAM] = [an_issue("KB-2")]

    assert [hit.issue.id for hit in search.search("T1", QUERY, 3)] == ["KB-2"]


def test_a_teams_own_issue_replaces_the_shared_one(
    embedder: CountingEmbedder, cache: MemoryCache
) -> None:
    own = an_issue("KB-1", title="Wholly other words", team="T1")
    search = exact({EVERY_TEAM: [an_issue("KB-1")], "T1": [own]}, embedder, cache)

    assert [hit.issue for hit in search.search("T1", QUERY, 3)] == [own]
    assert [hit.issue for hit in search.search(EVERY_TEAM, QUERY, 3)] == [an_issue("KB-1")]


def test_no_issues_are_no_hits(embedder: CountingEmbedder, cache: MemoryCache) -> None:
    assert exact({}, embedder, cache).search("T1", QUERY, 3) == ()


def test_the_best_hit_knows_that_the_ticket_names_another_code() -> None:
    shelf = {EVERY_TEAM: [an_issue("KB-1", title="VPN stops with VPN-31")]}
    search = exact(shelf, CountingEmbedder(), MemoryCache())

    told = [search.search(EVERY_TEAM, redact(text), 1)[0].standing for text in ("VPN-31", "VPN-37")]

    assert [each.is_of_another_code for each in told] == [False, True]

"""Patterns that are tried only where their words stand find what they find by themselves."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage import sensitive
from bot.triage.sensitive.anchored import Anchored, starts_of
from tests.characters import CHARACTERS
from tests.redaction.scores import rows


def all_anchored() -> dict[str, Anchored]:
    """Return every pattern of the rules that is tried so, by its module and name."""
    modules = pkgutil.walk_packages(sensitive.__path__, f"{sensitive.__name__}.")
    found = {}
    for module in modules:
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Anchored):
                found[f"{module.name.removeprefix(sensitive.__name__)}.{name}"] = value
    return found


PATTERNS = all_anchored()


@cache
def known_texts() -> tuple[str, ...]:
    return tuple(row.text.lower() for row in rows("open"))


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
@settings(max_examples=25)
@given(data=st.data())
def test_each_finds_what_its_pattern_finds(pattern: Anchored, data: st.DataObject) -> None:
    matching = st.from_regex(pattern.pattern, alphabet=CHARACTERS)
    pieces = data.draw(st.lists(matching, min_size=8, max_size=16))
    pieces += data.draw(st.lists(st.sampled_from(known_texts()), max_size=2))
    text = data.draw(st.sampled_from(("", " ", "\n", "s", "-"))).join(pieces)

    found = [match.span() for match in pattern.finditer(text)]

    assert found == [match.span() for match in pattern.pattern.finditer(text)]


def test_one_that_begins_within_the_one_before_is_no_match_but_is_somewhere() -> None:
    pattern = Anchored("aba", ("ab",))

    assert [match.start() for match in pattern.finditer("abababa")] == [0, 4]
    assert pattern.everywhere("abababa") == [0, 2, 4]


def test_places_are_those_of_the_text_whatever_its_characters() -> None:
    assert Anchored("pin", ("pin",)).places("é日😀 pin \ud800 pin") == [4, 10]


@pytest.mark.parametrize(
    ("pattern", "starts"),
    [
        ("pass_?word", {"pass"}),
        ("p[a@]s{2}w", {"passw", "p@ssw"}),
        ("ab+c", {"ab"}),
        ("ab{2,3}c", {"abb"}),
        ("ab{0,3}c", {"a"}),
        (r"api[\s-]key", {"api"}),
        ("clé(?:s)?", {"clé"}),
    ],
)
def test_what_a_pattern_surely_begins_with_is_read_from_it(pattern: str, starts: set[str]) -> None:
    assert starts_of([pattern]) == starts


@pytest.mark.parametrize("pattern", ["a?b", "(?:a|b)c", r"\sa", "[^a]b", "[a-z]b"])
def test_a_pattern_that_begins_with_nothing_sure_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="nothing is sure to begin"):
        starts_of([pattern])

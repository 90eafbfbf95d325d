"""What is looked for at once is found as if each was looked for by itself."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage import sensitive
from bot.triage.sensitive.marks import FIRST, AnyOf, Marked
from tests.characters import CHARACTERS

MARKS = ("/", "/ ", "user", "use", "@", "=40", "é", "密码", "ab", "b")
MARKED = Marked({mark: f"{number % 4}" for number, mark in enumerate(MARKS)})
TEXTS = st.lists(st.sampled_from(MARKS) | st.text(CHARACTERS, max_size=4), max_size=8).map("".join)


@given(text=TEXTS)
def test_patterns_are_worth_a_try_if_one_of_their_marks_stands_in_the_text(text: str) -> None:
    worth = [f"{number % 4}" for number, mark in enumerate(MARKS) if mark in text]

    assert [*MARKED.in_text(text)] == [*dict.fromkeys(worth)]


@given(text=TEXTS, far=st.sampled_from((0, FIRST - 2, FIRST, 3 * FIRST)))
def test_words_stand_in_a_text_if_one_of_them_does(text: str, far: int) -> None:
    listed = ("user", "=40", "密码", "ab")

    assert AnyOf(listed).is_in("." * far + text) is any(word in text for word in listed)


def all_words() -> dict[str, AnyOf]:
    """Return every list of words that the rules look for at once, by its module and name."""
    modules = pkgutil.walk_packages(sensitive.__path__, f"{sensitive.__name__}.")
    named: dict[str, Any] = {
        f"{module.name.removeprefix(sensitive.__name__)}.{name}": value
        for module in modules
        for name, value in vars(importlib.import_module(module.name)).items()
    }
    return {name: value for name, value in named.items() if isinstance(value, AnyOf)}


@pytest.mark.parametrize("words", all_words().values(), ids=all_words())
def test_no_list_of_words_is_empty_or_stands_in_every_text(words: AnyOf) -> None:
    assert not words.is_in("")
    assert not words.is_in("0")
    assert not words.is_in("\x1a" * FIRST)

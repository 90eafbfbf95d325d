"""What of a run of pytest coverage watches: the tests with their fixtures, not what runs them.

Registered by `tests/conftest.py`, as the hooks of a conftest are not asked about what is made once
for all tests.
"""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

import pytest

from tests.unwatched import unwatched, watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

OVER_AND_OVER = (
    "tests/analysts/language_model/test_hostile_answers.py",
    "tests/analysts/test_examples.py",
    "tests/analysts/test_prompt_size.py",
    "tests/bench/",
    "tests/evaluation/test_ticket_set.py",
    "tests/faults/",
    "tests/kb/search/test_exact.py",
    "tests/kb/search/test_likeness.py",
    "tests/killing/",
    "tests/pictures/",
    "tests/simulation/",
    "tests/replay/",
    "tests/redaction/test_sets.py",
    "tests/redaction/test_times.py",
)
"""Files that play the same code many times, here and in bots of theirs: others count its lines."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Watch what of ours is imported meanwhile, and not how the tests are collected."""
    with unwatched():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop() -> Iterator[None]:
    """Watch the tests and their fixtures, and not what runs them."""
    with unwatched():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(request: pytest.FixtureRequest) -> Iterator[None]:
    with _watched_once(request.node):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Function) -> Iterator[None]:
    with _examples_watched(item) if hasattr(item.obj, "hypothesis") else _watched_once(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    with _watched_once(item):
        return (yield)


@contextmanager
def _examples_watched(item: pytest.Function) -> Iterator[None]:
    """Watch the examples that a property is tried with, and not how they are drawn."""
    drawn = item.obj.hypothesis
    test = drawn.inner_test
    drawn.inner_test = watched()(test)
    try:
        yield
    finally:
        drawn.inner_test = test


def _watched_once(node: pytest.Item | pytest.Collector) -> AbstractContextManager[None]:
    """Leave unwatched what would only be counted again."""
    return nullcontext() if node.nodeid.startswith(OVER_AND_OVER) else watched()

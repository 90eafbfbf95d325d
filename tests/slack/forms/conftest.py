"""Cards of tickets to correct."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import a_hit, a_judgement, an_issue

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.slack.working import Shift


@pytest.fixture
def card(shift: Shift) -> Message:
    """Give the card of a ticket that was judged as a new issue."""
    shift.keep_issues(an_issue("KB-1"), an_issue("KB-2", title="Card is <charged> twice"))
    return shift.post()


@pytest.fixture
def known(shift: Shift) -> Message:
    """Give the card of a ticket that was judged to be KB-1."""
    shift.keep_issues(an_issue("KB-1"), an_issue("KB-2"))
    shift.bench.shelf.hits = (a_hit(id="KB-1"),)
    shift.bench.analyst.script.append(a_judgement(matched_issue_id="KB-1"))
    return shift.post()

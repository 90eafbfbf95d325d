"""What nobody foresaw is logged where it broke, and comes out as an error of the tree."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bot.triage.errors import Rejected, Unforeseen
from bot.unforeseen import guarded


def test_what_nobody_foresaw_is_logged_with_its_fields_and_can_be_tried_again() -> None:
    with (
        capture_logs() as logs,
        pytest.raises(Unforeseen, match="unexpected error"),
        guarded("step_broke", step="first"),
    ):
        raise ZeroDivisionError("12 tickets / 0 people")

    assert [(log["event"], log["step"]) for log in logs] == [("step_broke", "first")]


def test_errors_of_the_tree_pass_unlogged() -> None:
    with capture_logs() as logs, pytest.raises(Rejected), guarded("step_broke"):
        raise Rejected("no such channel")

    assert logs == []

"""Who presses what can't be read, changed by hand or by a later version, is told so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.workspace.block_kit.limits import visible_texts
from tests.builders import an_issue
from tests.slack.shelving import at, edit, look

if TYPE_CHECKING:
    from bot.workspace import User
    from tests.slack.working import Shift

TOLD = "What is stored of {} can't be read, so nothing was done."


def spoil(shift: Shift, table: str, change: str) -> None:
    with shift.desk.database.write() as connection:
        connection.execute(sa.text(f"UPDATE {table} SET {change}"))  # noqa: S608 - ours


@pytest.mark.parametrize("choice", ["kb_edit", "kb_retire"])
def test_a_known_issue(shift: Shift, eve: User, choice: str) -> None:
    shift.keep_issues(an_issue("KB-1"))
    home = at(shift, eve)
    spoil(shift, "known_issues", "symptoms = '[\"a'")

    said = home.ask("kb:KB-1", f"{choice}:KB-1")

    assert TOLD.format("KB-1") in "\n".join(visible_texts(said.blocks))


@pytest.mark.parametrize("change", ["article = '{'", "state = 'waiting', base = '{'"])
def test_a_draft(shift: Shift, eve: User, change: str) -> None:
    shift.keep_issues(an_issue("KB-1"))
    edit(shift, eve, "KB-1", title="Another title")
    home = at(shift, shift.ben, "review")
    pressed = look(home)
    spoil(shift, "issue_drafts", change)

    said = home.ask(pressed)

    assert TOLD.format("this draft") in "\n".join(visible_texts(said.blocks))

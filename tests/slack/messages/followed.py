"""Messages of one person that follow each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from bot.workspace import Message, User
    from tests.workbench import Workbench

INVOICE = "The invoice of May is wrong"
MORE = "The invoice of May is wrong again"


def post(bench: Workbench, text: str, who: User | None = None) -> Message:
    desk = bench.desk
    message = desk.workspace.post_as_user(who or desk.ann, desk.support, text)
    desk.deliver()
    return message


def texts(bench: Workbench, number: int = 1) -> list[str]:
    return [message.text for message in bench.ticket(number).messages]


def trail(bench: Workbench) -> list[str]:
    with bench.desk.database.read() as connection:
        rows = connection.execute(sa.text("SELECT event FROM audit ORDER BY id"))
        return [row.event for row in rows]

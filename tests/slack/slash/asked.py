"""What is asked with `/triage`, and two tickets to ask about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.builders import a_judgement

if TYPE_CHECKING:
    from bot.workspace import Channel, User
    from tests.slack.desk import Desk
    from tests.workbench import Workbench


def ask(desk: Desk, text: str, who: User | None = None, where: Channel | None = None) -> str:
    """Type `/triage`, and return the answer; nothing more is said afterwards."""
    desk.clock.pass_by(1)
    desk.workspace.slash_command(who or desk.ann, where or desk.support, "/triage", text)
    desk.deliver()
    user_id = (who or desk.ann).id
    return [one.text for one in desk.whispered() if one.user_id == user_id][-1]


def two_tickets(bench: Workbench) -> None:
    desk = bench.desk
    bench.analyst.script.extend(
        [a_judgement(), a_judgement(category="Login", severity="High", summary="Nobody gets in.")]
    )
    desk.workspace.post_as_user(desk.ann, desk.support, "The invoice of May is wrong")
    desk.workspace.post_as_user(desk.ben, desk.support, "Nobody can log in, says ÉMILE")
    desk.deliver()
    bench.run()

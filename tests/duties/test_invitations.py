"""What could not be posted where the bot is not in the channel appears once it is invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.errors import Rejected
from tests.duties.posting import dead_letters

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.triage.delivery.posting import Posting
    from bot.workspace import Channel
    from tests.workbench import Workbench


def _command_where_the_bot_is_not(bench: Workbench) -> Channel:
    desk, slack = bench.desk, bench.desk.workspace
    private = slack.add_channel("private", desk.ann, kind="group")
    slack.slash_command(desk.ann, private, "/triage", "The export is empty")
    desk.deliver()
    return private


class Refused:
    """Delivers, and has the bot invited between a refusal of Slack's and what is stored of it."""

    def __init__(self, bench: Workbench, channel: Channel) -> None:
        self.desk, self.channel = bench.desk, channel
        self.messenger = bench.courier._messenger  # noqa: SLF001 - one step of it is held open

    def deliver(self, posting: Posting, is_ours: Callable[[], bool]) -> str:
        try:
            return self.messenger.deliver(posting, is_ours)
        except Rejected:
            self.desk.workspace.join(self.desk.bot, self.channel, inviter=self.desk.ann)
            self.desk.deliver()
            raise


def test_what_was_opened_before_the_bot_was_invited_appears_once_it_is(bench: Workbench) -> None:
    desk, slack = bench.desk, bench.desk.workspace
    private = _command_where_the_bot_is_not(bench)
    bench.run()
    refused = dead_letters(bench)

    slack.join(desk.ben, private)
    slack.join(desk.bot, private, inviter=desk.ann)
    desk.deliver()
    bench.run()

    root = next(message for message in private.messages.values() if message.is_by_bot)
    assert refused == ["channel_not_found"]
    assert len(slack.thread(private, root.ts).by_bots) == 1
    assert dead_letters(bench) == []


def test_who_can_invite_the_bot_is_told_once_an_invitation_helps(bench: Workbench) -> None:
    given_up: list[str] = []
    bench.courier._on_uninvited = lambda _: given_up.extend(dead_letters(bench))  # noqa: SLF001
    _command_where_the_bot_is_not(bench)

    bench.run()

    assert given_up == ["channel_not_found"]


def test_an_invitation_while_slack_refuses_a_post_is_not_missed(bench: Workbench) -> None:
    private = _command_where_the_bot_is_not(bench)
    bench.courier._messenger = Refused(bench, private)  # type: ignore[assignment] # noqa: SLF001

    bench.run()

    root = next(message for message in private.messages.values() if message.is_by_bot)
    assert len(bench.desk.workspace.thread(private, root.ts).by_bots) == 1
    assert not any("/invite" in one.text for one in bench.desk.whispered())
    assert dead_letters(bench) == []


def test_somebody_elses_joining_means_nothing(bench: Workbench) -> None:
    desk = bench.desk
    desk.workspace.join(desk.ben, desk.support)
    desk.deliver()

    assert bench.run() == 0

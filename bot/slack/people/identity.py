"""Who the app is in its workspace, and where it is a member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.payload import part, string
from bot.slack.web_api.methods import Method
from bot.triage.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.slack.web_api.calls import WebApi


@dataclass(frozen=True, slots=True)
class Identity:
    """The app's own ids in one workspace, learnt once at start."""

    team: str
    team_name: str
    bot_user: str
    bot: str
    site: str = ""
    """The workspace's own address, with a final slash."""

    def wrote(self, user: str, bot: str) -> bool:
        """Return True if a message by `user` and `bot` is the app's own."""
        return user == self.bot_user or bot == self.bot


def identify(api: WebApi) -> Identity:
    """Return who the token belongs to; Rejected with Slack's code if it is not valid."""
    answer = api.call(Method.AUTH_TEST, {})
    bot = string(answer, "bot_id")
    if not bot:
        raise Rejected("auth.test: this is not a bot token", code="not_a_bot_token")
    return Identity(
        team=string(answer, "team_id"),
        team_name=string(answer, "team"),
        bot_user=string(answer, "user_id"),
        bot=bot,
        site=string(answer, "url"),
    )


def absent_from(api: WebApi, channels: Iterable[str]) -> dict[str, str]:
    """Return the channels where the app can't work, each with Slack's word for why."""
    absent = {}
    for channel in channels:
        try:
            answer = api.call(Method.CHANNEL, {"channel": channel})
        except Rejected as refusal:
            absent[channel] = refusal.code
        else:
            if part(answer, "channel").get("is_member") is not True:
                absent[channel] = "not_in_channel"
    return absent

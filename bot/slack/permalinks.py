"""Links to messages, made from ids: asking Slack for each would cost a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.rendering import channel_link, labelled_link, mrkdwn

if TYPE_CHECKING:
    from bot.slack.rendering import Mrkdwn


def thread_link(site: str, channel: str, ts: str, label: str) -> Mrkdwn:
    """Return `label` as a link to a message; `site` is the workspace's address, with a slash.

    Without an address it names the channel only.
    """
    if not site:
        return mrkdwn("{} in {}", label, channel_link(channel))
    return labelled_link(address(site, channel, ts), label)


def address(site: str, channel: str, ts: str) -> str:
    """Return where a message stands; `site` is the workspace's address, with a slash."""
    return f"{site}archives/{channel}/p{ts.replace('.', '')}"

"""Turns Slack's markup into the text that its author sees."""

from __future__ import annotations

import re

from bot.triage.plain_text import plain

_TOKEN = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_MENTION = re.compile(r"<@[UW][A-Z0-9]+\|([^<>]+)>")
_SUBTEAM_OR_DATE = re.compile(r"!(?:subteam|date)\^")


def readable(text: str) -> str:
    """Return `text`, as it came in a payload, without tokens and entities.

    Slack escapes `&`, `<` and `>` and nothing else, and wraps links and mentions in `<...>`:
    https://docs.slack.dev/messaging/formatting-message-text
    """
    bare = _TOKEN.sub(_shown, text)
    return plain(bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def mentioned(text: str) -> tuple[str, ...]:
    """Return the names that stand in a payload's mentions: `jane` of `<@U02AB3CDE|jane>`."""
    names = (plain(name).strip().removeprefix("@") for name in _MENTION.findall(text))
    return tuple(dict.fromkeys(name for name in names if name))


def mentions(text: str, user: str) -> bool:
    """Return True if a payload's text mentions `user`."""
    return _mention_of(user).search(text) is not None


def without_mention(text: str, user: str) -> str:
    """Return a payload's text without mentions of `user`, the app itself."""
    return _mention_of(user).sub("", text).strip()


def _mention_of(user: str) -> re.Pattern[str]:
    return re.compile(rf"<@{re.escape(user)}(?:\|[^<>]*)?>")


def _shown(token: re.Match[str]) -> str:
    target, label = token[1], token[2] or ""
    if target.startswith(("@", "#")):
        return target[0] + label.lstrip("@#") if label else target
    if target.startswith("!"):
        return _special(target, label)
    address = target.removeprefix("mailto:").removeprefix("tel:")
    if (
        not label
        or label == address
        or address.partition("://")[2].rstrip("/") == label.rstrip("/")
    ):
        return address
    return f"{label} ({address})"


def _special(target: str, label: str) -> str:
    if _SUBTEAM_OR_DATE.match(target):
        return label or target
    return f"@{(label or target).lstrip('!@')}"

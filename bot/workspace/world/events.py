"""The events that Slack sends, built from the records; pure functions."""

import re

from bot.workspace.records.messages import Json, Message, cut_loose
from bot.workspace.records.state import App, Bot, Channel

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
SUBSCRIPTIONS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
SCOPES = {
    "app_mention": {"app_mentions:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "message.mpim": {"mpim:history"},
    "reaction_added": {"reactions:read"},
    "reaction_removed": {"reactions:read"},
}
"""What an app needs one of to be told of an event: https://docs.slack.dev/reference/events."""


def wrapped(event: Json, app: App, bot: Bot, *, event_id: str, context: str, now: float) -> Json:
    """Return the `event_callback` around `event` for one installation."""
    authorization = {
        "enterprise_id": None,
        "team_id": bot.team_id,
        "user_id": bot.user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": app.verification_token,
        "team_id": bot.team_id,
        "context_team_id": bot.team_id,
        "context_enterprise_id": None,
        "api_app_id": app.id,
        "event": cut_loose(event),
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(now),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": context,
    }


def subscription(event: Json) -> str:
    """Return the name under which an app subscribes to `event`."""
    if event["type"] == "message":
        return SUBSCRIPTIONS.get(str(event.get("channel_type")), "message.mpim")
    return str(event["type"])


def is_allowed(event: Json, bot: Bot) -> bool:
    """Return True if `bot` has a scope for `event`, or none is needed."""
    needed = SCOPES.get(subscription(event))
    return needed is None or not needed.isdisjoint(bot.scopes)


def posted(message: Message, channel: Channel) -> Json:
    """Return the event of a new message."""
    return {**message.payload(), **_place(channel), "event_ts": message.ts}


def mentioned(message: Message, channel: Channel) -> Json:
    """Return the event that a mentioned app gets beside the message."""
    body = message.payload()
    body.pop("metadata", None)
    return {**body, "type": "app_mention", "channel": channel.id, "event_ts": message.ts}


def changed(message: Message, previous: Json, channel: Channel, ts: str) -> Json:
    """Return the event of an edit, or of an unfurl, which leaves the text as it was."""
    return _hidden("message_changed", channel, ts, message=message.payload(), previous=previous)


def deleted(message: Message, previous: Json, channel: Channel, ts: str) -> Json:
    """Return the event of a deletion; with replies, Slack leaves a tombstone instead."""
    if message.replies:
        return _hidden(
            "message_changed", channel, ts, message=message.tombstone(), previous=previous
        )
    return {
        **_hidden("message_deleted", channel, ts, previous=previous),
        "deleted_ts": message.ts,
    }


def reacted(kind: str, message: Message, user_id: str, emoji: str, ts: str) -> Json:
    """Return `reaction_added` or `reaction_removed`."""
    return {
        "type": kind,
        "user": user_id,
        "reaction": emoji,
        "item": {"type": "message", "channel": message.channel_id, "ts": message.ts},
        "item_user": message.user_id,
        "event_ts": ts,
    }


def joined(channel: Channel, user_id: str, inviter: str | None, ts: str) -> Json:
    """Return the event of somebody entering a channel."""
    event: Json = {
        "type": "member_joined_channel",
        "user": user_id,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": channel.team_id,
        "event_ts": ts,
    }
    return event | ({"inviter": inviter} if inviter else {})


def home_opened(user_id: str, channel_id: str, view: Json | None, tab: str, ts: str) -> Json:
    """Return the event of somebody opening the app's home."""
    event: Json = {
        "type": "app_home_opened",
        "user": user_id,
        "channel": channel_id,
        "tab": tab,
        "event_ts": ts,
    }
    return event | ({"view": view} if view else {})


def _place(channel: Channel) -> Json:
    return {"channel": channel.id, "channel_type": channel.kind}


def _hidden(
    subtype: str, channel: Channel, ts: str, *, previous: Json, message: Json | None = None
) -> Json:
    body: Json = {"type": "message", "subtype": subtype, "hidden": True}
    if message is not None:
        body["message"] = message
    return {
        **body,
        "previous_message": previous,
        **_place(channel),
        "ts": ts,
        "event_ts": ts,
    }

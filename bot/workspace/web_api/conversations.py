"""The Web API methods on conversations: what was said in them, and who is there."""

from collections.abc import Callable, Iterable

from bot.workspace.records.errors import Refused
from bot.workspace.records.messages import Json, Message
from bot.workspace.records.state import Bot, Channel
from bot.workspace.web_api.access import (
    HISTORY,
    member_channel,
    need_scope,
    readable_channel,
    visible_channel,
)
from bot.workspace.web_api.lookups import known_user
from bot.workspace.web_api.paging import MOST_LISTED, page
from bot.workspace.web_api.params import Params
from bot.workspace.world.world import World

MOST_TOGETHER = 8
"""People in one group of direct messages."""
KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


def history(world: World, bot: Bot, params: Params) -> Json:
    """Do `conversations.history`: the newest first, without the replies in threads."""
    channel = readable_channel(world, bot, params.required("channel"))
    found = [
        message
        for message in _standing(channel)
        if not message.is_reply or message.subtype == "thread_broadcast"
    ]
    found.sort(key=lambda message: message.ts, reverse=True)
    return _messages(world, found, params, 100)


def replies(world: World, bot: Bot, params: Params) -> Json:
    """Do `conversations.replies`: the root first on every page, then the replies by time."""
    channel = readable_channel(world, bot, params.required("channel"))
    root = channel.messages.get(params.required("ts"))
    if root is None or (root.is_deleted and not root.replies):
        raise Refused("thread_not_found")
    if root.is_reply:
        return _messages(world, [root], params, MOST_LISTED)
    below = [m for m in _standing(channel) if m.is_reply and m.thread_ts == root.ts]
    body = _messages(world, sorted(below, key=lambda message: message.ts), params, MOST_LISTED)
    body["messages"].insert(0, _shown(root, params))
    return body


def _standing(channel: Channel) -> Iterable[Message]:
    return (m for m in channel.messages.values() if not m.is_deleted or m.replies)


def _shown(message: Message, params: Params) -> Json:
    if message.is_deleted:
        return message.tombstone()
    return message.payload(with_metadata=params.flag("include_all_metadata"))


def _messages(world: World, found: list[Message], params: Params, default: int) -> Json:
    within = [message for message in found if _is_within(message, params)]
    chosen, cursor = page(within, params, default, world.rates.history_items)
    body: Json = {
        "messages": [_shown(message, params) for message in chosen],
        "has_more": bool(cursor),
        "pin_count": 0,
    }
    return body | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def _is_within(message: Message, params: Params) -> bool:
    oldest, latest = _moment(params, "oldest"), _moment(params, "latest")
    at = float(message.ts)
    if params.flag("inclusive") and at in {oldest, latest}:
        return True
    return (oldest is None or at > oldest) and (latest is None or at < latest)


def _moment(params: Params, name: str) -> float | None:
    try:
        return float(params.text(name)) if params.text(name) else None
    except ValueError:
        raise Refused(f"invalid_ts_{name}") from None


def info(world: World, bot: Bot, params: Params) -> Json:
    """Do `conversations.info`."""
    channel = visible_channel(world, bot, params.required("channel"))
    need_scope(bot, f"{HISTORY[channel.kind]}:read")
    body = described(channel, bot)
    if params.flag("include_num_members"):
        body["num_members"] = len(channel.members)
    return {"channel": body}


def described(channel: Channel, bot: Bot) -> Json:
    """Return a conversation in the shape of Slack's payloads."""
    body: Json = {
        "id": channel.id,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_member": bot.user_id in channel.members,
        "is_general": False,
        "is_shared": False,
        "is_ext_shared": False,
        "created": channel.created,
        "context_team_id": channel.team_id,
    }
    if channel.kind == "im":
        others = [user_id for user_id in channel.members if user_id != bot.user_id]
        return body | {"user": next(iter(others), bot.user_id)}
    topic = {"value": channel.topic, "creator": "", "last_set": 0}
    return body | {"name": channel.name, "name_normalized": channel.name, "topic": topic}


def list_all(world: World, bot: Bot, params: Params) -> Json:
    """Do `conversations.list`."""
    return _listed(world, bot, params, lambda _: True)


def list_own(world: World, bot: Bot, params: Params) -> Json:
    """Do `users.conversations`: those that the bot, or the given person, is in."""
    user_id = params.text("user", bot.user_id)
    return _listed(world, bot, params, lambda channel: user_id in channel.members)


def _listed(world: World, bot: Bot, params: Params, belongs: Callable[[Channel], bool]) -> Json:
    kinds = params.names("types", "public_channel")
    if unknown := set(kinds) - set(KINDS):
        raise Refused("invalid_types", types=sorted(unknown))
    for kind in kinds:
        need_scope(bot, f"{HISTORY[KINDS[kind]]}:read")
    found = [
        channel
        for channel in world.channels.values()
        if channel.team_id == bot.team_id
        and channel.kind in {KINDS[kind] for kind in kinds}
        and (not channel.is_private or bot.user_id in channel.members)
        and not (params.flag("exclude_archived") and channel.is_archived)
        and belongs(channel)
    ]
    chosen, cursor = page(found, params, 100)
    return {
        "channels": [described(channel, bot) for channel in chosen],
        "response_metadata": {"next_cursor": cursor},
    }


def members(world: World, bot: Bot, params: Params) -> Json:
    """Do `conversations.members`."""
    channel = visible_channel(world, bot, params.required("channel"))
    need_scope(bot, f"{HISTORY[channel.kind]}:read")
    chosen, cursor = page(channel.members, params, 100)
    return {"members": chosen, "response_metadata": {"next_cursor": cursor}}


def open_direct(world: World, bot: Bot, params: Params) -> Json:
    """Do `conversations.open` for direct messages with one person."""
    if "channel" in params:
        return {"channel": described(member_channel(world, bot, params.text("channel")), bot)}
    users = params.names("users")
    if len(users) > MOST_TOGETHER:
        raise Refused("too_many_users")
    if len(users) != 1:
        raise Refused("users_list_not_supplied")
    user = known_user(world, bot, users[0])
    if user.is_deleted:
        raise Refused("user_disabled")
    return {"channel": {"id": world.direct_channel(user.id, bot).id}}


def join(world: World, bot: Bot, params: Params) -> Json:
    """Do `conversations.join`."""
    channel = visible_channel(world, bot, params.required("channel"))
    if channel.is_archived:
        raise Refused("is_archived")
    if bot.user_id not in channel.members:
        channel.members.append(bot.user_id)
    return {"channel": described(channel, bot)}

"""The Web API methods that read: conversations.*, users.*, team.* and auth.test."""

import base64
from collections.abc import Callable, Iterable
from typing import TypeVar

from bot.workspace.access import (
    HISTORY,
    member_channel,
    need_scope,
    readable_channel,
    visible_channel,
)
from bot.workspace.errors import Refused
from bot.workspace.messages import Json, Message
from bot.workspace.params import Params
from bot.workspace.state import Bot, Channel, User
from bot.workspace.world import World

T = TypeVar("T")
KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
MOST_LISTED = 1000


def page(
    found: list[T], params: Params, default: int, most: int | None = None
) -> tuple[list[T], str]:
    """Return one page of `found` and the cursor of the next, empty on the last."""
    limit = params.number("limit", default)
    if not 1 <= limit <= MOST_LISTED:
        raise Refused("invalid_limit")
    limit = min(limit, most or MOST_LISTED)
    start = _position(params.text("cursor"))
    following = start + limit
    cursor = base64.b64encode(f"next:{following}".encode()).decode()
    return found[start:following], cursor if following < len(found) else ""


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("next:"))
    except ValueError:
        raise Refused("invalid_cursor") from None


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
    if len(users) != 1:
        raise Refused("users_list_not_supplied")
    user = _known_user(world, bot, users[0])
    return {"channel": {"id": world.direct_channel(user.id, bot).id}}


def join(world: World, bot: Bot, params: Params) -> Json:
    """Do `conversations.join`."""
    channel = visible_channel(world, bot, params.required("channel"))
    if channel.is_archived:
        raise Refused("is_archived")
    if bot.user_id not in channel.members:
        channel.members.append(bot.user_id)
    return {"channel": described(channel, bot)}


def user_info(world: World, bot: Bot, params: Params) -> Json:
    """Do `users.info`."""
    return {"user": _person(_known_user(world, bot, params.required("user")), bot)}


def user_list(world: World, bot: Bot, params: Params) -> Json:
    """Do `users.list`."""
    found = [user for user in world.users.values() if user.team_id == bot.team_id]
    chosen, cursor = page(found, params, MOST_LISTED)
    return {
        "members": [_person(user, bot) for user in chosen],
        "response_metadata": {"next_cursor": cursor},
    }


def _known_user(world: World, bot: Bot, user_id: str) -> User:
    user = world.users.get(user_id)
    if user is None or (user.team_id != bot.team_id and not user.is_stranger):
        raise Refused("user_not_found")
    return user


def _person(user: User, bot: Bot) -> Json:
    profile: Json = {"real_name": user.real_name, "display_name": user.name, "team": user.team_id}
    if "users:read.email" in bot.scopes and user.email:
        profile["email"] = user.email
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.is_deleted,
        "is_bot": user.is_bot,
        "is_restricted": user.is_guest,
        "is_ultra_restricted": False,
        "is_stranger": user.is_stranger,
        "is_admin": user.is_admin,
        "is_owner": False,
        "tz": user.tz,
        "locale": user.locale,
        "profile": profile,
    }


def auth_test(world: World, bot: Bot, _params: Params) -> Json:
    """Do `auth.test`."""
    team = world.teams[bot.team_id]
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": world.users[bot.user_id].name,
        "team_id": team.id,
        "user_id": bot.user_id,
        "bot_id": bot.id,
        "is_enterprise_install": False,
    }


def team_info(world: World, bot: Bot, _params: Params) -> Json:
    """Do `team.info`."""
    team = world.teams[bot.team_id]
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain}}


def usergroup_list(world: World, bot: Bot, params: Params) -> Json:
    """Do `usergroups.list`: without the members unless they are asked for."""
    groups = world.teams[bot.team_id].usergroups
    if params.flag("include_users"):
        return {"usergroups": groups}
    return {"usergroups": [{k: v for k, v in one.items() if k != "users"} for one in groups]}


def usergroup_users(world: World, bot: Bot, params: Params) -> Json:
    """Do `usergroups.users.list`."""
    group_id = params.required("usergroup")
    for group in world.teams[bot.team_id].usergroups:
        if group["id"] == group_id:
            return {"users": list(group.get("users", ()))}
    raise Refused("no_such_subteam")


def bot_info(world: World, bot: Bot, params: Params) -> Json:
    """Do `bots.info`."""
    for other in world.bots.values():
        if other.id == params.text("bot", bot.id) and other.team_id == bot.team_id:
            name = world.app_of(other).name
            described_bot = {"id": other.id, "app_id": other.app_id, "user_id": other.user_id}
            return {"bot": {**described_bot, "name": name, "deleted": False}}
    raise Refused("bot_not_found")

"""Which conversation or message a call means, and whether the bot may touch it."""

from bot.workspace.records.errors import Refused
from bot.workspace.records.messages import Message
from bot.workspace.records.state import Bot, Channel
from bot.workspace.world.world import World

HISTORY = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}


def need_scope(bot: Bot, *any_of: str) -> None:
    """Raise Refused unless the bot has one of these scopes."""
    if any_of and not bot.scopes.intersection(any_of):
        provided = ",".join(sorted(bot.scopes))
        raise Refused("missing_scope", needed=any_of[0], provided=provided)


def visible_channel(world: World, bot: Bot, channel_id: str) -> Channel:
    """Return a conversation that the bot may know of."""
    channel = world.channels.get(channel_id)
    if channel is None or channel.team_id != bot.team_id:
        raise Refused("channel_not_found")
    if channel.is_private and bot.user_id not in channel.members:
        raise Refused("channel_not_found")
    return channel


def member_channel(world: World, bot: Bot, channel_id: str) -> Channel:
    """Return a conversation that the bot takes part in."""
    channel = visible_channel(world, bot, channel_id)
    if bot.user_id not in channel.members:
        raise Refused("not_in_channel")
    return channel


def writable_channel(world: World, bot: Bot, name: str, error: str = "is_archived") -> Channel:
    """Return a conversation that the bot may post in; `name` may be a person or `#channel`.

    `error` is how the method says that it is archived.
    """
    if name in world.users and world.users[name].team_id == bot.team_id:
        name = world.direct_channel(name, bot).id
    for channel in world.channels.values():
        if name == f"#{channel.name}" and channel.team_id == bot.team_id:
            name = channel.id
    channel = visible_channel(world, bot, name)
    if channel.is_archived:
        raise Refused(error)
    if channel.kind == "im" and not world.app_of(bot).has_messages:
        raise Refused("messages_tab_disabled")
    if bot.user_id not in channel.members and "chat:write.public" not in bot.scopes:
        raise Refused("not_in_channel")
    return channel


def readable_channel(world: World, bot: Bot, channel_id: str) -> Channel:
    """Return a conversation whose messages the bot may read."""
    channel = member_channel(world, bot, channel_id)
    need_scope(bot, f"{HISTORY[channel.kind]}:history")
    return channel


def standing_message(channel: Channel, ts: str) -> Message:
    """Return a message that has not been deleted."""
    message = channel.messages.get(ts)
    if message is None or message.is_deleted:
        raise Refused("message_not_found")
    return message


def thread_root(channel: Channel, thread_ts: str, error: str = "thread_not_found") -> Message:
    """Return the message that a thread hangs on; a tombstone with replies still counts.

    `error` is how the method says that there is none.
    """
    message = channel.messages.get(thread_ts)
    is_gone = message is None or (message.is_deleted and not message.replies)
    if message is None or is_gone or message.is_reply:
        raise Refused(error)
    return message

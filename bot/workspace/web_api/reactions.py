"""The Web API methods that put emoji on messages and take them off."""

import re

from rich.emoji import Emoji, NoEmoji

from bot.workspace.records.errors import Refused
from bot.workspace.records.messages import Json, Message
from bot.workspace.records.state import Bot, Channel
from bot.workspace.web_api.access import member_channel, standing_message
from bot.workspace.web_api.params import Params
from bot.workspace.world import events
from bot.workspace.world.world import World

NAME = re.compile(r"([a-z0-9_+'\-]+?)(::skin-tone-[2-6])?")
MOMENT = re.compile(r"\d+\.\d+")
SLACKS_OWN = frozenset({"large_green_circle", "octagonal_sign", "simple_smile"})
"""Names that the list of `rich` lacks; it knows some that Slack does not, too."""


def add(world: World, bot: Bot, params: Params) -> Json:
    """Do `reactions.add`."""
    channel, message, name = _meant(world, bot, params)
    if channel.is_archived:
        raise Refused("is_archived")
    if bot.user_id in message.reactions.get(name, []):
        raise Refused("already_reacted")
    message.reactions.setdefault(name, []).append(bot.user_id)
    _announce(world, "reaction_added", channel, message, bot.user_id, name)
    return {}


def remove(world: World, bot: Bot, params: Params) -> Json:
    """Do `reactions.remove`."""
    channel, message, name = _meant(world, bot, params)
    if bot.user_id not in message.reactions.get(name, []):
        raise Refused("no_reaction")
    take_reaction(message, name, bot.user_id)
    _announce(world, "reaction_removed", channel, message, bot.user_id, name)
    return {}


def take_reaction(message: Message, name: str, user_id: str) -> None:
    """Remove one person's reaction."""
    message.reactions[name].remove(user_id)
    if not message.reactions[name]:
        del message.reactions[name]


def is_emoji(name: str, custom: set[str]) -> bool:
    """Return True if a workspace with these `custom` emoji has one of this name, in any tone."""
    found = NAME.fullmatch(name)
    if found is None:
        return False
    if found[1] in custom or found[1] in SLACKS_OWN:
        return True
    try:
        Emoji(found[1])
    except NoEmoji:
        return False
    return True


def _meant(world: World, bot: Bot, params: Params) -> tuple[Channel, Message, str]:
    name = params.required("name").strip(":")
    if not is_emoji(name, world.teams[bot.team_id].emoji):
        raise Refused("invalid_name")
    if "channel" not in params or "timestamp" not in params:
        raise Refused("no_item_specified")
    channel = member_channel(world, bot, params.required("channel"))
    if not MOMENT.fullmatch(params.text("timestamp")):
        raise Refused("bad_timestamp")
    return channel, standing_message(channel, params.text("timestamp")), name


def _announce(  # noqa: PLR0917 - one argument a field
    world: World, kind: str, channel: Channel, message: Message, user_id: str, name: str
) -> None:
    world.emit(events.reacted(kind, message, user_id, name, world.ids.ts()), channel)
    world.changed.notify_all()

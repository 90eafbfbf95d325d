"""The Web API methods that write: chat.* and the assistant's status."""

from bot.workspace.block_kit.limits import (
    MOST_CHANGED_CHARACTERS,
    MOST_TEXT_CHARACTERS,
    check_message,
    check_metadata,
)
from bot.workspace.records.errors import Refused
from bot.workspace.records.messages import Blocks, Ephemeral, Json, Message, Status, Value
from bot.workspace.records.state import Bot, Channel
from bot.workspace.web_api.access import (
    member_channel,
    standing_message,
    thread_root,
    writable_channel,
)
from bot.workspace.web_api.params import Params
from bot.workspace.world.world import World

REMEMBERED = ("unfurl_links", "unfurl_media", "link_names", "parse", "mrkdwn", "reply_broadcast")
MOST_LOADING_MESSAGES = 10
DISGUISES = ("username", "icon_emoji", "icon_url")


def post_message(world: World, bot: Bot, params: Params) -> Json:
    """Do `chat.postMessage`."""
    channel = writable_channel(world, bot, params.required("channel"))
    text, blocks = _content(params)
    metadata = params.values.get("metadata") or None
    if metadata is not None:
        check_metadata(metadata)
    if any(name in params for name in DISGUISES) and "chat:write.customize" not in bot.scopes:
        raise Refused("missing_scope", needed="chat:write.customize", provided="")
    thread_ts = params.optional("thread_ts")
    root = thread_root(channel, thread_ts) if thread_ts else None
    message = new_bot_message(world, bot, channel, text, blocks)
    message.metadata = metadata
    message.attachments = params.blocks("attachments") or []
    message.posted_with = {name: params.values.get(name) for name in REMEMBERED}
    if root:
        message.thread_ts, message.parent_user_id = root.ts, root.user_id
        if params.flag("reply_broadcast"):
            message.subtype, message.root = "thread_broadcast", root.payload()
        _clear_status(world, bot, channel, root.ts)
    world.publish(channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": message.payload()}


def new_bot_message(
    world: World, bot: Bot, channel: Channel, text: str, blocks: Blocks | None
) -> Message:
    """Return a message by `bot` that stands nowhere yet."""
    return Message(
        channel.id,
        channel.team_id,
        world.ids.ts(),
        bot.user_id,
        text,
        with_ids(world, blocks or []),
        bot_id=bot.id,
        app_id=bot.app_id,
    )


def update(world: World, bot: Bot, params: Params) -> Json:
    """Do `chat.update`: blocks left out are removed, metadata left out stays."""
    channel = writable_channel(world, bot, params.required("channel"), "is_inactive")
    message = standing_message(channel, params.required("ts"))
    if message.bot_id != bot.id:
        raise Refused("cant_update_message")
    text, blocks = _content(params, MOST_CHANGED_CHARACTERS)
    if params.values.get("metadata") is not None:
        check_metadata(params.values["metadata"])
    previous = message.payload()
    message.text, message.blocks = text, with_ids(world, blocks or [])
    message.attachments = params.blocks("attachments") or message.attachments
    if params.values.get("metadata") is not None:
        message.metadata = params.values["metadata"] or None
    message.edited = {"user": bot.user_id, "ts": world.ids.ts()}
    world.announce_change(channel, message, previous)
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": message.payload()}


def delete(world: World, bot: Bot, params: Params) -> Json:
    """Do `chat.delete`."""
    channel = writable_channel(world, bot, params.required("channel"))
    message = standing_message(channel, params.required("ts"))
    if message.bot_id != bot.id:
        raise Refused("cant_delete_message")
    world.erase(channel, message)
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(world: World, bot: Bot, params: Params) -> Json:
    """Do `chat.postEphemeral`."""
    channel = writable_channel(world, bot, params.required("channel"))
    user_id = params.required("user")
    if user_id not in channel.members:
        raise Refused("user_not_in_channel")
    text, blocks = _content(params)
    thread_ts = params.optional("thread_ts")
    if thread_ts:
        thread_root(channel, thread_ts)
    shown = show_ephemeral(
        world,
        bot,
        blocks,
        channel_id=channel.id,
        user_id=user_id,
        text=text,
        thread_ts=thread_ts,
        source="chat.postEphemeral",
    )
    return {"message_ts": shown.ts}


def show_ephemeral(world: World, bot: Bot, blocks: Blocks | None, **fields: Value) -> Ephemeral:
    """Show something to one person; `fields` are the other fields of `Ephemeral`."""
    shown = Ephemeral(
        blocks=with_ids(world, blocks or []), ts=world.ids.ts(), app_id=bot.app_id, **fields
    )
    world.ephemerals.append(shown)
    world.changed.notify_all()
    return shown


def get_permalink(world: World, bot: Bot, params: Params) -> Json:
    """Do `chat.getPermalink`."""
    channel = member_channel(world, bot, params.required("channel"))
    message = standing_message(channel, params.required("message_ts"))
    team = world.teams[bot.team_id]
    link = f"https://{team.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def set_status(world: World, bot: Bot, params: Params) -> Json:
    """Do `assistant.threads.setStatus`."""
    channel = member_channel(world, bot, params.required("channel_id"))
    root = thread_root(channel, params.required("thread_ts"), "invalid_thread_ts")
    if "status" not in params:
        params.required("status")
    listed = params.values.get("loading_messages") or []
    if not isinstance(listed, list) or len(listed) > MOST_LOADING_MESSAGES:
        raise Refused("invalid_arguments")
    _note_status(world, bot, channel, root.ts, params.text("status"), tuple(map(str, listed)))
    return {}


def _note_status(  # noqa: PLR0917 - one argument a field
    world: World,
    bot: Bot,
    channel: Channel,
    thread_ts: str,
    text: str,
    loading: tuple[str, ...] = (),
) -> None:
    status = Status(channel.id, thread_ts, text, loading, bot.app_id, world.clock())
    world.statuses.append(status)
    world.changed.notify_all()


def _clear_status(world: World, bot: Bot, channel: Channel, thread_ts: str) -> None:
    if world.status_of(channel, thread_ts):
        _note_status(world, bot, channel, thread_ts, "")


def _content(params: Params, most: int = MOST_TEXT_CHARACTERS) -> tuple[str, Blocks | None]:
    text, blocks = params.text("text"), params.blocks()
    check_message(text, blocks, params.blocks("attachments"), most)
    return text, blocks


def with_ids(world: World, blocks: Blocks) -> Blocks:
    """Return `blocks` with the ids that Slack gives to those that have none."""
    return [{"block_id": world.ids.hex(5), **block} for block in blocks]

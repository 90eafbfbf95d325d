"""The Web API methods by which apps send files, and what they send."""

from bot.workspace.records.errors import Refused
from bot.workspace.records.messages import Blocks, Json
from bot.workspace.records.state import Bot, Upload
from bot.workspace.web_api.access import visible_channel
from bot.workspace.web_api.chat import new_bot_message
from bot.workspace.web_api.params import Params
from bot.workspace.world.world import World

PICTURES = (".png", ".jpg", ".jpeg", ".gif")
MOST_ALT_TEXT = 1000
HTTP_OK, GONE, TOO_SHORT = 200, 404, 400


def begin_upload(world: World, bot: Bot, params: Params) -> Json:
    """Do `files.getUploadURLExternal`."""
    name, length = params.required("filename"), params.number("length", 0)
    if length <= 0:
        raise Refused("missing_argument")
    if len(params.text("alt_txt")) > MOST_ALT_TEXT:
        raise Refused("alt_txt_too_large")
    key = world.ids.hex(24)
    upload = Upload(world.ids.new("F"), bot.id, name, length)
    world.uploads[key] = upload
    return {"upload_url": f"{world.response_url_base}/upload/{key}", "file_id": upload.file_id}


def take_upload(world: World, key: str, content: bytes) -> int:
    """Take what is sent to an upload's address; return the HTTP status."""
    with world.changed:
        upload = world.uploads.get(key)
        if upload is None or upload.content is not None:
            return GONE
        if len(content) != upload.length:
            return TOO_SHORT
        upload.content = content
        return HTTP_OK


def end_upload(world: World, bot: Bot, params: Params) -> Json:
    """Do `files.completeUploadExternal`: the files show in a conversation, as one message.

    Without a conversation they are kept for what the app shows by their ids.
    """
    wanted = params.values.get("files")
    if not isinstance(wanted, list) or not wanted or not all(isinstance(f, dict) for f in wanted):
        raise Refused("invalid_arguments")
    named = {upload.file_id: upload for upload in world.uploads.values() if upload.bot_id == bot.id}
    found = [named.get(str(one.get("id"))) for one in wanted]
    sent = [one for one in found if one is not None and one.content is not None]
    if len(sent) != len(wanted) or any(one.is_complete for one in sent):
        raise Refused("file_not_found")
    if "channel_id" not in params:
        for one in sent:
            one.is_complete = True
        return {"files": [_file(one, bot) for one in sent]}
    channel = visible_channel(world, bot, params.required("channel_id"))
    if bot.user_id not in channel.members:
        raise Refused("not_in_channel")
    message = new_bot_message(world, bot, channel, params.text("initial_comment"), None)
    message.subtype, message.files = "file_share", [_file(one, bot) for one in sent]
    for one in sent:
        one.is_complete = True
    world.publish(channel, message)
    return {"files": message.files}


def check_pictures(world: World, bot: Bot, blocks: Blocks) -> None:
    """Raise Refused if a block shows a file that is no picture of the app's own."""
    pictures = {
        one.file_id
        for one in world.uploads.values()
        if one.bot_id == bot.id and one.is_complete and one.name.endswith(PICTURES)
    }
    for index, block in enumerate(blocks):
        shown = block.get("slack_file", {}).get("id") if block["type"] == "image" else None
        if shown is not None and shown not in pictures:
            problem = f"[ERROR] invalid slack file [json-pointer:/blocks/{index}/slack_file]"
            raise Refused("invalid_arguments", response_metadata={"messages": [problem]})


def _file(upload: Upload, bot: Bot) -> Json:
    return {
        "id": upload.file_id,
        "name": upload.name,
        "title": upload.name,
        "filetype": upload.name.rpartition(".")[2],
        "user": bot.user_id,
        "size": upload.length,
        "mode": "hosted",
        "is_external": False,
    }

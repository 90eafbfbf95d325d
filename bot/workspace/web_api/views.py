"""The Web API methods that open and change modals and home tabs."""

from bot.workspace.block_kit.limits import check_message_parts, check_offered, check_view
from bot.workspace.records.errors import Refused
from bot.workspace.records.messages import Json, cut_loose
from bot.workspace.records.state import Bot, Trigger, View
from bot.workspace.web_api.chat import with_ids
from bot.workspace.web_api.files import check_pictures
from bot.workspace.web_api.params import Params
from bot.workspace.world.world import World

MOST_STACKED = 3
VALIDATED = ("blocks", "view", "message")


def open_modal(world: World, bot: Bot, params: Params) -> Json:
    """Do `views.open`."""
    content = _content(params, "modal")
    trigger = world.use_trigger(params.optional("trigger_id"), bot)
    return {"view": _add(world, bot, trigger.user_id, content).payload()}


def push(world: World, bot: Bot, params: Params) -> Json:
    """Do `views.push`: on top of the modal that the trigger came from."""
    content = _content(params, "modal")
    trigger = world.use_trigger(params.optional("trigger_id"), bot)
    return {"view": push_view(world, bot, trigger, content).payload()}


def push_view(world: World, bot: Bot, trigger: Trigger, content: Json) -> View:
    """Stack a modal on the one that `trigger` belongs to."""
    below = world.views.get(trigger.view_id or "")
    if below is None or not below.is_open:
        raise Refused("not_found")
    stack = [
        view
        for view in world.views.values()
        if view.is_open and view.root_view_id == below.root_view_id
    ]
    if len(stack) >= MOST_STACKED:
        raise Refused("push_limit_reached")
    view = _add(world, bot, trigger.user_id, content)
    view.root_view_id, view.previous_view_id = below.root_view_id, below.id
    return view


def update(world: World, bot: Bot, params: Params) -> Json:
    """Do `views.update`."""
    content = _content(params, "modal")
    view = _found(world, bot, params)
    if "hash" in params and params.text("hash") != view.hash:
        raise Refused("hash_conflict")
    return {"view": change(world, view, content).payload()}


def publish(world: World, bot: Bot, params: Params) -> Json:
    """Do `views.publish`: a person's home tab."""
    if not world.app_of(bot).has_home:
        raise Refused("not_enabled")
    content = _content(params, "home")
    check_offered(content["blocks"], world.teams[bot.team_id].unsupported)
    check_pictures(world, bot, content["blocks"])
    user_id = params.required("user_id")
    if user_id not in world.users:
        raise Refused("user_not_found")
    for view in world.views.values():
        if view.content["type"] == "home" and (view.user_id, view.bot_id) == (user_id, bot.id):
            if "hash" in params and params.text("hash") != view.hash:
                raise Refused("hash_conflict")
            return {"view": change(world, view, content).payload()}
    return {"view": _add(world, bot, user_id, content).payload()}


def change(world: World, view: View, content: Json) -> View:
    """Replace what a view shows."""
    _check_external_id(world, view.team_id, content, view)
    view.content, view.hash = _numbered(world, content), _new_hash(world)
    view.errors, view.failure = {}, ""
    world.changed.notify_all()
    return view


def validate_blocks(_world: World, _bot: Bot, params: Params) -> Json:
    """Do `blocks.validate`: of one thing, whose complaints point into it."""
    given = [name for name in VALIDATED if name in params]
    if len(given) != 1:
        told = "must provide exactly one of `blocks`, `view`, or `message`"
        raise Refused("invalid_arguments", response_metadata={"messages": [told]})
    [name] = given
    try:
        _validate(name, params)
    except Refused as refusal:
        messages = refusal.extra.get("response_metadata", {}).get("messages", [])
        errors = [_pointed(one, name) for one in messages] or [{"message": refusal.error}]
        raise Refused(f"invalid_{name}", errors=errors) from None
    return {}


def _validate(name: str, params: Params) -> None:
    if name == "blocks":
        check_message_parts(params.blocks())
        return
    content = params.structure(name) or {}
    if name == "view":
        check_view(content, str(content.get("type")))
    else:
        check_message_parts(content.get("blocks"), content.get("attachments"))


def _pointed(problem: str, name: str) -> Json:
    message, _, pointer = problem.removeprefix("[ERROR] ").partition(" [json-pointer:")
    return {"message": message, "pointer": pointer.removesuffix("]").removeprefix(f"/{name}")}


def _content(params: Params, kind: str) -> Json:
    view = params.structure("view")
    if view is None:
        params.required("view")
        raise Refused("invalid_arguments")
    check_view(view, kind)
    return view


def _found(world: World, bot: Bot, params: Params) -> View:
    external = params.optional("external_id")
    for view in world.views.values():
        is_meant = view.id == params.text("view_id") or (
            external and view.content.get("external_id") == external
        )
        if is_meant and view.app_id == bot.app_id and view.is_open:
            return view
    raise Refused("not_found")


def _check_external_id(world: World, team_id: str, content: Json, but: View | None = None) -> None:
    """Raise Refused if another view that stands in the team has the same `external_id`."""
    external = content.get("external_id")
    for view in world.views.values():
        is_other = view is not but and view.team_id == team_id and view.is_open
        if external and is_other and view.content.get("external_id") == external:
            raise Refused("duplicate_external_id")


def _add(world: World, bot: Bot, user_id: str, content: Json) -> View:
    _check_external_id(world, bot.team_id, content)
    view_id = world.ids.new("V")
    view = View(
        view_id,
        bot.app_id,
        bot.id,
        bot.team_id,
        user_id,
        _numbered(world, content),
        _new_hash(world),
        view_id,
    )
    world.views[view.id] = view
    world.changed.notify_all()
    return view


def _numbered(world: World, content: Json) -> Json:
    body = cut_loose(content)
    body["blocks"] = with_ids(world, body["blocks"])
    return body


def _new_hash(world: World) -> str:
    return f"{int(world.clock())}.{world.ids.hex(8)}"

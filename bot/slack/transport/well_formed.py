"""Whether a payload has the shape that Bolt and we take for granted, whoever signed it.

Bolt looks for ids and types in many places before a listener, or its error handler, is reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.slack.payload import Payload

IDS = (
    *("id", "type", "subtype", "team_id", "user_id", "channel_id", "bot_id", "app_id", "event_id"),
    *("enterprise_id", "ts", "thread_ts", "message_ts", "event_ts", "deleted_ts", "trigger_id"),
    *("action_id", "block_id", "callback_id", "command", "response_url", "app_installed_team_id"),
)
"""Names of what is text, and stored or compared as it is."""
THINGS = ("team", "user", "channel", "enterprise")
"""Names of what is an id here, and an object with one there."""
PARTS = ("event", "view", "message", "previous_message", "item", "assistant_thread", "container")
LISTS: dict[str, tuple[object, ...]] = {
    "authorizations": (None,),
    "actions": (),
    "response_urls": ([],),
}
"""Names of lists of objects, and what each may be besides."""
DEEPEST = 6
"""Twice as deep as any payload that has been seen."""


def is_well_formed(payload: object) -> bool:
    """Return False where Bolt would fail to find out what a payload is about."""
    if not isinstance(payload, Mapping) or not _is_readable(payload, DEEPEST):
        return False
    view, actions = payload.get("view") or {}, payload.get("actions") or ()
    needed: dict[object, bool] = {
        "event_callback": isinstance(payload.get("event"), Mapping),
        "view_submission": isinstance(view.get("type"), str),
        "view_closed": isinstance(view.get("type"), str),
        "block_actions": _are_named(actions),
        "interactive_message": bool(actions),
        "workflow_step_edit": isinstance(payload.get("workflow_step"), Mapping),
    }
    return needed.get(payload.get("type"), True)


def _are_named(actions: Sequence[Payload]) -> bool:
    return all(isinstance(one.get("action_id"), str) for one in actions)


def _is_readable(part: object, deepest: int) -> bool:
    if not isinstance(part, Mapping) or not deepest:
        return False
    return (
        all(_is_id(part.get(name)) for name in IDS)
        and all(_is_thing(part.get(name), deepest) for name in THINGS)
        and all(_is_part(part.get(name), deepest) for name in PARTS)
        and all(
            part[name] in besides or _are_parts(part[name], deepest)
            for name, besides in LISTS.items()
            if name in part
        )
    )


def _is_id(value: object) -> bool:
    if value is None or (isinstance(value, str) and value.isascii()):
        return True
    return isinstance(value, str) and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _is_thing(value: object, deepest: int) -> bool:
    return _is_id(value) or _is_readable(value, deepest - 1)


def _is_part(value: object, deepest: int) -> bool:
    return value is None or _is_readable(value, deepest - 1)


def _are_parts(value: object, deepest: int) -> bool:
    if not isinstance(value, list) or not value:
        return False
    return all(_is_readable(one, deepest - 1) for one in value)

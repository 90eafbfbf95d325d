"""What somebody writes and chooses in a form, whichever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.workspace.people.forms import elements

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

    from bot.workspace.records.messages import Json

LEFT_ALONE = 0.5
"""The share of inputs that keep what they show."""


def filling(
    blocks: list[Json],
    offered: Mapping[str, list[Json]],
    users: Sequence[str],
    *,
    write: Callable[[], str],
    chance: Random,
) -> dict[str, Any]:
    """Return a value for some of the inputs of a form, by action id."""
    values: dict[str, Any] = {}
    for _, element in elements(blocks):
        must = "initial_option" not in element and not element.get("initial_value")
        if must or chance.random() >= LEFT_ALONE:
            value = _value(element, offered, users, write, chance)
            if value is not None:
                values[element["action_id"]] = value
    return values


def _value(
    element: Json,
    offered: Mapping[str, list[Json]],
    users: Sequence[str],
    write: Callable[[], str],
    chance: Random,
) -> Any:  # noqa: ANN401 - what the kind of input takes
    match element["type"]:
        case "plain_text_input":
            return write()[: element.get("max_length", 3000)]
        case "static_select" | "radio_buttons":
            return _one_of(element["options"], chance)
        case "external_select":
            return _one_of(offered.get(element["action_id"], []), chance)
        case "checkboxes":
            return [one["value"] for one in element["options"] if chance.random() < LEFT_ALONE]
        case "users_select":
            return chance.choice(users)
        case _:
            return None


def _one_of(options: list[Json], chance: Random) -> Any:  # noqa: ANN401 - an option's value
    return chance.choice(options)["value"] if options else None

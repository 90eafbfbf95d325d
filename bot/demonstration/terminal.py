"""Draws Slack messages in a terminal: Block Kit in, rich renderables out."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from rich.columns import Columns
from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rich.console import RenderableType

Block = dict[str, Any]
"""A Block Kit block as Slack's Web API takes it."""

WIDTH = 92
MARKS = re.compile(r"\*(?P<bold>[^*\n]+)\*|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)|`(?P<code>[^`\n]+)`")
LINK = re.compile(r"<(?P<target>[^>|]+)(?:\|(?P<label>[^>]*))?>")


def draw(author: str, text: str, blocks: Sequence[Block], names: Mapping[str, str]) -> Padding:
    """Return a message as a person would see it; `names` gives users' names by id.

    Messages with blocks stand in a frame, since that is how a card looks; others are lines.
    """
    heading = Text.assemble((author, "bold"))
    if not blocks:
        return Padding(Group(heading, _mrkdwn(text, names)), (0, 0, 1, 2))
    body = Group(*(_block(block, names) for block in blocks))
    return Padding(Group(heading, Panel(body, width=WIDTH, padding=(0, 1))), (0, 0, 1, 2))


def _block(block: Block, names: Mapping[str, str]) -> RenderableType:
    drawers: dict[str, Callable[[Block, Mapping[str, str]], RenderableType]] = {
        "header": _header,
        "section": _section,
        "context": _context,
        "actions": _actions,
        "context_actions": _thumbs,
        "rich_text": _rich_text,
        "divider": _divider,
    }
    return drawers.get(block["type"], _unknown)(block, names)


def _header(block: Block, _: Mapping[str, str]) -> RenderableType:
    return Text(block["text"]["text"], style="bold")


def _context(block: Block, names: Mapping[str, str]) -> RenderableType:
    line = Text("  ").join(_text(item, names) for item in block["elements"])
    line.stylize("dim")
    return line


def _actions(block: Block, _: Mapping[str, str]) -> RenderableType:
    return Padding(Columns([_button(element) for element in block["elements"]]), (1, 0, 0, 0))


def _thumbs(block: Block, _: Mapping[str, str]) -> RenderableType:
    labels = [
        element[name]["text"]["text"]
        for element in block["elements"]
        for name in ("positive_button", "negative_button")
        if name in element
    ]
    marks = ("👍", "👎")
    return Text("  ".join(f"{mark} {label}" for mark, label in zip(marks, labels, strict=False)))


def _divider(_: Block, __: Mapping[str, str]) -> RenderableType:
    return Text("─" * (WIDTH - 4), style="dim")


def _unknown(block: Block, _: Mapping[str, str]) -> RenderableType:
    return Text(f"[{block['type']}]", style="dim")


def _section(block: Block, names: Mapping[str, str]) -> RenderableType:
    parts: list[RenderableType] = []
    if "text" in block:
        parts.append(_text(block["text"], names))
    if "fields" in block:
        grid = Table.grid(expand=True, padding=(0, 2))
        grid.add_column(ratio=1)
        grid.add_column(ratio=1)
        cells = [_text(field, names) for field in block["fields"]]
        for left in range(0, len(cells), 2):
            grid.add_row(*cells[left : left + 2])
        parts.append(grid)
    if "accessory" in block:
        parts.append(_button(block["accessory"]))
    return Padding(Group(*parts), (0, 0, 1, 0))


def _button(element: Block) -> Text:
    style = {"primary": "bold white on green", "danger": "bold white on red"}
    if element["type"] == "overflow":
        return Text(f" ⋯ {' | '.join(_labels(element))} ", style="reverse dim")
    label = element.get("text") or element.get("placeholder") or {"text": element["type"]}
    return Text(f" {label['text']} ", style=style.get(element.get("style", ""), "reverse"))


def _labels(menu: Block) -> list[str]:
    return [option["text"]["text"] for option in menu["options"]]


def _rich_text(block: Block, names: Mapping[str, str]) -> Text:
    whole = Text()
    for section in block["elements"]:
        for item in section.get("elements", ()):
            whole.append_text(_rich_item(item, names))
        whole.append("\n")
    whole.rstrip()
    return whole


def _rich_item(item: Block, names: Mapping[str, str]) -> Text:
    if item["type"] == "user":
        return _person(item["user_id"], names)
    if item["type"] == "rich_text_section":
        return Text("• ") + Text("").join(_rich_item(part, names) for part in item["elements"])
    style = " ".join(name for name, on in item.get("style", {}).items() if on and name != "code")
    shown: str = item.get("text") or item.get("url") or f":{item.get('name', '')}:"
    return Text(shown, style=style)


def _text(piece: Block, names: Mapping[str, str]) -> Text:
    if piece["type"] == "mrkdwn":
        return _mrkdwn(piece["text"], names)
    return Text(str(piece.get("text", piece.get("alt_text", ""))))


def _mrkdwn(source: str, names: Mapping[str, str]) -> Text:
    """Return Slack's markup drawn: mentions and links first, then bold, italic and code."""
    drawn = Text()
    position = 0
    for link in LINK.finditer(source):
        drawn.append_text(_marked(source[position : link.start()]))
        drawn.append_text(_linked(link["target"], link["label"], names))
        position = link.end()
    drawn.append_text(_marked(source[position:]))
    return drawn


def _linked(target: str, label: str | None, names: Mapping[str, str]) -> Text:
    if target.startswith("@"):
        return _person(target[1:], names)
    return Text(html.unescape(label or target), style="underline blue")


def _person(user: str, names: Mapping[str, str]) -> Text:
    return Text(f"@{names.get(user, user)}", style="bold blue")


def _marked(source: str) -> Text:
    drawn = Text()
    position = 0
    for mark in MARKS.finditer(source):
        drawn.append(html.unescape(source[position : mark.start()]))
        style = {"bold": "bold", "italic": "italic", "code": "red"}[str(mark.lastgroup)]
        drawn.append(html.unescape(mark[str(mark.lastgroup)]), style=style)
        position = mark.end()
    drawn.append(html.unescape(source[position:]))
    return drawn

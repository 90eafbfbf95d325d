"""Slack's mrkdwn taken apart into pieces that look alike."""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import regex

from tests.builders import NOON
from tests.pictures.emoji import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TOKEN = regex.compile(
    r"<(?P<token>[^<>\n]+)>"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?<![\w*])\*(?P<bold>[^*\s](?:[^*\n]*[^*\s])?)\*(?!\w)"
    r"|(?<![\w_])_(?P<italic>[^_\s](?:[^_\n]*[^_\s])?)_(?!\w)"
    r"|(?<![\w~])~(?P<strike>[^~\s](?:[^~\n]*[^~\s])?)~(?!\w)"
    r"|:(?P<emoji>[a-z][a-z0-9_+-]*):"
)
DATE = regex.compile(r"!date\^(\d+)\^([^|^]*)")
NEAR_DAYS = {-1: "yesterday", 0: "today", 1: "tomorrow"}
QUOTE = "&gt; "


@dataclass(frozen=True)
class Look:
    """How a piece of text differs from what stands around it."""

    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    link: bool = False
    mention: bool = False


PLAIN = Look()


@dataclass(frozen=True)
class Piece:
    """Letters of one look."""

    text: str
    look: Look = PLAIN


@dataclass(frozen=True)
class Line:
    """What stands between two line ends."""

    pieces: tuple[Piece, ...]
    is_quote: bool = False


def lines(text: Mapping[str, Any], names: Mapping[str, str]) -> list[Line]:
    """Return the lines of a text object; `names` has people, channels and groups by id."""
    if text["type"] == "plain_text":
        return [Line((Piece(line),)) for line in text["text"].split("\n")]
    if text["type"] != "mrkdwn":
        raise LookupError(f"no picture of a text of type {text['type']}")
    return [_line(line, names) for line in text["text"].split("\n")]


def _line(line: str, names: Mapping[str, str]) -> Line:
    is_quote = line.startswith(QUOTE)
    return Line(tuple(_pieces(line.removeprefix(QUOTE), PLAIN, names)), is_quote)


def _pieces(text: str, look: Look, names: Mapping[str, str]) -> Iterator[Piece]:
    at = 0
    for found in TOKEN.finditer(text):
        if found.start() > at:
            yield Piece(html.unescape(text[at : found.start()]), look)
        yield from _found(found, look, names)
        at = found.end()
    if at < len(text):
        yield Piece(html.unescape(text[at:]), look)


def _found(found: regex.Match[str], look: Look, names: Mapping[str, str]) -> Iterator[Piece]:
    kind, inside = found.lastgroup or "", found[found.lastgroup or 0]
    match kind:
        case "token":
            yield _token(inside, look, names)
        case "code":
            yield Piece(html.unescape(inside), replace(look, code=True))
        case "emoji":
            yield Piece(named(inside), look)
        case _:
            yield from _pieces(inside, replace(look, **{kind: True}), names)


def _token(token: str, look: Look, names: Mapping[str, str]) -> Piece:
    target, _, label = token.partition("|")
    if date := DATE.fullmatch(target):
        return Piece(_date(int(date[1]), date[2]), look)
    if target.startswith("!subteam^"):
        return Piece(f"@{names[target.removeprefix('!subteam^')]}", replace(look, mention=True))
    if target.startswith("@"):
        return Piece(f"@{names[target[1:]]}", replace(look, mention=True))
    if target.startswith("#"):
        return Piece(f"#{names[target[1:]]}", replace(look, mention=True))
    if target.startswith("!"):
        return Piece(f"@{target[1:]}", replace(look, mention=True))
    return Piece(html.unescape(label or target), replace(look, link=True))


def _date(seconds: int, form: str) -> str:
    """Return a moment as Slack writes it, on the day of the pictures, for somebody in London."""
    at = datetime.fromtimestamp(seconds, UTC)
    short = f"{at:%b} {at.day}"
    near = NEAR_DAYS.get((at.date() - NOON.date()).days, "")
    written = {
        "{date_num}": f"{at:%Y-%m-%d}",
        "{date_short_pretty}": near or f"{short}, {at.year}",
        "{date_short}": f"{short}, {at.year}",
        "{date_long_pretty}": near or f"{at:%A}, {at:%B} {at.day}, {at.year}",
        "{date_long}": f"{at:%A}, {at:%B} {at.day}, {at.year}",
        "{date_pretty}": near or f"{at:%B} {at.day}, {at.year}",
        "{date}": f"{at:%B} {at.day}, {at.year}",
        "{time_secs}": f"{clock_time(at)[:-3]}:{at:%S}{clock_time(at)[-3:]}",
        "{time}": clock_time(at),
    }
    for token, words in written.items():
        form = form.replace(token, words)
    return form


def clock_time(at: datetime) -> str:
    """Return a time of day as Slack writes it."""
    return f"{at.hour % 12 or 12}:{at:%M} {'AM' if at.hour < 12 else 'PM'}"

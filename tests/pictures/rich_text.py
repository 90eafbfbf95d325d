"""Rich text as lines: what was said is marked piece by piece, nothing is parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.pictures.mrkdwn import Line, Look, Piece
from tests.pictures.page import UnknownPartError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.pictures.page import Json

BULLET = "•  "


def lines(block: Json, names: Mapping[str, str]) -> list[Line]:
    """Return the lines of a block of rich text."""
    found: list[Line] = []
    for part in block["elements"]:
        match part["type"]:
            case "rich_text_section":
                found += _lines(part, names)
            case "rich_text_quote":
                found += [Line(line.pieces, is_quote=True) for line in _lines(part, names)]
            case "rich_text_list":
                for entry in part["elements"]:
                    first, *rest = _lines(entry, names)
                    found += [Line((Piece(BULLET), *first.pieces)), *rest]
            case kind:
                raise UnknownPartError(f"no picture of rich text of type {kind}")
    return found


def _lines(part: Json, names: Mapping[str, str]) -> list[Line]:
    rows: list[list[Piece]] = [[]]
    for piece in _pieces(part, names):
        first, *others = piece.text.split("\n")
        rows[-1].append(Piece(first, piece.look))
        rows += [[Piece(other, piece.look)] for other in others]
    return [Line(tuple(row)) for row in rows]


def _pieces(part: Json, names: Mapping[str, str]) -> Iterator[Piece]:
    for element in part["elements"]:
        style = element.get("style", {})
        match element["type"]:
            case "text":
                yield Piece(element["text"], Look(**style))
            case "link":
                yield Piece(element.get("text", element["url"]), Look(**style, link=True))
            case "user":
                yield Piece(f"@{names[element['user_id']]}", Look(**style, mention=True))
            case kind:
                raise UnknownPartError(f"no picture of rich text of type {kind}")

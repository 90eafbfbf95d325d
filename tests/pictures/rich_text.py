"""Rich text as lines: what was said is marked piece by piece, nothing is parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.pictures.mrkdwn import Line, Look, Piece
from tests.pictures.page import UnknownPartError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.pictures.page import Json

BULLET = "•  "


def lines(part: Json, names: Mapping[str, str]) -> list[Line]:
    """Return the lines of one part of a block of rich text."""
    match part["type"]:
        case "rich_text_section" | "rich_text_preformatted":
            return _lines(part, names)
        case "rich_text_quote":
            return [Line(line.pieces, is_quote=True) for line in _lines(part, names)]
        case "rich_text_list":
            entries = [_lines(entry, names) for entry in part["elements"]]
            return [line for first, *rest in entries for line in (_bulleted(first), *rest)]
        case kind:
            raise UnknownPartError(f"no picture of rich text of type {kind}")


def _bulleted(line: Line) -> Line:
    return Line((Piece(BULLET), *line.pieces))


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

"""Text in lines of a given width: broken between words, drawn letter by letter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from math import fsum
from typing import TYPE_CHECKING

from tests.pictures import emoji
from tests.pictures.mrkdwn import Line, Look, Piece
from tests.pictures.palette import Ink
from tests.pictures.svg import width_of
from tests.pictures.typefaces import Face

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.pictures.svg import Room, Sheet

EMOJI_SIZE = 1.25
"""Of an emoji beside letters of size 1."""
TINT_HANG = 2.0
QUOTE_INDENT = 14.0
SPACE = " "


@dataclass(frozen=True)
class Type:
    """The size of letters, the distance of lines, and how letters look that nothing sets apart."""

    size: float
    leading: float
    ink: Ink = Ink.TEXT
    face: Face = Face.REGULAR

    def face_of(self, look: Look) -> Face:
        if look.code:
            return Face.MONO
        if look.bold:
            return Face.BOLD
        return Face.ITALIC if look.italic else self.face

    def ink_of(self, look: Look) -> Ink:
        if look.code:
            return Ink.CODE
        return Ink.LINK if look.link or look.mention else self.ink

    def size_of(self, look: Look) -> float:
        return self.size * 0.8 if look.code else self.size


BODY = Type(15, 22)
SMALL = Type(13, 18, Ink.SOFT)
HEADING = Type(18, 25, face=Face.BLACK)
LABEL = Type(15, 22, face=Face.BOLD)
FIXED = Type(12, 18, face=Face.MONO)
HINT = Type(13, 18, Ink.SOFT)


def draw(sheet: Sheet, lines: Sequence[Line], room: Room, kind: Type = BODY) -> float:
    """Draw `lines` from the top of `room` down; return how high they are."""
    height = 0.0
    for line in lines:
        top = room.below(height)
        inside = top.inside(QUOTE_INDENT if line.is_quote else 0)
        rows = list(_rows(line, inside.width, kind))
        for number, row in enumerate(rows):
            _draw_row(sheet, row, inside.below(number * kind.leading), kind)
        tall = len(rows) * kind.leading
        if line.is_quote:
            sheet.box(top.x, top.y, 4, tall, fill=Ink.LINE, radius=2)
        height += tall
    return height


def words(text: str) -> list[Line]:
    """Return a text that nothing is to be read out of."""
    return [Line((Piece(line),)) for line in text.split("\n")]


def measure(piece: Piece, kind: Type) -> float:
    """Return how wide a piece is on one line."""
    return fsum(_width(part, kind) for part in _split(piece))


def widest(lines: Sequence[Line], kind: Type) -> float:
    """Return the width that `lines` need to stand unbroken."""
    return max(fsum(measure(piece, kind) for piece in line.pieces) for line in lines)


def _split(piece: Piece) -> Iterator[Piece]:
    """Yield the emoji of a piece and what stands between them."""
    at = 0
    for found in emoji.EMOJI.finditer(piece.text):
        if found.start() > at:
            yield replace(piece, text=piece.text[at : found.start()])
        yield replace(piece, text=found[0])
        at = found.end()
    if at < len(piece.text):
        yield replace(piece, text=piece.text[at:])


def _width(part: Piece, kind: Type) -> float:
    if emoji.EMOJI.fullmatch(part.text):
        return kind.size * EMOJI_SIZE
    extra = 2 * TINT_HANG if part.look.code or part.look.mention else 0
    return width_of(part.text, kind.face_of(part.look), kind.size_of(part.look)) + extra


def _rows(line: Line, width: float, kind: Type) -> Iterator[list[Piece]]:
    """Yield what fits beside each other; a word that is too long stands out."""
    row: list[Piece] = []
    used = 0.0
    for word in _words(line):
        wide = fsum(measure(piece, kind) for piece in word)
        if row and used + wide > width and word[0].text != SPACE:
            yield _joined(row)
            row, used = [], 0.0
        if row or word[0].text != SPACE or not used:
            row += word
            used += wide
    yield _joined(row)


def _words(line: Line) -> Iterator[list[Piece]]:
    """Yield words, each of pieces of one look, and the spaces between them."""
    word: list[Piece] = []
    for piece in line.pieces:
        for number, part in enumerate(piece.text.split(SPACE)):
            if number:
                if word:
                    yield word
                yield [replace(piece, text=SPACE)]
                word = []
            if part:
                word.append(replace(piece, text=part))
    if word:
        yield word


def _joined(row: Sequence[Piece]) -> list[Piece]:
    runs = groupby(row, key=lambda piece: piece.look)
    return [Piece("".join(piece.text for piece in run), look) for look, run in runs]


def _draw_row(sheet: Sheet, row: Sequence[Piece], room: Room, kind: Type) -> None:
    foot, x = room.y + kind.leading / 2 + kind.size * 0.355, room.x
    for piece in row:
        for part in _split(piece):
            _draw_part(sheet, part, x, foot, kind)
            x += _width(part, kind)


def _draw_part(sheet: Sheet, part: Piece, x: float, foot: float, kind: Type) -> None:
    if emoji.EMOJI.fullmatch(part.text):
        side = kind.size * EMOJI_SIZE - 3
        emoji.draw(sheet, part.text, x + 1, foot - side * 0.84, side)
        return
    look, wide = part.look, _width(part, kind)
    if look.code or look.mention:
        tall = kind.size * 1.25
        edge = Ink.LINE if look.code else None
        fill = Ink.SHADE if look.code else Ink.TINT
        sheet.box(x, foot - tall * 0.78, wide, tall, fill=fill, line=edge, radius=3)
        x += TINT_HANG
    sheet.text(
        part.text, x, foot, face=kind.face_of(look), size=kind.size_of(look), ink=kind.ink_of(look)
    )
    if look.strike:
        sheet.box(x, foot - kind.size * 0.3, wide, 1, fill=kind.ink_of(look))

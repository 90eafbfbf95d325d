"""A sheet to draw on, which becomes an SVG of the same bytes wherever it is made.

Letters are outlines, each drawn once and used often: no reader needs our fonts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from math import fsum
from typing import TYPE_CHECKING

from tests.pictures.palette import style_sheet
from tests.pictures.typefaces import typeface_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pictures.palette import Ink
    from tests.pictures.typefaces import Face, Typeface


PNG = "data:image/png;base64,"


@dataclass(frozen=True)
class Room:
    """Where something is drawn: its upper left corner, and how wide it may be."""

    x: float
    y: float
    width: float

    def below(self, height: float) -> Room:
        return replace(self, y=self.y + height)

    def inside(self, left: float, right: float = 0) -> Room:
        return replace(self, x=self.x + left, width=self.width - left - right)


class Sheet:
    """What was drawn so far, in the order in which it covers what is below."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.glyphs: dict[str, str] = {}

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Ink | None = None,
        line: Ink | None = None,
        radius: float = 0,
        at: int | None = None,
    ) -> None:
        """Draw a rectangle; `at` puts it below what was drawn since the sheet had that many."""
        inset = 0.5 if line is not None else 0
        drawn = (
            f'<rect {_look(fill, line)} x="{_n(x + inset)}" y="{_n(y + inset)}" '
            f'width="{_n(width - 2 * inset)}" height="{_n(height - 2 * inset)}" rx="{_n(radius)}"/>'
        )
        self.parts.insert(len(self.parts) if at is None else at, drawn)

    def image(self, png: str, room: Room, height: float) -> None:
        """Draw a picture given as base64."""
        self.parts.append(
            f'<image x="{_n(room.x)}" y="{_n(room.y)}" width="{_n(room.width)}" '
            f'height="{_n(height)}" href="{PNG}{png}"/>'
        )

    def circle(self, x: float, y: float, radius: float, fill: Ink) -> None:
        self.parts.append(f'<circle class="{fill}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>')

    def path(
        self,
        data: str,
        x: float,
        y: float,
        *,
        fill: Ink | None = None,
        line: Ink | None = None,
        scale: float = 1,
        width: float = 1.5,
    ) -> None:
        """Draw a shape given in a square of its own, its corner at `x`, `y`."""
        place = f"translate({_n(x)} {_n(y)})" + (f" scale({_n(scale)})" if scale != 1 else "")
        stroke = (
            f' stroke-width="{_n(width)}" stroke-linecap="round" stroke-linejoin="round"'
            if line is not None
            else ""
        )
        self.parts.append(f'<path {_look(fill, line)} transform="{place}"{stroke} d="{data}"/>')

    def text(self, text: str, x: float, y: float, *, face: Face, size: float, ink: Ink) -> float:
        """Draw a run of letters with its foot at `y`; return its width."""
        placed = list(set_letters(text, face))
        width = 0.0
        start = 0
        while start < len(placed):
            typeface = placed[start][1]
            end = start
            while end < len(placed) and placed[end][1] is typeface:
                end += 1
            width += self._run(placed[start:end], x + width, y, size=size, ink=ink)
            start = end
        return width

    def _run(
        self, placed: list[tuple[str, Typeface, int]], x: float, y: float, *, size: float, ink: Ink
    ) -> float:
        typeface = placed[0][1]
        uses, at = [], 0
        for letter, _, advance in placed:
            name = f"{typeface.face.value}{ord(letter):x}"
            if outline := typeface.outline(letter):
                self.glyphs[name] = outline
                uses.append(f'<use href="#{name}" x="{at}"/>')
            at += advance
        scale = size / typeface.units
        if uses:
            place = f"translate({_n(x)} {_n(y)}) scale({scale:.6f})"
            self.parts.append(f'<g class="{ink}" transform="{place}">{"".join(uses)}</g>')
        return at * scale

    def document(self, width: float, height: float, title: str) -> str:
        """Return the picture; `title` is read aloud to who can't see it."""
        defined = "".join(
            f'<path id="{name}" d="{outline}"/>' for name, outline in sorted(self.glyphs.items())
        )
        size = f'width="{_n(width)}" height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}"'
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
            f"<title>{escape(title)}</title>",
            f"<style>{style_sheet()}</style>",
            f"<defs>{defined}</defs>",
            *self.parts,
            "</svg>",
        ]
        return "\n".join(lines) + "\n"


def set_letters(text: str, face: Face) -> Iterator[tuple[str, Typeface, int]]:
    """Yield each letter with what draws it and how far the next one is, in that font's units."""
    for letter, following in zip(text, [*text[1:], ""], strict=True):
        typeface = typeface_of(letter, face)
        advance = typeface.advance(letter)
        if following and typeface_of(following, face) is typeface:
            advance += typeface.kern(letter, following)
        yield letter, typeface, advance


def width_of(text: str, face: Face, size: float) -> float:
    """Return how wide a run of letters is."""
    return fsum(advance * size / typeface.units for _, typeface, advance in set_letters(text, face))


def _look(fill: Ink | None, line: Ink | None) -> str:
    names = [*([str(fill)] if fill else []), *([f"{line}-line"] if line else [])]
    return f'class="{" ".join(names)}"' + ("" if fill else ' fill="none"')


def _n(number: float) -> str:
    return f"{round(number, 2):g}"

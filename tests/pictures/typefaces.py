"""The letters of the pictures: outlines, widths and kerning, read from the font files themselves.

Lato, Slack's own face, comes from the package font-lato; what it lacks from the DejaVu that
matplotlib ships.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from tests.pictures.kerning import kerning

if TYPE_CHECKING:
    from collections.abc import Mapping

UPSIDE_DOWN = (1, 0, 0, -1, 0, 0)
"""Letters are drawn from the line upwards, pictures from the top down."""


class Face(Enum):
    """How a letter looks; the value marks it in a picture."""

    REGULAR = "r"
    ITALIC = "i"
    BOLD = "b"
    BLACK = "k"
    MONO = "m"
    SPARE = "s"


FILES = {
    Face.REGULAR: "Lato-Regular.ttf",
    Face.ITALIC: "Lato-Italic.ttf",
    Face.BOLD: "Lato-Bold.ttf",
    Face.BLACK: "Lato-Black.ttf",
    Face.MONO: "DejaVuSansMono.ttf",
    Face.SPARE: "DejaVuSans.ttf",
}


class NoGlyphError(LookupError):
    """No face that we have can draw a letter."""


@dataclass(frozen=True)
class Typeface:
    """One font file; all lengths in units of its own."""

    face: Face
    units: int
    letters: Mapping[int, str]
    font: Any
    kerns: Mapping[tuple[str, str], int]
    _outlines: dict[str, str] = field(default_factory=dict)

    @classmethod
    @cache
    def of(cls, face: Face) -> Typeface:
        font = TTFont(_file(FILES[face]))
        kerns = {} if face in {Face.MONO, Face.SPARE} else kerning(font)
        return cls(face, font["head"].unitsPerEm, font.getBestCmap(), font, kerns)

    def advance(self, letter: str) -> int:
        return int(self.font["hmtx"][self.letters[ord(letter)]][0])

    def kern(self, left: str, right: str) -> int:
        return self.kerns.get((self.letters[ord(left)], self.letters[ord(right)]), 0)

    def outline(self, letter: str) -> str:
        """Return the letter as the data of an SVG path, its foot at 0."""
        if letter not in self._outlines:
            glyphs = self.font.getGlyphSet()
            pen = SVGPathPen(glyphs, ntos=lambda number: str(round(number)))
            glyphs[self.letters[ord(letter)]].draw(TransformPen(pen, UPSIDE_DOWN))
            self._outlines[letter] = pen.getCommands()
        return self._outlines[letter]


def typeface_of(letter: str, face: Face) -> Typeface:
    """Return what draws `letter`: `face` if it can."""
    for each in (face, Face.SPARE):
        typeface = Typeface.of(each)
        if ord(letter) in typeface.letters:
            return typeface
    raise NoGlyphError(f"no face draws {letter!r} (U+{ord(letter):04X})")


def _file(name: str) -> Path:
    if name.startswith("Lato"):
        return _home("font_lato") / "files" / name
    return _home("matplotlib") / "mpl-data" / "fonts" / "ttf" / name


def _home(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent

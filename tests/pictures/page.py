"""What a drawing needs to know beside the blocks themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.pictures import mrkdwn, paragraph
from tests.pictures.svg import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.pictures.mrkdwn import Line
    from tests.pictures.paragraph import Type
    from tests.pictures.svg import Room

    Json = Mapping[str, Any]


class UnknownPartError(LookupError):
    """Something is on a surface that has no drawing here."""


@dataclass
class Page:
    """A sheet with the people on it, and what a person has done to what is drawn."""

    names: Mapping[str, str]
    """Of people, channels and groups, by id."""
    opened: str = ""
    """The action id of the menu that is open."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """What the app says is wrong, by the block of the input."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What the app has sent, by id."""
    sheet: Sheet = field(default_factory=Sheet)

    def read(self, text: Json) -> list[Line]:
        """Return the lines of a text object."""
        return mrkdwn.lines(text, self.names)

    def text(self, text: Json, room: Room, kind: Type = paragraph.BODY) -> float:
        """Draw a text object; return how high it is."""
        return paragraph.draw(self.sheet, self.read(text), room, kind)

    def words(self, words: str, room: Room, kind: Type = paragraph.BODY) -> float:
        """Draw words of our own."""
        return paragraph.draw(self.sheet, paragraph.words(words), room, kind)

"""Makes text of strangers unable to leave the place in a prompt where it stands."""

from __future__ import annotations

from bot.analysts.reading.trimming import one_line

_BRACKETS = {ord("<"): "[", ord(">"): "]", 0xFF1C: "[", 0xFF1E: "]"}
_BIDI_AND_ZERO_WIDTH = (0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A))
_TAGS = (0xFEFF, *range(0xE0000, 0xE0080))
_FENCED: dict[int, str | None] = {**_BRACKETS, **dict.fromkeys(_BIDI_AND_ZERO_WIDTH + _TAGS)}

_INDENT = "  "
_FEW_BREAKS = 10
_CHARACTERS_A_BREAK = 10


def fenced(text: str) -> str:
    """Return `text` unable to close its fence or to speak as somebody else.

    Angle brackets become square ones, what nobody could see is left out, and lines after the
    first are indented, so that none can start with a speaker's name. More than a few lines that
    are hardly longer than their indent are told in one: they would double what is sent.
    """
    lines = text.translate(_FENCED).splitlines()
    breaks = len(lines) - 1
    if breaks > _most_breaks(len(text)):
        return one_line(" ".join(lines))
    return f"\n{_INDENT}".join(lines)


def most_added(length: int) -> int:
    """Return by how much `fenced` can lengthen a text of `length`."""
    return _most_breaks(length) * len(_INDENT)


def _most_breaks(length: int) -> int:
    return max(_FEW_BREAKS, length // _CHARACTERS_A_BREAK)

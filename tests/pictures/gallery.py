"""The page of the documentation that shows the pictures, and all that is drawn for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.pictures.chapters import CHAPTERS, GALLERY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pictures.chapters import Chapter, Picture

COMMAND = "make pictures"
DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = "surfaces.md"
HEAD = f"""# What people see

Each picture is drawn from the blocks that the app sends in a conversation played with it, by
`{COMMAND}`; a test tells when one is out of date. They follow your choice of a light or dark
appearance.
"""


def page() -> str:
    """Return the page that shows them all."""
    return "\n".join([HEAD, *map(_chapter, CHAPTERS)])


def files() -> Iterator[tuple[str, str]]:
    """Yield the name in `docs/` and the content of everything that is generated, as it is now."""
    yield PAGE, page()
    for each in GALLERY:
        yield each.file, each.drawn()


def _chapter(chapter: Chapter) -> str:
    return "\n".join([f"## {chapter.title}\n", *map(_shown, chapter.pictures)])


def _shown(picture: Picture) -> str:
    return f"{picture.sentence}\n\n![{picture.title}]({picture.file})\n"

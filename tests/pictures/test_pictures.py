"""The pictures in the documentation show what the app says now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.pictures.__main__ import main
from tests.pictures.chapters import FOLDER, GALLERY, Picture
from tests.pictures.gallery import COMMAND, DOCS, PAGE, page
from tests.pictures.svg import PNG

if TYPE_CHECKING:
    from pathlib import Path

OUT_OF_DATE = f"out of date: run `{COMMAND}` and look at what changed"


def without_photos(svg: str) -> str:
    """Return a picture without the bytes of those in it: they may be packed otherwise elsewhere."""
    return re.sub(f"{PNG}[A-Za-z0-9+/=]+", PNG, svg)


@pytest.mark.parametrize("picture", GALLERY, ids=lambda picture: picture.name)
def test_a_picture_shows_the_blocks_as_they_are_now(picture: Picture) -> None:
    kept, drawn = (DOCS / picture.file).read_text("utf-8"), picture.drawn()

    assert without_photos(kept) == without_photos(drawn), f"docs/{picture.file} is {OUT_OF_DATE}"


def test_the_page_shows_every_picture_and_no_other_is_kept() -> None:
    assert (DOCS / PAGE).read_text("utf-8") == page(), f"docs/{PAGE} is {OUT_OF_DATE}"
    assert {file.name for file in (DOCS / FOLDER).iterdir()} == {
        f"{each.name}.svg" for each in GALLERY
    }


def test_drawing_leaves_no_picture_that_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.pictures.gallery.GALLERY", GALLERY[:1])
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "old.svg").write_text("", "utf-8")

    assert main(tmp_path) == 0

    files = sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.*"))
    assert files == [GALLERY[0].file, PAGE]

"""The pictures in the documentation show what the app says now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pictures.__main__ import main
from tests.pictures.chapters import FOLDER, GALLERY, Picture
from tests.pictures.gallery import COMMAND, DOCS, PAGE, page

if TYPE_CHECKING:
    from pathlib import Path

OUT_OF_DATE = f"out of date: run `{COMMAND}` and look at what changed"


@pytest.mark.parametrize("picture", GALLERY, ids=lambda picture: picture.name)
def test_a_picture_shows_the_blocks_as_they_are_now(picture: Picture) -> None:
    kept = (DOCS / picture.file).read_text("utf-8")

    assert kept == picture.drawn(), f"docs/{picture.file} is {OUT_OF_DATE}"


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

"""What a month comes to, in the home: numbers, and charts in a picture or of characters."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from PIL import Image

from bot.slack.home.chart_picture import BLUE, HUES, Chart, Row, can_write, draw
from storage.schema import judgements
from tests.slack.home.test_drawing import judged
from tests.slack.shelving import at

if TYPE_CHECKING:
    from bot.workspace.records.messages import Json
    from tests.slack.working import Shift


@pytest.fixture
def month(shift: Shift) -> Shift:
    """Give a desk with three tickets of yesterday."""
    judged(shift, severity="Low", category="Bug")
    judged(shift, severity="Critical", category="Billing")
    judged(shift, severity="Critical", category="Billing")
    shift.desk.clock.pass_by(24 * 3600)
    return shift


def images(shift: Shift) -> list[Json]:
    blocks = at(shift, shift.ben, "figures").view.blocks
    return [block for block in blocks if block["type"] == "image"]


def test_figures_come_with_a_picture_that_is_told_in_words_too(month: Shift) -> None:
    [shown] = images(month)

    [upload] = month.slack.uploads.values()
    assert shown["slack_file"] == {"id": upload.file_id}
    assert upload.name == "tickets-2026-01-06.png"
    assert shown["alt_text"] == (
        "By category: Billing 2, Bug 1. By severity: Critical 2, Low 1. "
        "Known and new issues: Known 0, New 3. Open and done: Open 3"
    )
    assert "*Tickets*\n3" in at(month, month.ben, "figures").words


def test_the_same_picture_is_uploaded_once(month: Shift) -> None:
    images(month)
    images(month)
    assert len(month.slack.uploads) == 1

    judged(month, severity="Low", category="Bug")
    month.desk.clock.pass_by(1)
    images(month)
    assert len(month.slack.uploads) == 2


@pytest.mark.parametrize("method", ["getUploadURLExternal", "completeUploadExternal"])
def test_without_a_picture_there_are_charts_of_characters(month: Shift, method: str) -> None:
    month.slack.faults.refuse(f"files.{method}", "fatal_error")

    shown = at(month, month.ben, "figures").words

    assert "▁█▁" in shown
    assert "Billing            ████████████████████ 2\nBug                ██████████ 1" in shown
    assert "Critical           ████████████████████ 2\nLow                ██████████ 1" in shown
    assert "Known               0\nNew                ████████████████████ 3" in shown
    assert "08 Dec to 06 Jan, in UTC" in shown


def test_a_picture_that_slack_does_not_show_yet_is_shown_the_next_time(month: Shift) -> None:
    month.slack.team.unsupported.add("image")
    assert "▁█▁" in at(month, month.ben, "figures").words

    month.slack.team.unsupported.clear()
    assert len(images(month)) == 1
    assert len(month.slack.uploads) == 1


def test_names_that_the_picture_can_not_write_are_told_in_characters(month: Shift) -> None:
    with month.desk.database.write() as connection:
        connection.execute(sa.update(judgements).values(category="請求"))

    assert "請求" in at(month, month.ben, "figures").words
    assert month.slack.uploads == {}


@pytest.mark.parametrize("name", ["Abrechnung & Zoll, größer", "Płatności", "Question/How-To"])
def test_latin_names_can_be_written(name: str) -> None:
    assert can_write([name])
    assert not can_write([name, "請求"])


def test_the_picture_has_the_colours_of_the_marks() -> None:
    rows = [Row("High", 2, "🟠"), Row("A category with a long name " * 3, 1)]

    picture = Image.open(BytesIO(draw("Tickets", [("1 Jan", 0), ("2 Jan", 3)], [Chart("C", rows)])))

    assert picture.format == "PNG"
    colours = {f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in _pixels(picture)}
    assert {HUES["🟠"], BLUE, "#ffffff"} <= colours


def test_without_days_and_rows_there_is_still_a_picture() -> None:
    assert draw("Tickets", [], [Chart("C", [])]).startswith(b"\x89PNG")


def test_without_tickets_there_is_nothing_to_count(shift: Shift) -> None:
    assert "nothing to count yet" in at(shift, shift.ben, "figures").words


def _pixels(picture: Image.Image) -> set[tuple[int, int, int]]:
    rgb = picture.convert("RGB")
    return {colour for _, colour in rgb.getcolors(1 << 20) or []}  # type: ignore[misc]

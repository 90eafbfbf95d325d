"""What the renderer makes of blocks: text broken into lines, marks, and no silent gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pictures import blocks, paragraph, rich_text
from tests.pictures.emoji import UnknownEmojiError
from tests.pictures.mrkdwn import Line, Look, Piece, lines
from tests.pictures.page import Page, UnknownPartError
from tests.pictures.paragraph import BODY, widest, words
from tests.pictures.svg import Room, Sheet, width_of
from tests.pictures.typefaces import Face, NoGlyphError

if TYPE_CHECKING:
    from tests.pictures.page import Json

NAMES = {"U1": "Ann Lee", "C1": "support", "S1": "desk"}
WIDE = Room(0, 0, 600)


def text(words: str) -> Json:
    return {"type": "mrkdwn", "text": words}


def pieces(words: str) -> list[Piece]:
    return [piece for line in lines(text(words), NAMES) for piece in line.pieces]


def draw(*drawn: Json) -> float:
    return blocks.draw(Page(NAMES), drawn, WIDE)


@pytest.mark.parametrize(
    ("written", "shown", "look"),
    [
        ("*bold*", "bold", Look(bold=True)),
        ("_italic_", "italic", Look(italic=True)),
        ("~gone~", "gone", Look(strike=True)),
        ("`a &lt; b`", "a < b", Look(code=True)),
        ("<https://a.example/?x&amp;y>", "https://a.example/?x&y", Look(link=True)),
        ("<https://a.example|here>", "here", Look(link=True)),
        ("<@U1>", "@Ann Lee", Look(mention=True)),
        ("<#C1>", "#support", Look(mention=True)),
        ("<!subteam^S1>", "@desk", Look(mention=True)),
        ("<!here>", "@here", Look(mention=True)),
        ("*<@U1>*", "@Ann Lee", Look(bold=True, mention=True)),
        ("<!date^1767614400^{date_short}, {time}|soon>", "Jan 5, 2026, 12:00 PM", Look()),
        ("<!date^1767700800^{date_short_pretty} at {time}|x>", "tomorrow at 12:00 PM", Look()),
        (":warning:", "⚠", Look()),
        ("2 * 3 * 4 a_b_c", "2 * 3 * 4 a_b_c", Look()),
    ],
)
def test_mrkdwn_is_read_as_slack_reads_it(written: str, shown: str, look: Look) -> None:
    assert pieces(written) == [Piece(shown, look)]


def test_a_line_that_quotes_is_set_apart() -> None:
    quoted, after = lines(text("&gt; said\nthen"), NAMES)

    assert quoted.is_quote
    assert not after.is_quote


def test_a_long_text_goes_on_in_the_next_line_at_a_space() -> None:
    said = words("ten words of text that do not fit beside each other")
    half = widest(said, BODY) / 2 + 20

    assert paragraph.draw(Sheet(), said, Room(0, 0, half)) == 2 * BODY.leading


def test_letters_that_fit_together_stand_closer() -> None:
    apart = width_of("T", Face.REGULAR, 15) + width_of("o", Face.REGULAR, 15)

    assert width_of("To", Face.REGULAR, 15) < apart


def test_a_letter_that_lato_lacks_comes_from_the_spare_face() -> None:
    sheet = Sheet()

    sheet.text("a→b", 0, 0, face=Face.REGULAR, size=15, ink=BODY.ink)

    assert set(sheet.glyphs) == {"r61", "s2192", "r62"}


def test_fields_stand_in_two_columns() -> None:
    fields = [text(f"*Field*\n{number}") for number in range(4)]

    assert draw({"type": "section", "fields": fields}) == 4 * BODY.leading + blocks.GAP


def test_remarks_stand_beside_each_other_while_there_is_room() -> None:
    short = {"type": "context", "elements": [text("one"), text("two")]}
    long = {"type": "context", "elements": [text("one " * 20), text("two " * 20)]}

    assert draw(short) == 18
    assert draw(long) == 38


def test_rich_text_is_read_piece_by_piece() -> None:
    block: Json = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [said("one\n*two*", bold=True)]},
            {"type": "rich_text_quote", "elements": [{"type": "user", "user_id": "U1"}]},
            {
                "type": "rich_text_list",
                "elements": [{"elements": [{"type": "link", "url": "https://a.example"}]}],
            },
        ],
    }

    assert [rich_text.lines(part, NAMES) for part in block["elements"]] == [
        [
            Line((Piece("one", Look(bold=True)),)),
            Line((Piece("*two*", Look(bold=True)),)),
        ],
        [Line((Piece("@Ann Lee", Look(mention=True)),), is_quote=True)],
        [Line((Piece(rich_text.BULLET), Piece("https://a.example", Look(link=True))))],
    ]


def test_preformatted_text_stands_in_a_box_of_its_own() -> None:
    inside = {"type": "rich_text_preformatted", "elements": [said("▁▂█\n12")]}

    assert draw({"type": "rich_text", "elements": [inside]}) == 2 * 18 + 16


def said(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text, "style": style}


def test_an_open_menu_shows_its_choices_below() -> None:
    option = {"text": {"type": "plain_text", "text": "Judge again"}, "value": "1"}
    menu = {"type": "overflow", "action_id": "more", "options": [option]}
    row = {"type": "actions", "elements": [menu]}
    beside = {"type": "section", "text": text("one"), "accessory": menu}

    for block in (row, beside):
        closed = blocks.draw(Page(NAMES), [block], WIDE)
        assert blocks.draw(Page(NAMES, opened="more"), [block], WIDE) > closed + 36


def test_what_is_wrong_with_an_input_stands_below_it() -> None:
    option = {
        "text": {"type": "plain_text", "text": "Tell the thread"},
        "description": {"type": "plain_text", "text": "Once"},
        "value": "tell",
    }
    block = {
        "type": "input",
        "block_id": "telling",
        "label": {"type": "plain_text", "text": "Who is told"},
        "element": {"type": "checkboxes", "options": [option, option], "initial_options": [option]},
    }

    right = blocks.draw(Page(NAMES), [block], WIDE)
    wrong = blocks.draw(Page(NAMES, errors={"telling": "Not that."}), [block], WIDE)

    assert wrong == right + 4 + 18


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({"type": "video"}, "block of type video"),
        ({"type": "data_visualization", "chart": {"type": "pie"}}, "chart of type pie"),
        ({"type": "actions", "elements": [{"type": "datepicker"}]}, "element of type datepicker"),
        (
            {
                "type": "input",
                "label": {"type": "plain_text", "text": "When"},
                "element": {"type": "timepicker"},
            },
            "input of type timepicker",
        ),
        (
            {"type": "rich_text", "elements": [{"type": "rich_text_table"}]},
            "rich text of type rich_text_table",
        ),
        (
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "date"}]}],
            },
            "rich text of type date",
        ),
        ({"type": "section", "text": {"type": "raw", "text": "a"}}, "text of type raw"),
    ],
)
def test_what_can_not_be_drawn_is_named(block: Json, said: str) -> None:
    with pytest.raises((UnknownPartError, LookupError), match=said):
        draw(block)


@pytest.mark.parametrize("emoji", ["🚀", ":rocket:"])
def test_an_emoji_without_a_drawing_is_named(emoji: str) -> None:
    with pytest.raises(UnknownEmojiError, match=r"🚀|:rocket:"):
        draw({"type": "section", "text": text(f"up {emoji}")})


def test_a_letter_that_no_face_has_is_named() -> None:
    with pytest.raises(NoGlyphError, match=r"U\+4E2D"):
        draw({"type": "section", "text": text("中")})

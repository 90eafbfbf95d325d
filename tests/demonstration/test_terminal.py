from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from bot.demonstration.terminal import draw
from bot.slack.posts.card import card
from bot.slack.posts.question import question
from tests.builders import REPORTER, a_judged_ticket, a_related, a_waiting_ticket, the_rules

if TYPE_CHECKING:
    from bot.demonstration.terminal import Block

NAMES = {REPORTER: "Dana Whitfield"}


def drawn(*blocks: Block, text: str = "") -> str:
    paper = StringIO()
    Console(file=paper, width=100).print(draw("Ticket Triage", text, blocks, NAMES))
    return paper.getvalue()


def styled(text: str) -> str:
    paper = StringIO()
    console = Console(file=paper, width=100, force_terminal=True, color_system="standard")
    console.print(draw("Ann", text, (), NAMES))
    return paper.getvalue()


def test_a_message_without_blocks_is_a_line_below_its_author() -> None:
    lines = [line.strip() for line in drawn(text="It &amp; that").splitlines()]

    assert lines[:2] == ["Ticket Triage", "It & that"]


def test_a_card_shows_all_its_words() -> None:
    ticket = a_judged_ticket(related=(a_related(title="Counted twice"),))

    shown = " ".join(drawn(*card(ticket, the_rules()).blocks).split())

    assert "Billing" in shown
    assert "🟡 Medium" in shown
    assert "Counted twice" in shown
    assert "T-12" in shown


def test_a_card_shows_its_buttons_menus_and_thumbs() -> None:
    related = (a_related(), a_related(id="KB-102"))
    ticket = a_judged_ticket(related=related)

    shown = " ".join(drawn(*card(ticket, the_rules()).blocks).split())

    assert "I'm on it" in shown
    assert "⋯ Judge again | Not a ticket" in shown
    assert "⋯ Yes, same issue | Not this" in shown
    assert "👍 Helpful 👎 Not helpful" in shown


def test_a_question_names_who_is_asked_and_shows_its_buttons() -> None:
    shown = drawn(*question(a_waiting_ticket("June", "July"), 1).blocks)

    assert "@Dana Whitfield" in shown
    assert "June" in shown
    assert "Classify anyway" in shown


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<@U0STRANGER> said", "@U0STRANGER said"),
        ("<https://a.example|the page>", "the page"),
        ("<https://a.example>", "https://a.example"),
        ("*bold* and _italic_ and `code`", "bold and italic and code"),
        ("&lt;b&gt;", "<b>"),
    ],
)
def test_slacks_markup_is_read_as_slack_shows_it(source: str, expected: str) -> None:
    assert expected in drawn(text=source)


def test_marks_become_styles() -> None:
    assert "\x1b[1mbold\x1b[0m" in styled("so *bold*")


def test_text_that_is_not_markup_stays_as_it_is() -> None:
    plain = {"type": "section", "text": {"type": "plain_text", "text": "*stars* <b>"}}

    assert "*stars* <b>" in drawn(plain)


def test_rich_text_is_drawn_with_its_lists_and_people() -> None:
    block: Block = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "user", "user_id": REPORTER},
                    {"type": "text", "text": " wrote ", "style": {"bold": True, "code": True}},
                    {"type": "link", "url": "https://a.example"},
                    {"type": "emoji", "name": "eyes"},
                ],
            },
            {
                "type": "rich_text_list",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}
                ],
            },
        ],
    }

    shown = drawn(block)

    assert "@Dana Whitfield wrote https://a.example:eyes:" in shown
    assert "• one" in shown


def test_menus_images_and_lines_are_hinted_at() -> None:
    menu = {"type": "static_select", "placeholder": {"type": "plain_text", "text": "Pick one"}}
    blocks: list[Block] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "Here"}, "accessory": menu},
        {"type": "context", "elements": [{"type": "image", "alt_text": "a cat"}]},
        {"type": "actions", "elements": [{"type": "datepicker"}]},
        {"type": "divider"},
        {"type": "video"},
    ]

    shown = drawn(*blocks)

    assert "Pick one" in shown
    assert "a cat" in shown
    assert "datepicker" in shown
    assert "────" in shown
    assert "[video]" in shown

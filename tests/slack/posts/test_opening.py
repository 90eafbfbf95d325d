from __future__ import annotations

from bot.slack.posts.opening import root
from bot.workspace.block_kit.limits import check_message, visible_texts
from tests.builders import a_ticket


def test_a_root_names_the_person_and_shows_the_text() -> None:
    view = root(a_ticket("The export is empty\nsince Monday"))

    said = list(visible_texts(view.blocks))
    assert said == ["<@U0REPORTER> opened T-12:", "The export is empty\nsince Monday"]
    assert view.text == "<@U0REPORTER> opened T-12: The export is empty since Monday"


def test_a_root_shows_all_of_the_longest_usual_ticket() -> None:
    text = "Export empty. " + "x" * 4986

    assert "".join(list(visible_texts(root(a_ticket(text)).blocks))[1:]) == text


def test_slack_takes_a_root_of_any_length() -> None:
    view = root(a_ticket("👨‍👩‍👧‍👦 is &<!here> " * 4000))

    check_message(view.text, view.blocks)

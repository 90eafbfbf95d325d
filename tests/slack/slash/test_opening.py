from __future__ import annotations

import pytest

from bot.slack.posts.opening import root
from bot.slack.slash.opening import form
from bot.workspace.block_kit.limits import check_message, check_view, visible_texts
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


@pytest.mark.parametrize(("limit", "shown"), [(200, "200"), (5000, "3,000")])
def test_the_form_names_its_limit(limit: int, shown: str) -> None:
    view = form("C0SUPPORT", limit)

    check_view(view, "modal")
    assert f"At most {shown} characters." in list(visible_texts(view["blocks"]))
    assert view["private_metadata"] == "C0SUPPORT"

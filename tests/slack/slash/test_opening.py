from __future__ import annotations

import pytest

from bot.slack.slash.opening import form
from bot.workspace.block_kit.limits import check_view, visible_texts


@pytest.mark.parametrize(
    ("limit", "shown"),
    [
        (200, "At most 200 characters."),
        (3000, "At most 3,000 characters."),
        (5000, "At most 3,000 characters. A message in the channel may have 5,000."),
    ],
)
def test_the_form_names_its_limit_and_where_more_may_be_said(limit: int, shown: str) -> None:
    view = form("C0SUPPORT", limit)

    check_view(view, "modal")
    assert shown in list(visible_texts(view["blocks"]))
    assert view["private_metadata"] == "C0SUPPORT"

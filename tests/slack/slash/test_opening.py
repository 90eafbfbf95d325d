from __future__ import annotations

import pytest

from bot.slack.slash.opening import form
from bot.workspace.block_kit.limits import check_view, visible_texts


@pytest.mark.parametrize(("limit", "shown"), [(200, "200"), (5000, "3,000")])
def test_the_form_names_its_limit(limit: int, shown: str) -> None:
    view = form("C0SUPPORT", limit)

    check_view(view, "modal")
    assert f"At most {shown} characters." in list(visible_texts(view["blocks"]))
    assert view["private_metadata"] == "C0SUPPORT"

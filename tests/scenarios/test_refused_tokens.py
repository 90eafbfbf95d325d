"""A start that Slack refuses says which variable it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.processes import Triage
from tests.scenarios.office import an_office

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("name", "token"), [("SLACK_BOT_TOKEN", "xoxb-stale"), ("SLACK_APP_TOKEN", "xapp-stale")]
)
def test_a_token_that_slack_refuses_ends_the_start_by_its_name(
    new_home: Callable[[], Triage], name: str, token: str
) -> None:
    with an_office(new_home(), "socket") as office:
        done = Triage(office.triage.home, office.triage.settings | {name: token})("run")

    assert done.returncode == 2
    assert f"triage: {name}: refused, " in done.stderr
    assert "invalid_auth" in done.stderr
    assert "Traceback" not in done.stderr
    assert token not in done.stderr

"""What the tests of deadlines share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.slack.posts.watching import Watch

if TYPE_CHECKING:
    from tests.workbench import Workbench


@pytest.fixture
def watch(bench: Workbench) -> Watch:
    return Watch(bench)

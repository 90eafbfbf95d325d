"""A `triage.yml` of a team's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.configuration.rules import PACKAGED

if TYPE_CHECKING:
    from pathlib import Path


def own_rules(home: Path, **settings: str) -> Path:
    """Write the packaged file into `home`, with these settings, as YAML, in place of its own."""
    text = PACKAGED.read_text("utf-8")
    for name, value in settings.items():
        text, times = re.subn(rf"^{name}:.*$", f"{name}: {value}", text, flags=re.MULTILINE)
        assert times == 1, name
    own = home / "triage.yml"
    own.write_text(text, "utf-8")
    return own

"""What the bot promises, by name."""

from __future__ import annotations

from enum import StrEnum


class Promise(StrEnum):
    """What may never be broken, by the name that people read in the table."""

    NOTHING_LOST = "acknowledged and lost"
    NOTHING_TWICE = "said twice"
    NO_SILENCE = "left without an end or a card"
    NO_STALE_CARD = "shows its ticket as it was"
    NOTHING_LATE = "said of what is closed or withdrawn"
    KEEPS_SILENT = "said where it is to be silent"
    NOBODY_FORGOTTEN = "nobody told that should be"
    ONE_WINS = "two moves where one was possible"
    NOTHING_KEPT = "kept of what was withdrawn"
    NOTHING_ACTS = "control sequence posted"
    KEPT_APART = "told in another workspace"
    NO_SECRET = "secret in a model request or log line"
    ALL_AUDITED = "change of state without an audit row"
    WITHIN_BUDGET = "tokens beyond the day's budget"
    INDEX_AGREES = "index and database disagree"
    NO_SURPRISE = "unexpected error"
    ENDS = "never quiet"

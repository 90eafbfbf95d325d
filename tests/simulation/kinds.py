"""Everything that the simulator lets go wrong, by the name that people read in its table."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """One way in which the world lets the bot down."""

    DELIVERED_TWICE = "event delivered twice"
    DELIVERED_LATE = "event delivered late, overtaken by others"
    ACK_LOST = "acknowledgement lost, delivered again"
    TWIN = "mention that comes as two events"
    SOCKET_CUT = "socket cut"
    AT_ONCE = "two people press at once"
    ELSEWHERE = "something done in another workspace"

    RATE_LIMITED = "Slack: 429"
    SERVER_ERROR = "Slack: 5xx, nothing done"
    SERVER_ERROR_AFTER = "Slack: 5xx, done all the same"
    UNREACHABLE = "Slack: can't be reached"
    CUT_BEFORE = "Slack: connection cut, nothing done"
    ANSWER_LOST = "Slack: done, answer lost"
    ANSWER_SLOW = "Slack: done, answer after the timeout"
    LANDS_LATE = "Slack: lands after the timeout"
    GARBLED = "Slack: a page in place of JSON"
    BLOCKS_REFUSED = "Slack: blocks refused"
    REFUSED = "Slack: refused for good"
    OUTAGE = "Slack: fails for minutes or hours"
    REVOKED = "Slack: refuses the app for minutes or hours"

    MODEL_RATE_LIMITED = "model: 429"
    MODEL_ERROR = "model: 5xx"
    MODEL_CUT = "model: connection cut"
    MODEL_SLOW = "model: no answer in time"
    MODEL_TRICKLES = "model: trickles"
    MODEL_NO_KEY = "model: 401"
    MODEL_UNKNOWN = "model: 404"
    MODEL_NO_QUOTA = "model: quota used up"
    MODEL_PAGE = "model: a page with 200"
    MODEL_NOTHING = "model: no body"
    MODEL_NO_CHOICES = "model: no choices"
    MODEL_NULL_CHOICES = "model: choices null"
    MODEL_REFUSES = "model: refusal"
    MODEL_FILTERED = "model: filtered"
    MODEL_EMPTY = "model: empty"
    MODEL_CUT_SHORT = "model: cut short"
    MODEL_FENCED = "model: fenced JSON"
    MODEL_NO_JSON = "model: prose"
    MODEL_BAD_ENUM = "model: unknown category"
    MODEL_OUT_OF_RANGE = "model: confidence of 7"
    MODEL_NAN = "model: confidence NaN"
    MODEL_UNKNOWN_ISSUE = "model: unknown issue"
    MODEL_OTHER_LANGUAGE = "model: another language"

    EMBEDDER_RATE_LIMITED = "embedder: 429"
    EMBEDDER_ERROR = "embedder: 5xx"
    EMBEDDER_CUT = "embedder: connection cut"
    EMBEDDER_SLOW = "embedder: no answer in time"
    EMBEDDER_NO_KEY = "embedder: 401"
    EMBEDDER_PAGE = "embedder: a page with 200"
    EMBEDDER_TOO_FEW = "embedder: too few vectors"

    BUDGET_SPENT = "model: the day's tokens are spent"
    INDEX_DOWN = "index: can't answer"
    DATABASE_BUSY = "database: busy"
    CRASH_BEFORE = "crash before a commit"
    CRASH_AFTER = "crash after a commit"
    POWER_CUT = "power cut after a commit"
    DOWN = "bot down for a while"
    SET_UP_ANEW = "settings changed while the bot was down"
    CLOCK_SET = "bot's clock set, minutes off"


DELIVERY = (Kind.DELIVERED_TWICE, Kind.DELIVERED_LATE, Kind.ACK_LOST)
READING = (
    Kind.RATE_LIMITED,
    Kind.SERVER_ERROR,
    Kind.UNREACHABLE,
    Kind.CUT_BEFORE,
    Kind.ANSWER_LOST,
    Kind.ANSWER_SLOW,
    Kind.GARBLED,
)
WRITING = (*READING, Kind.SERVER_ERROR_AFTER, Kind.LANDS_LATE)
POSTING = (*WRITING, *WRITING, *WRITING, Kind.BLOCKS_REFUSED, Kind.REFUSED)
"""What is refused for good leaves a dead letter, so it is rarer than the rest."""
OUTAGES = (Kind.OUTAGE, Kind.OUTAGE, Kind.REVOKED)
IN_AN_OUTAGE = (Kind.SERVER_ERROR, Kind.UNREACHABLE, Kind.CUT_BEFORE, Kind.SERVER_ERROR_AFTER)
MODEL = tuple(kind for kind in Kind if kind.name.startswith("MODEL_"))
EMBEDDER = tuple(kind for kind in Kind if kind.name.startswith("EMBEDDER_"))

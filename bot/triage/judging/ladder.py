"""The ladder of judging: which rungs failed for a ticket, and why, in words that people read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.triage.errors import TriageError


class Rung(StrEnum):
    """Who is asked to judge, from the best downwards; below the last one stand people."""

    MODEL = "model"
    REPAIR = "repair"
    """The model once more, told what was wrong with its answer."""
    OFFLINE = "offline"


class Reason(StrEnum):
    """Why a rung gave no judgement; the `code` of the error that says so."""

    TOO_SLOW = "too_slow"
    UNREACHABLE = "unreachable"
    SERVER_ERROR = "server_error"
    RATE_LIMITED = "rate_limited"
    BUSY = "busy"
    LEFT_ALONE = "left_alone"
    WRONG_KEY = "wrong_key"
    NO_SUCH_MODEL = "no_such_model"
    BAD_REQUEST = "bad_request"
    QUOTA_SPENT = "quota_spent"
    BUDGET_SPENT = "budget_spent"
    REFUSED = "refused"
    FILTERED = "filtered"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    CUT_OFF = "cut_off"
    BROKE_RULES = "broke_rules"
    UNKNOWN_ISSUE = "unknown_issue"
    OTHER_LANGUAGE = "other_language"
    FAILED = "failed"
    """Anything else; the log has it."""


_PHRASES = {
    Reason.TOO_SLOW: "did not answer in time",
    Reason.UNREACHABLE: "could not be reached",
    Reason.SERVER_ERROR: "had an error on its server",
    Reason.RATE_LIMITED: "was asked too often",
    Reason.BUSY: "had too many tickets at once",
    Reason.LEFT_ALONE: "was left alone since it kept failing",
    Reason.WRONG_KEY: "did not accept its key",
    Reason.NO_SUCH_MODEL: "was not found on its server",
    Reason.BAD_REQUEST: "did not take the request",
    Reason.QUOTA_SPENT: "has no quota left at its provider",
    Reason.BUDGET_SPENT: "has no tokens left in today's budget",
    Reason.REFUSED: "refused to answer",
    Reason.FILTERED: "was stopped by its provider's filter",
    Reason.EMPTY: "gave an empty answer",
    Reason.UNREADABLE: "gave no readable answer",
    Reason.CUT_OFF: "was cut off in its answer",
    Reason.BROKE_RULES: "gave an answer that breaks the rules",
    Reason.UNKNOWN_ISSUE: "named a known issue that was not found for this ticket",
    Reason.OTHER_LANGUAGE: "answered in another language",
    Reason.FAILED: "failed",
}


_JOINTS = {
    Rung.MODEL: "; the model",
    Rung.REPAIR: " and, asked again,",
    Rung.OFFLINE: "; the offline analyst",
}


@dataclass(frozen=True, slots=True)
class Fall:
    """One rung that was tried and gave no judgement."""

    rung: Rung
    reason: Reason

    @property
    def phrase(self) -> str:
        """Return what happened, as the end of a sentence about who was asked."""
        return _PHRASES[self.reason]


def why(error: TriageError) -> Reason:
    """Return the reason that `error` names by its code; FAILED if it names none."""
    return Reason(error.code) if error.code in set(Reason) else Reason.FAILED


def in_words(falls: Sequence[Fall]) -> str:
    """Return what happened on `falls`, as one sentence without its capital and full stop."""
    return "".join(f"{_JOINTS[fall.rung]} {fall.phrase}" for fall in falls).removeprefix("; ")

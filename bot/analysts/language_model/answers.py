"""Reads what a model answered: text in, a checked answer or a reason out."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Never

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.analysts.reading.repetition import was_asked
from bot.analysts.reading.trimming import cut, one_line
from bot.triage.errors import Rejected
from bot.triage.judgement import Confidence, Judgement, Question
from bot.triage.judging.ladder import Reason
from bot.triage.plain_text import plain, unpiled
from bot.triage.redaction import masked
from bot.triage.sensitive.spelling import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.triage.judgement import Case, Provenance, Taxonomy

MAX_ANSWER = 50_000
MAX_SUMMARY = 300
MAX_NEXT_ACTION = 500
MAX_QUESTION = 300
MAX_SUGGESTION = 75
MAX_SUGGESTIONS = 4
MIN_SUGGESTIONS = 2

_OPENINGS_TRIED = 20
_THOUGHT = "</think>"
_ALL_PERCENT = 100
_SCALE_OF_TEN = 10
_PERCENTS = {0, *range(2, _ALL_PERCENT + 1)}
_NO_ISSUE = {"", "null", "none"}

Probability = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Unusable(Rejected):
    """The model's answer breaks a rule; the message says which, and quotes nothing."""


class _Read(BaseModel):
    model_config = ConfigDict(strict=True)


class _Question(_Read):
    text: str
    suggestions: list[str] | None = None


class _Confidence(_Read):
    category: Probability
    severity: Probability
    issue_type: Probability

    @model_validator(mode="before")
    @classmethod
    def _as_fractions(cls, said: object) -> object:
        """Return what is `said`, as fractions where it is plainly meant in percent."""
        if isinstance(said, dict) and _are_percent(said.values()):
            return {name: number / _ALL_PERCENT for name, number in said.items()}
        return said


def _are_percent(numbers: Collection[object]) -> bool:
    """Return True if all are whole numbers to 100, one beyond a scale of ten, and none is 1.

    1 may be all or nearly nothing.
    """
    percents = [each for each in numbers if type(each) is int and each in _PERCENTS]
    return len(percents) == len(numbers) and max(percents, default=0) > _SCALE_OF_TEN


class _Reply(_Read):
    """`issue_type` is not read: the id decides it, so the two cannot contradict each other."""

    summary: str
    category: str
    severity: str
    matched_issue_id: str | None = None
    next_action: str | None = None
    question: _Question | None = None
    confidence: _Confidence


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model decided, checked and cut to size."""

    summary: str
    category: str
    severity: str
    matched_issue_id: str | None
    next_action: str
    question: Question | None
    confidence: Confidence

    @property
    def prose(self) -> str:
        """Return what was written for the reporter's eyes, in their language if all is well."""
        return f"{self.summary} {self.question.text if self.question else ''}"

    def judgement(self, provenance: Provenance) -> Judgement:
        """Return it as the judgement of `provenance`."""
        return Judgement(
            summary=self.summary,
            category=self.category,
            severity=self.severity,
            matched_issue_id=self.matched_issue_id,
            next_action=self.next_action,
            confidence=self.confidence,
            provenance=provenance,
            question=self.question,
            ask_probability=self._ask_probability,
        )

    @property
    def _ask_probability(self) -> float:
        """Return how probably a question is needed: above a half where the model asks one.

        Models give no such number. The less sure one is, the more an answer can change.
        """
        sure = self.confidence
        doubt = 1 - min(sure.category, sure.severity, sure.issue_type)
        return (doubt + (self.question is not None)) / 2


def parse(text: str, case: Case, taxonomy: Taxonomy) -> Answer:
    """Return what the model's `text` says about `case`; Unusable with the reason if it can't be.

    Tolerated: prose or a code fence around the JSON, unknown keys, enums in another case, an
    issue type that contradicts the id, too many or doubled suggestions, null for what may be left
    out, confidence in percent, a question where none is allowed or that was asked before (dropped),
    too long texts (cut).
    """
    reply = _validated(first_object(text))
    category = _spelled(reply.category, taxonomy.category_names, "category")
    return Answer(
        summary=said(reply.summary, MAX_SUMMARY) or _refuse("summary must not be empty"),
        category=category,
        severity=_spelled(reply.severity, taxonomy.severity_names, "severity"),
        matched_issue_id=_matched(reply.matched_issue_id, case),
        next_action=said(reply.next_action or "", MAX_NEXT_ACTION)
        or taxonomy.category(category).next_action,
        question=_question(reply.question, case),
        confidence=Confidence(**reply.confidence.model_dump()),
    )


def first_object(text: str) -> dict[str, object]:
    """Return the first JSON object with something in it that stands in `text`.

    What a model thought aloud before is looked at only if there is none behind.
    """
    if len(text) > MAX_ANSWER:
        _refuse("the answer is too long")
    for part in dict.fromkeys((text.rpartition(_THOUGHT)[2], text)):
        if found := _object_in(part):
            return found
    return _refuse("the answer holds no complete JSON object", Reason.UNREADABLE)


def _object_in(text: str) -> dict[str, object] | None:
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    for opening in islice(re.finditer(r"\{", text), _OPENINGS_TRIED):
        with suppress(ValueError, RecursionError):
            found: dict[str, object] = decoder.raw_decode(text, opening.start())[0]
            if found:
                return found
    return None


def _refuse_constant(name: str) -> Never:
    _refuse(f"{name} is not a JSON number")


def _refuse(sentence: str, reason: Reason = Reason.BROKE_RULES) -> Never:
    raise Unusable(sentence, code=reason)


def _validated(found: dict[str, object]) -> _Reply:
    try:
        return _Reply.model_validate(found)
    except ValidationError as error:
        raise Unusable(_first_fault(error), code=Reason.BROKE_RULES) from error


def _first_fault(error: ValidationError) -> str:
    """Return where and what the first fault is, without the value: it may hold anything."""
    fault = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in fault["loc"])
    return f"{where}: {fault['msg']}"


def _spelled(
    value: str, allowed: Sequence[str], field: str, reason: Reason = Reason.BROKE_RULES
) -> str:
    spelling = {name.casefold(): name for name in allowed}
    try:
        return spelling[value.strip().casefold()]
    except KeyError:
        _refuse(f"{field} must be one of: {', '.join(allowed)}", reason)


def _matched(value: str | None, case: Case) -> str | None:
    if value is None or value.strip().casefold() in _NO_ISSUE:
        return None
    if not case.hits:
        _refuse("matched_issue_id must be null", Reason.UNKNOWN_ISSUE)
    ids = [hit.issue.id for hit in case.hits]
    return _spelled(value, ids, "matched_issue_id (or null)", Reason.UNKNOWN_ISSUE)


def _question(asked: _Question | None, case: Case) -> Question | None:
    if asked is None or not case.may_ask:
        return None
    text = said(asked.text, MAX_QUESTION)
    if not text or was_asked(text, case.asked):
        return None
    return Question(text, _suggestions(asked.suggestions or ()))


def _suggestions(texts: Sequence[str]) -> tuple[str, ...]:
    """Return up to four different answers; none where there would be no choice."""
    distinct: dict[str, str] = {}
    for each in (said(text, MAX_SUGGESTION) for text in texts):
        if each:
            distinct.setdefault(each.casefold(), each)
    return tuple(distinct.values())[:MAX_SUGGESTIONS] if len(distinct) >= MIN_SUGGESTIONS else ()


def said(text: str, limit: int) -> str:
    """Return what the model says, without personal data: it was given none to say."""
    line = one_line(unpiled(plain(text)))
    return cut(masked(line), limit) if INVISIBLE.sub("", line).strip() else ""

"""Judges a ticket with a language model: tries again, asks for one repair, keeps the time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.analysts.answers import Answer, Unusable, parse
from bot.analysts.completions import Completion, Said
from bot.analysts.prompts import PROMPT_VERSION, build
from bot.triage.errors import Unavailable
from bot.triage.judgement import Provenance

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.analysts.prompts import Prompt
    from bot.triage.judgement import Case, Judgement, Taxonomy
    from bot.triage.retries import Patience

_log = structlog.get_logger(__name__)

_REPAIR = "That answer can't be used: {reason}. Answer again with the complete JSON only."
_CUT_OFF = "it was cut off; be shorter"


class Completes(Protocol):
    """Answers a prompt: a language model, or something that guards one."""

    @property
    def name(self) -> str:
        """Return the name of the model that is asked for."""

    def complete(
        self, messages: Sequence[Said], schema: dict[str, object], seconds: float
    ) -> Completion:
        """Return the model's answer within `seconds`; Unavailable or Rejected if there is none."""


@dataclass(slots=True)
class _Spent:
    """What one ticket has cost so far."""

    started: float
    model: str
    input_tokens: int = field(default=0)
    output_tokens: int = field(default=0)

    def add(self, completion: Completion) -> None:
        self.model = completion.model or self.model
        self.input_tokens += completion.input_tokens
        self.output_tokens += completion.output_tokens

    def provenance(self, now: float) -> Provenance:
        return Provenance(
            analyst="openai",
            model=self.model,
            prompt_version=PROMPT_VERSION,
            input_tokens=self.input_tokens,
            output_tokens=self.output_tokens,
            milliseconds=round((now - self.started) * 1000),
        )


class ModelAnalyst:
    """An analyst that asks a language model; `monotonic` and `sleep` are in seconds."""

    def __init__(
        self,
        model: Completes,
        taxonomy: Taxonomy,
        patience: Patience,
        *,
        monotonic: Callable[[], float],
        sleep: Callable[[float], None],
        jitter: Callable[[], float],
    ) -> None:
        self._model = model
        self._taxonomy = taxonomy
        self._patience = patience
        self._monotonic = monotonic
        self._sleep = sleep
        self._jitter = jitter

    def judge(self, case: Case) -> Judgement:
        """Return the model's judgement of `case`.

        Raises Unavailable when tries or time are spent, Rejected when trying again can't help or
        the answer stayed unusable after one repair.
        """
        spent = _Spent(self._monotonic(), self._model.name)
        prompt = build(case, self._taxonomy)
        answer = self._answer(prompt, case, spent)
        return answer.judgement(spent.provenance(self._monotonic()))

    def _answer(self, prompt: Prompt, case: Case, spent: _Spent) -> Answer:
        messages = (Said("system", prompt.system), Said("user", prompt.user))
        completion = self._completed(messages, prompt, spent)
        try:
            return self._parsed(completion, case)
        except Unusable as fault:
            _log.info("answer_repaired", model=spent.model, reason=str(fault))
            correction = Said("user", _REPAIR.format(reason=fault))
            said = Said("assistant", completion.text)
            repaired = self._completed((*messages, said, correction), prompt, spent)
            return self._parsed(repaired, case)

    def _parsed(self, completion: Completion, case: Case) -> Answer:
        if completion.cut_off:
            raise Unusable(_CUT_OFF, code="cut_off")
        return parse(completion.text, case, self._taxonomy)

    def _completed(self, messages: Sequence[Said], prompt: Prompt, spent: _Spent) -> Completion:
        """Return the first completion to be had, trying as long as patience lasts."""
        retry = 0
        while True:
            seconds = min(self._patience.attempt_seconds, self._left(spent))
            try:
                completion = self._model.complete(messages, prompt.schema, seconds)
            except Unavailable as error:
                self._pause(retry, error, spent)
                retry += 1
            else:
                spent.add(completion)
                return completion

    def _pause(self, retry: int, error: Unavailable, spent: _Spent) -> None:
        """Sleep before the next try; raise `error` if there is none."""
        if retry >= self._patience.max_retries:
            raise error
        pause = self._patience.pause_seconds(retry, error, self._jitter)
        if pause >= self._left(spent):
            raise error
        _log.info("model_retry", model=spent.model, reason=str(error), seconds=round(pause, 1))
        self._sleep(pause)

    def _left(self, spent: _Spent) -> float:
        return spent.started + self._patience.total_seconds - self._monotonic()

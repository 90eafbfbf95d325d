"""Judges a ticket with a language model, and has it repair an answer that can't be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.analysts.language_model.answers import Answer, Unusable, parse
from bot.analysts.language_model.completions import Said
from bot.analysts.prompts import PROMPT_VERSION, build
from bot.analysts.reading.language import are_plainly_different
from bot.triage.errors import TriageError
from bot.triage.judgement import Provenance
from bot.triage.judging.ladder import Fall, Reason, Rung, why
from bot.triage.redaction import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.analysts.language_model.completions import Completion
    from bot.analysts.language_model.tries import Tries
    from bot.triage.judgement import Case, Judgement, Taxonomy

log = structlog.stdlib.get_logger("analysts.model")

_REPAIR = "That answer can't be used: {reason}. Answer again with the complete JSON only."
_CUT_OFF = "it was cut off; be shorter"
_OTHER_LANGUAGE = "its text is not in the reporter's language"


class OtherLanguage(Unusable):
    """The answer keeps every rule but is in another language than the ticket."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(_OTHER_LANGUAGE, code=Reason.OTHER_LANGUAGE)
        self.answer = answer


class ModelAnalyst:
    """An analyst that asks a language model."""

    def __init__(self, tries: Tries, taxonomy: Taxonomy) -> None:
        self._tries = tries
        self._taxonomy = taxonomy

    def judge(self, case: Case) -> Judgement:
        """Return the model's judgement of `case`.

        Raises Unavailable when tries or time are spent, Rejected when trying again can't help or
        the answer stayed unusable after one repair; either tells which rungs failed.
        """
        started = self._tries.now()
        prompt = build(case, self._taxonomy)

        def ask(messages: Sequence[Said]) -> Completion:
            return self._tries.complete(case.team, messages, prompt.schema, started=started)

        dialogue = _Dialogue(case, self._taxonomy, ask, self._tries.name)
        opening = (Said("system", prompt.system), Said("user", prompt.user))
        try:
            answer = dialogue.answer(opening)
        except TriageError as error:
            dialogue.fell(error)
            error.falls = dialogue.falls
            raise
        return answer.judgement(dialogue.provenance(self._tries.now() - started))


@dataclass(slots=True)
class _Dialogue:
    """What is said with the model about one case, what it cost, and what came to nothing."""

    case: Case
    taxonomy: Taxonomy
    ask: Callable[[Sequence[Said]], Completion]
    model: str
    input_tokens: int = 0
    output_tokens: int = 0
    rung: Rung = Rung.MODEL
    falls: tuple[Fall, ...] = ()

    def answer(self, opening: Sequence[Said]) -> Answer:
        """Return the model's answer to `opening`, or its second one if that can't be used."""
        completion = self._completed(opening)
        try:
            return self._parsed(completion)
        except Unusable as fault:
            log.info("answer_repaired", model=self.model, reason=str(fault))
            self.fell(fault)
            correction = Said("user", _REPAIR.format(reason=fault))
            again = (*opening, Said("assistant", completion.text), correction)
            return self._repaired(again, fault)

    def fell(self, error: TriageError) -> None:
        """Note that the rung it stands on gave no judgement; the one below is the repair."""
        self.falls = (*self.falls, Fall(self.rung, why(error)))
        self.rung = Rung.REPAIR

    def provenance(self, seconds: float) -> Provenance:
        """Return by what the answer was made, and at what cost."""
        return Provenance(
            analyst="openai",
            model=self.model,
            prompt_version=PROMPT_VERSION,
            input_tokens=self.input_tokens,
            output_tokens=self.output_tokens,
            milliseconds=round(seconds * 1000),
            falls=self.falls,
        )

    def _repaired(self, messages: Sequence[Said], fault: Unusable) -> Answer:
        """Return the second answer; if it is no better, one in another language stands.

        Categories and severities are right in any language: that is worth more than prose.
        """
        try:
            return self._parsed(self._completed(messages))
        except TriageError as error:
            for each in (error, fault):
                if isinstance(each, OtherLanguage):
                    self.fell(error)
                    return each.answer
            raise

    def _completed(self, messages: Sequence[Said]) -> Completion:
        completion = self.ask(messages)
        self.model = completion.model or self.model
        self.input_tokens += completion.input_tokens
        self.output_tokens += completion.output_tokens
        return completion

    def _parsed(self, completion: Completion) -> Answer:
        if completion.cut_off:
            raise Unusable(_CUT_OFF, code=Reason.CUT_OFF)
        answer = parse(completion.text, self.case, self.taxonomy)
        if are_plainly_different(joined(self.case.reported), answer.prose):
            raise OtherLanguage(answer)
        return answer

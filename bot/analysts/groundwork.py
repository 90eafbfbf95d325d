"""What the offline analyst starts from: all that it learned from the examples that ship."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.analysts.learning.general import General, learn_general
from bot.analysts.reading.vagueness import VaguenessModel, learn_vagueness
from bot.triage.judging.cleaning import cleaned
from bot.triage.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.analysts.examples import Example
    from bot.analysts.reading.categories import Embed
    from bot.triage.judgement import Taxonomy


@dataclass(frozen=True, slots=True)
class Groundwork:
    """How tickets are judged in general, and which of them say too little."""

    general: General
    vagueness: VaguenessModel


def lay_groundwork(embed: Embed, taxonomy: Taxonomy, examples: Sequence[Example]) -> Groundwork:
    """Return what `examples` teach; takes seconds where there are many."""
    texts = [redact(example.text) for example in examples]
    vectors = embed.embed([cleaned(text) for text in texts])
    needs_info = [example.needs_info for example in examples]
    return Groundwork(
        learn_general(embed, taxonomy, examples, texts, vectors),
        learn_vagueness(texts, vectors, needs_info),
    )

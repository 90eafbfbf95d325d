"""What every workspace starts from: how the examples that ship say that tickets are judged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.analysts.examples import severity_in
from bot.analysts.reading.categories import learn_categories
from bot.analysts.reading.severity import learn_severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from bot.analysts.examples import Example
    from bot.analysts.reading.categories import CategoryModel, Embed
    from bot.analysts.reading.severity import SeverityModel
    from bot.triage.judgement import Taxonomy
    from bot.triage.redaction import Redacted

    Shares = tuple[dict[str, float], dict[str, float]]


@dataclass(frozen=True)
class General:
    """The models of category and severity, with the examples that they were learned from."""

    category_names: tuple[str, ...]
    severity_names: tuple[str, ...]
    categories: CategoryModel
    severity: SeverityModel
    texts: tuple[Redacted, ...]
    """Of the clear examples: how severe one is that says too little is a guess."""
    vectors: NDArray[np.float32]
    category_labels: tuple[str | None, ...]
    """None where nobody could tell, or the taxonomy has no such category."""
    severity_labels: tuple[str, ...]

    @cached_property
    def own_shares(self) -> tuple[Shares, ...]:
        """What it says of its own examples: found out at the first use, and always the same."""
        return tuple(map(self.shares, self.texts, self.vectors))

    def shares(self, text: str, vector: NDArray[np.float32]) -> Shares:
        """Return the probabilities of all categories, likeliest first, and severities, rising."""
        return self.category_shares(vector), self.severity_shares(text, vector)

    def category_shares(self, vector: NDArray[np.float32]) -> dict[str, float]:
        """Return the probability of every category, the likeliest first."""
        return {share.name: share.probability for share in self.categories.ranked(vector)}

    def severity_shares(self, text: str, vector: NDArray[np.float32]) -> dict[str, float]:
        """Return the probability of every severity, the least urgent first."""
        return self.severity.shares(text, vector)


def learn_general(
    embed: Embed,
    taxonomy: Taxonomy,
    examples: Sequence[Example],
    texts: Sequence[Redacted],
    vectors: NDArray[np.float32],
) -> General:
    """Return what `examples` teach, whose `texts` are redacted and have these `vectors`."""
    names = set(taxonomy.category_names)
    labels = [example.category if example.category in names else None for example in examples]
    told = {
        row: severity_in(taxonomy, example.severity)
        for row, example in enumerate(examples)
        if example.severity and not example.needs_info
    }
    clear, levels = [texts[row] for row in told], list(told.values())
    return General(
        category_names=taxonomy.category_names,
        severity_names=taxonomy.severity_names,
        categories=learn_categories(embed, taxonomy, labels, vectors),
        severity=learn_severity(clear, vectors[list(told)], levels, taxonomy.severity_names),
        texts=tuple(clear),
        vectors=vectors[list(told)],
        category_labels=tuple(labels[row] for row in told),
        severity_labels=tuple(levels),
    )

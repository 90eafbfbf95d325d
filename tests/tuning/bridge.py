"""Fits `kb/models/bridge.npy`: `python -m tests.tuning.bridge`.

It needs the extra `multilingual`. The texts are the examples that ship, all English: what one model
makes of them, told by what the other makes of them. No ticket of `tests/data/eval` is read.
"""

from __future__ import annotations

import numpy as np

from bot.analysts.examples import shipped
from bot.triage.judging.cleaning import cleaned
from bot.triage.redaction import redact
from kb.models.e5 import BRIDGE, SmallE5
from kb.models.multilingual import MultilingualEmbedder

RIDGE = 1.0


def main() -> None:
    texts = [cleaned(redact(example.text)) for example in shipped() if example.severity]
    told = MultilingualEmbedder().embed(texts).astype(np.float64)
    seen = SmallE5().own(texts).astype(np.float64)
    penalty = RIDGE * np.eye(seen.shape[1])
    np.save(BRIDGE, np.linalg.solve(seen.T @ seen + penalty, seen.T @ told).astype(np.float16))


if __name__ == "__main__":
    main()

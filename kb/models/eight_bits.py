"""A model whose weights are whole numbers of eight bits, made from its file as it is loaded.

Processors that multiply such numbers four at a time embed in three fifths of the time. A block of
128 weights has a scale of its own, and so has a block of a token's values: of 3,081 texts 99 in a
hundred had a cosine of 0.998 or more with the vectors of the model as it is, all of them 0.994, so
both compare with each other.
See `docs/decisions/2026-11-26-weights-of-eight-bits.md`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
from onnx import helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

BLOCK = 128
MIDDLE, LARGEST = 128, 127
"""The byte that means 0, and how far from it the largest weight of a block lies."""
WHOLE_NUMBERS = 4
"""The level of accuracy at which also the tokens' values are multiplied as eight bits."""
NUMBERS, SCALES = ".numbers", ".scales"
"""Ends of the names of what stands for weights."""

PROCESSORS = Path("/proc/cpuinfo")
QUICK = {"avx512_vnni", "avx_vnni"}
"""What processors call it; others were not measured and keep the model as it is."""


def is_quicker(processors: Path = PROCESSORS) -> bool:
    """Return True if this machine is known to be quicker with eight bits."""
    try:
        return not QUICK.isdisjoint(processors.read_text("utf-8").split())
    except OSError:
        return False


def exchanged(model: Path) -> bytes:
    """Return the content of the file `model` with each product by weights in eight bits.

    What is not exchanged stays where it is, in the files beside `model`.
    """
    read = onnx.load_model(model, load_external_data=False)
    graph = read.graph
    weights = {tensor.name: tensor for tensor in graph.initializer}
    nodes = []
    for node in graph.node:
        if node.op_type == "MatMul":
            values = numpy_helper.to_array(weights.pop(node.input[1]), str(model.resolve().parent))
            weights |= {tensor.name: tensor for tensor in _in_eight_bits(node.input[1], values)}
            nodes.append(_product(node, values.shape))
        else:
            nodes.append(node)
    exchanged_graph = helper.make_graph(
        nodes, graph.name, graph.input, graph.output, list(weights.values())
    )
    graph.CopyFrom(exchanged_graph)
    content: bytes = read.SerializeToString()
    return content


def _in_eight_bits(name: str, weights: NDArray[np.float32]) -> Iterator[onnx.TensorProto]:
    """Yield the tensors of `weights`: a row for each column of theirs, cut into blocks."""
    depth, width = weights.shape
    blocks = weights.T.reshape(width, depth // BLOCK, BLOCK)
    scales = np.abs(blocks).max(axis=2) / LARGEST
    numbers = np.rint(blocks / scales[:, :, np.newaxis]) + MIDDLE
    yield numpy_helper.from_array(numbers.astype(np.uint8), f"{name}{NUMBERS}")
    yield numpy_helper.from_array(scales, f"{name}{SCALES}")


def _product(node: onnx.NodeProto, shape: Sequence[int]) -> onnx.NodeProto:
    """Return the node that multiplies by weights of this shape in blocks of eight bits.

    https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.MatMulNBits
    """
    values, name = node.input
    depth, width = shape
    return helper.make_node(
        "MatMulNBits",
        [values, f"{name}{NUMBERS}", f"{name}{SCALES}"],
        node.output,
        domain="com.microsoft",
        K=depth,
        N=width,
        bits=8,
        block_size=BLOCK,
        accuracy_level=WHOLE_NUMBERS,
    )

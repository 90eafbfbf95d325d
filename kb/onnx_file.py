"""Reads and writes what a model's ONNX file is made of, as far as exchanging its nodes needs.

The format is protocol buffers: https://protobuf.dev/programming-guides/encoding/ and
https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, whose field numbers stand here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

GRAPH = 7
NODE, INITIALIZER = 1, 5

_VARINT, _LENGTH_DELIMITED = 0, 2
_MORE = 0x80
"""Marks every byte of a whole number but the last, which hold seven bits each, lowest first."""
_INT = 2
"""Of an attribute's types."""
_FLOAT, _UINT8 = 1, 2
"""Of a tensor's types."""

Field = tuple[int, int | bytes]
"""A number of the schema with its value; a message within is bytes again."""


def fields(message: bytes) -> Iterator[Field]:
    """Yield the fields of `message`, which holds whole numbers, texts and messages only."""
    position = 0
    while position < len(message):
        key, position = _varint(message, position)
        value, position = _varint(message, position)
        if key & 7 == _VARINT:
            yield key >> 3, value
        else:
            yield key >> 3, message[position : position + value]
            position += value


def messages(content: Iterable[Field], wanted: int) -> list[bytes]:
    """Return the messages that stand in fields of the number `wanted`."""
    return [value for number, value in content if number == wanted and isinstance(value, bytes)]


def encoded(content: Iterable[Field]) -> bytes:
    """Return the message of these fields."""
    parts: list[bytes] = []
    for number, value in content:
        if isinstance(value, int):
            parts += (_as_varint(number << 3 | _VARINT), _as_varint(value))
        else:
            header = _as_varint(number << 3 | _LENGTH_DELIMITED) + _as_varint(len(value))
            parts += (header, value)
    return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Node:
    """One step of a model."""

    kind: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]

    @classmethod
    def read(cls, message: bytes) -> Node:
        """Return the node in `message`, its attributes left out."""
        content = list(fields(message))
        (kind,) = _texts(content, 4)
        return cls(kind, _texts(content, 1), _texts(content, 2))

    def written(self, domain: str, attributes: dict[str, int]) -> bytes:
        """Return its message."""
        numbers = (
            encoded([(1, name.encode()), (3, value), (20, _INT)])
            for name, value in attributes.items()
        )
        return encoded(
            [
                *((1, name.encode()) for name in self.inputs),
                *((2, name.encode()) for name in self.outputs),
                (4, self.kind.encode()),
                *((5, number) for number in numbers),
                (7, domain.encode()),
            ]
        )


@dataclass(frozen=True, slots=True)
class Tensor:
    """Weights, and where they lie in a file beside the model's."""

    name: str
    shape: tuple[int, ...]
    place: Mapping[str, str]

    @classmethod
    def read(cls, message: bytes) -> Tensor:
        """Return the tensor in `message`."""
        content = list(fields(message))
        (name,) = _texts(content, 8)
        shape = tuple(value for number, value in content if number == 1 and isinstance(value, int))
        entries = (list(fields(entry)) for entry in messages(content, 13))
        place = {_texts(entry, 1)[0]: _texts(entry, 2)[0] for entry in entries}
        return cls(name, shape, place)

    def values(self, folder: Path) -> NDArray[np.float32]:
        """Return its numbers, read from `folder`."""
        file, offset = folder / self.place["location"], int(self.place.get("offset", "0"))
        return np.fromfile(file, "<f4", math.prod(self.shape), offset=offset).reshape(self.shape)


def tensor(name: str, values: NDArray[np.uint8] | NDArray[np.float32]) -> bytes:
    """Return the message of a tensor that lies in the model's own file."""
    kind = _UINT8 if values.dtype == np.uint8 else _FLOAT
    shape = ((1, length) for length in values.shape)
    return encoded([*shape, (2, kind), (8, name.encode()), (9, values.tobytes())])


def _texts(content: Iterable[Field], wanted: int) -> tuple[str, ...]:
    return tuple(message.decode() for message in messages(content, wanted))


def _varint(message: bytes, position: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        byte = message[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < _MORE:
            return value, position


def _as_varint(value: int) -> bytes:
    found = bytearray()
    while value >= _MORE:
        found.append(value & 0x7F | _MORE)
        value >>= 7
    found.append(value)
    return bytes(found)

"""Files with a JSON object a line: taken whole, or refused with every bad line and its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.bad_input import BadInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pydantic_core import ErrorDetails


class BadLinesError(BadInputError):
    """A file can't be used; the message has a line for each bad one of the file."""


class Row(BaseModel):
    """An object of a file; fields that it does not name are somebody else's, and ignored."""

    model_config = ConfigDict(strict=True, extra="ignore")


Shape = TypeVar("Shape", bound=Row)
Made = TypeVar("Made")


def read(path: Path, shape: type[Shape], make: Callable[[Shape], Made]) -> list[Made]:
    """Return what `make` makes of each line of `path`; a ValueError of it is a bad line.

    All or nothing, since figures over a part of a file would be compared with those over all.
    """
    made: list[Made] = []
    bad: list[str] = []
    for line, content in _lines(path):
        try:
            made.append(make(shape.model_validate_json(content)))
        except ValidationError as error:
            bad += (f"  {path}:{line}: {_reason(fault)}" for fault in error.errors())
        except ValueError as error:
            bad.append(f"  {path}:{line}: {error}")
    if bad:
        raise BadLinesError("\n".join((f"{path} can't be used:", *bad)))
    if not made:
        raise BadLinesError(f"{path} holds no rows")
    return made


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that hold anything, each with its number from 1."""
    try:
        content = path.read_text("utf-8-sig")
    except OSError as error:
        raise BadLinesError(f"{path} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadLinesError(f"{path} is not UTF-8: save it as UTF-8") from error
    numbered = enumerate(content.split("\n"), start=1)
    return ((number, line) for number, line in numbered if line.strip())


def _reason(fault: ErrorDetails) -> str:
    """Return what is wrong; each line is parsed by itself, so it is always the first."""
    where = ".".join(map(str, fault["loc"]))
    said = fault["msg"].replace("at line 1 column", "at column")
    return f"{where}: {said}" if where else said

"""YAML in, a model of the file out, with errors that name the line."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.bad_input import BadInputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)


class _Loader(yaml.SafeLoader):
    """Reads 17:30 as it is written: YAML itself takes it for a number, as if 1050 were typed."""

    def number(self, node: yaml.ScalarNode) -> int | str:
        """Return a whole number, or the words of one in parts."""
        return str(node.value) if ":" in node.value else int(self.construct_yaml_int(node))


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.number)

_REASONS = {
    "extra_forbidden": "unknown key",
    "tuple_type": "a list was expected, such as [a, b]",
    "dict_type": "keys with values were expected",
    "model_type": "keys with values were expected",
}


class TriageFileError(BadInputError):
    """`triage.yml` can't be used; the message names the file, the line and what was expected."""


def parse(text: str, name: str, model: type[Model]) -> Model:
    """Return `text` as a `model`; raise TriageFileError about the file called `name`."""
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        if root is None:
            raise TriageFileError(f"{name}: no settings stand there")
        _refuse_unclear(root, name)
        return model.model_validate(loader.construct_document(root))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise TriageFileError(f"{name}, line {line}: {error.problem}") from error
    except yaml.YAMLError as error:
        raise TriageFileError(f"{name}: {error}") from error
    except ValidationError as error:
        problems = (_explain(problem, root, name) for problem in error.errors())
        raise TriageFileError("\n".join(problems)) from error


def _explain(problem: ErrorDetails, root: yaml.Node | None, name: str) -> str:
    reason = _REASONS.get(problem["type"], problem["msg"].removeprefix("Value error, "))
    path, reason = _placed(root, problem["loc"], reason)
    where = ".".join(map(str, path)) or "file"
    return f"{name}, line {_line(root, path)}: {where}: {reason}"


def _placed(
    root: yaml.Node | None, path: Sequence[str | int], reason: str
) -> tuple[Sequence[str | int], str]:
    """Return the path to a fault, and what is wrong there.

    What two sections say against each other is found once both are read, with the whole file as
    its place: its reason begins with the keys that lead to it.
    """
    node, found = root, list(path)
    while not path and (key := reason.partition(": ")[0]) in (inside := dict(_pairs(node))):
        found.append(key)
        node, reason = inside[key], reason.removeprefix(f"{key}: ")
    return found, reason


def _pairs(node: yaml.Node | None) -> list[tuple[str, yaml.Node]]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return [(str(key.value), value) for key, value in pairs]


def _line(node: yaml.Node | None, path: Sequence[str | int]) -> int:
    """Return the 1-based line of the deepest part of `path` that stands in the file."""
    if node is None:
        return 1
    line = node.start_mark.line + 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            pairs = {key.value: (key, value) for key, value in node.value}
            if str(part) not in pairs:
                break
            key, node = pairs[str(part)]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
    return int(line)


def _refuse_unclear(
    node: yaml.Node | None, name: str, above: tuple[yaml.Node | None, ...] = ()
) -> None:
    """Raise on keys that stand twice, which YAML takes silently, and on parts within themselves."""
    if node in above:
        raise TriageFileError(f"{name}, line {_line(node, ())}: this part contains itself")
    if isinstance(node, yaml.MappingNode):
        _refuse_unclear_keys(node, name)
        inside = [value for _, value in node.value]
    else:
        inside = node.value if isinstance(node, yaml.SequenceNode) else []
    for part in inside:
        _refuse_unclear(part, name, (*above, node))


def _refuse_unclear_keys(node: yaml.MappingNode, name: str) -> None:
    seen: dict[str, int] = {}
    for key, _ in node.value:
        line = _line(key, ())
        if not isinstance(key, yaml.ScalarNode):
            raise TriageFileError(f"{name}, line {line}: a key must be a single value")
        if key.value in seen:
            first = seen[key.value]
            raise TriageFileError(f"{name}, line {line}: {key.value} stands in line {first} too")
        seen[key.value] = line

"""Reads `triage.yml`: the team's words, channels and thresholds, with errors that name the line."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.bad_input import BadInputError
from bot.settings import ChannelId
from bot.triage.floors import Floor
from bot.triage.judgement import Category, Severity, Taxonomy
from bot.triage.rules import ConfidenceTiers, Rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pydantic_core import ErrorDetails

PACKAGED = files("bot") / "triage.yml"


class TriageFileError(BadInputError):
    """`triage.yml` can't be used; the message names the file, the line and what was expected."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Sentence = Annotated[str, Field(min_length=1, max_length=500)]
Name = Annotated[str, Field(min_length=1, max_length=40)]
Probability = Annotated[float, Field(ge=0, le=1)]


class _Category(_Strict):
    meaning: Sentence
    next_action: Sentence
    missing: tuple[Sentence, ...] = ()


class _Severity(_Strict):
    meaning: Sentence
    mark: Annotated[str, Field(max_length=8)] = ""


class _Confidence(_Strict):
    certain: Probability = 0.8
    likely: Probability = 0.55

    @model_validator(mode="after")
    def _ordered(self) -> _Confidence:
        if self.likely > self.certain:
            raise ValueError("`likely` must not be above `certain`")
        return self


class _Floor(_Strict):
    severity: Name
    words: Annotated[tuple[Sentence, ...], Field(min_length=1, max_length=50)]


class _File(_Strict):
    categories: Annotated[dict[Name, _Category], Field(min_length=2, max_length=20)]
    severities: Annotated[dict[Name, _Severity], Field(min_length=2, max_length=6)]
    channels: tuple[ChannelId, ...] = ()
    confidence: _Confidence = _Confidence()
    floors: tuple[_Floor, ...] = ()

    @model_validator(mode="after")
    def _floors_name_severities(self) -> _File:
        for floor in self.floors:
            if floor.severity not in self.severities:
                raise ValueError(f"floors: there is no severity {floor.severity}")
        return self


def load_rules(path: Path | None, channels: tuple[str, ...] = ()) -> Rules:
    """Return the rules in `path`, None = the packaged ones; raise TriageFileError.

    `channels`, if there are any, win over the file's.
    """
    try:
        text = PACKAGED.read_text("utf-8") if path is None else path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TriageFileError(f"TRIAGE_CONFIG: {path} can't be read: {error}") from error
    return _rules(_parse(text, str(path or "triage.yml")), channels)


def _rules(file: _File, channels: tuple[str, ...]) -> Rules:
    taxonomy = Taxonomy(
        tuple(
            Category(name, entry.meaning, entry.next_action, entry.missing)
            for name, entry in file.categories.items()
        ),
        tuple(Severity(name, entry.meaning, entry.mark) for name, entry in file.severities.items()),
    )
    tiers = ConfidenceTiers(file.confidence.certain, file.confidence.likely)
    floors = tuple(Floor(floor.severity, floor.words) for floor in file.floors)
    return Rules(taxonomy, channels or file.channels, tiers, floors)


def _parse(text: str, name: str) -> _File:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        _refuse_unclear(root, name)
        return _File.model_validate(yaml.safe_load(text) or {})
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise TriageFileError(f"{name}, line {line}: {error.problem}") from error
    except yaml.YAMLError as error:
        raise TriageFileError(f"{name}: {error}") from error
    except ValidationError as error:
        problems = (_explain(problem, root, name) for problem in error.errors())
        raise TriageFileError("\n".join(problems)) from error


def _explain(problem: ErrorDetails, root: yaml.Node | None, name: str) -> str:
    where = ".".join(map(str, problem["loc"])) or "file"
    unknown = problem["type"] == "extra_forbidden"
    reason = "unknown key" if unknown else problem["msg"].removeprefix("Value error, ")
    return f"{name}, line {_line(root, problem['loc'])}: {where}: {reason}"


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

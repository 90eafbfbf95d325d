"""Known issues as a folder of Markdown files with front matter, one file an issue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from kb.files.bad_rows import BadRow, Parsed, Place, RawRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_SECTION = re.compile(
    r"^##[ \t]+(symptoms|recommended action)[ \t#]*$", re.IGNORECASE | re.MULTILINE
)
_TITLE = re.compile(r"\s*#[ \t]+.*(?:\n|\Z)")
_BULLET = re.compile(r"[-*+][ \t]+|\d+[.)][ \t]+")


class _Malformed(Exception):
    """A part of the file that can't be read, with its line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def parse(text: str, file: Path) -> Parsed:
    """Return the one issue of `file`.

    The body is the recommended action, or has it below `## Recommended action`, and symptoms
    may stand as a list below `## Symptoms`. A body without these sections is left out where the
    front matter has the action, and so is a heading with the title above them.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(unified)
    if front is None:
        return BadRow(Place(file, 1), "front matter between two lines of --- was expected")
    try:
        values, lines = _front_values(front[1])
        _add_body(unified, front.end(), values, lines)
    except _Malformed as fault:
        return BadRow(Place(file, fault.line), str(fault))
    return RawRow(Place(file, 1), values, lines)


def dump(record: Mapping[str, object]) -> str:
    """Return `record` as text that `parse` reads back."""
    front = dict(record)
    body = str(front.pop("recommended_action"))
    if _SECTION.search(body) or _TITLE.match(body):
        front, body = dict(record), ""
    matter = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{matter}---\n\n{body}\n"


def _front_values(text: str) -> tuple[dict[str, object], dict[str, int]]:
    """Return the values of the front matter as texts and lists of texts, and their lines."""
    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in _mapping(text):
        key, line = str(key_node.value), key_node.start_mark.line + 2
        if key in values:
            raise _Malformed(line, f'the key "{key}" stands there twice')
        values[key], lines[key] = _value(value_node, line), line
    return values, lines


def _mapping(text: str) -> list[tuple[yaml.Node, yaml.Node]]:
    try:
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 2
        raise _Malformed(line, f"not valid YAML: {error.problem}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _Malformed(1, "the front matter is not valid YAML") from error
    if not isinstance(node, yaml.MappingNode):
        raise _Malformed(1, "the front matter must hold keys and values, such as id: KB-001")
    pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
    return pairs


def _value(node: yaml.Node, line: int) -> object:
    """Return the text that stands there, so that `id: 007` and `title: no` mean what they say."""
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if not all(isinstance(item, yaml.ScalarNode) for item in items):
        raise _Malformed(line, "a text or a list of texts was expected")
    texts = [item.value for item in items]
    return texts if isinstance(node, yaml.SequenceNode) else texts[0]


def _add_body(text: str, start: int, values: dict[str, object], lines: dict[str, int]) -> None:
    for key, begin, end in _sections(text, start, is_note="recommended_action" in values):
        content = text[begin:end].strip()
        if not content:
            continue
        line = _line_of(content, text, begin)
        if key in values:
            raise _Malformed(line, f"{key} stands there twice")
        values[key] = _items(content) if key == "symptoms" else content
        lines[key] = line


def _sections(text: str, start: int, *, is_note: bool) -> list[tuple[str, int, int]]:
    """Return key, begin and end of what stands below the front matter and its title."""
    title = _TITLE.match(text, start)
    start = title.end() if title else start
    headings = list(_SECTION.finditer(text, start))
    if not headings:
        return [] if is_note else [("recommended_action", start, len(text))]
    if intro := text[start : headings[0].start()].strip():
        raise _Malformed(_line_of(intro, text, start), "text stands before the first section")
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    return [
        (heading[1].lower().replace(" ", "_"), heading.end(), end)
        for heading, end in zip(headings, ends, strict=True)
    ]


def _line_of(content: str, text: str, start: int) -> int:
    return text.count("\n", 0, text.index(content, start)) + 1


def _items(text: str) -> list[str]:
    """Return list items or lines; an indented line goes on with the one before."""
    items: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        if line[0].isspace() and items and not _BULLET.match(line.lstrip()):
            items[-1] += f" {line.strip()}"
        else:
            items.append(_BULLET.sub("", line.strip(), count=1))
    return items

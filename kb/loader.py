"""Files of known issues: JSON, CSV or a folder of Markdown, read all or nothing and written."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.triage.errors import Rejected
from bot.triage.issue import EVERY_TEAM, KnownIssue
from bot.triage.plain_text import plain
from kb.files import csv_file, json_file, markdown_folder
from kb.files.article import checked, record
from kb.files.bad_rows import BadRow, BadRows, Parsed, Place, RawRow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

KINDS = "a .json or .csv file, or a folder of .md files"


def load(path: Path, categories: Collection[str], team: str = EVERY_TEAM) -> list[KnownIssue]:
    """Return the known issues that `path` holds, as issues of `team`, in the order of the file.

    All or nothing: raise BadRows, which names every bad row, if one can't be taken, and Rejected
    if the file can't be read at all.
    """
    rows = list(_rows(path))
    bad = [row for row in rows if isinstance(row, BadRow)]
    raw = [row for row in rows if isinstance(row, RawRow)]
    issues: list[KnownIssue] = []
    for row in raw:
        match checked(row, categories, team):
            case KnownIssue() as issue:
                issues.append(issue)
            case faults:
                bad += faults
    bad += _repeated_ids(raw)
    if bad:
        raise BadRows(bad)
    return issues


def dump(issues: Iterable[KnownIssue]) -> str:
    """Return `issues` as JSON that `load` reads back."""
    return json_file.dump(map(record, issues))


def write(issues: Sequence[KnownIssue], path: Path) -> None:
    """Write `issues` so that `load` reads them back: JSON, CSV or, without a suffix, Markdown."""
    _require_one_each(issues, path)
    records = [record(issue) for issue in issues]
    try:
        match path.suffix.lower():
            case ".json":
                path.write_text(json_file.dump(records), "utf-8")
            case ".csv":
                path.write_text(csv_file.dump(records), "utf-8", newline="")
            case "" if path.name != "-":
                _write_folder(records, path)
            case suffix:
                kind = suffix or path.name
                raise Rejected(f"{path}: {kind} is none of the kinds that can be written: {KINDS}")
    except OSError as error:
        raise Rejected(f"{path} can't be written: {error.strerror}") from error


def _require_one_each(issues: Iterable[KnownIssue], path: Path) -> None:
    """Raise Rejected where workspaces have an id in common: no file with both can be read back."""
    teams = defaultdict(list)
    for issue in issues:
        teams[issue.id].append(issue.team)
    for id_, those in teams.items():
        if len(those) > 1:
            raise Rejected(
                f"{path}: {id_} stands in {' and in '.join(those)}: export one workspace at a time"
            )


def _write_folder(records: Sequence[dict[str, object]], path: Path) -> None:
    names = {f"{one['id']}.md".casefold() for one in records}
    if len(names) < len(records):
        raise Rejected(f"{path}: ids that differ only in case can't be files of one folder")
    path.mkdir(exist_ok=True)
    if any(path.iterdir()):
        raise Rejected(f"{path} is not empty: export to a new folder")
    for one in records:
        (path / f"{one['id']}.md").write_text(markdown_folder.dump(one), "utf-8")


def _rows(path: Path) -> Iterable[Parsed]:
    if path.is_dir():
        return _folder_rows(path)
    match path.suffix.lower():
        case ".json":
            return _file_rows(path, json_file.parse)
        case ".csv":
            return _file_rows(path, csv_file.parse)
        case ".md":
            return _file_rows(path, _markdown_rows)
        case _:
            _read(path)
            raise Rejected(f"{path} is none of the kinds that can be read: {KINDS}")


def _folder_rows(path: Path) -> Iterator[Parsed]:
    files = sorted(file for file in path.rglob("*") if _is_markdown(file))
    if not files:
        raise Rejected(f"{path} holds no .md files")
    for file in files:
        try:
            yield from _file_rows(file, _markdown_rows)
        except Rejected as error:
            yield BadRow(Place(file, 1), str(error))


def _is_markdown(file: Path) -> bool:
    return file.suffix.lower() == ".md" and not file.is_dir()


def _markdown_rows(text: str, file: Path) -> Iterator[Parsed]:
    yield markdown_folder.parse(text, file)


def _file_rows(path: Path, parse: Callable[[str, Path], Iterable[Parsed]]) -> Iterable[Parsed]:
    content = _read(path)
    try:
        return parse(content.decode("utf-8-sig"), path)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = f"not UTF-8 (byte {content[error.start]:#04x}): save the file as UTF-8"
        return [BadRow(Place(path, line), reason)]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Rejected(f"{path} does not exist") from error
    except OSError as error:
        raise Rejected(f"{path} can't be read: {error.strerror}") from error


def _repeated_ids(rows: Iterable[RawRow]) -> Iterator[BadRow]:
    """Yield a reason for each row whose id stands in an earlier one, naming that one's place."""
    first: dict[str, Place] = {}
    for row in rows:
        given = row.values.get("id")
        key = plain(given).strip() if isinstance(given, str) else ""
        place = row.place_of("id")
        if key and key in first:
            yield BadRow(place, f"id {key} stands there twice: first at {first[key]}")
        first.setdefault(key, place)

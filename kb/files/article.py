"""A known issue as files hold it: checked field by field on the way in, a record on the way out."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from bot.triage.issue import KnownIssue
from bot.triage.plain_text import plain
from kb.files.bad_rows import BadRow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from pydantic_core import ErrorDetails

    from kb.files.bad_rows import RawRow

MAX_ID = 64
MAX_TITLE = 200
MAX_CATEGORY = 100
MAX_SYMPTOM = 500
MAX_SYMPTOMS = 20
MAX_ACTION = 2000
MAX_URL = 2000

IGNORED = frozenset({"similarity_score"})
"""What `kb search --json` adds, so that its output can be imported."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NOT_IN_URLS = re.compile(r"[\s<>|\"\\^`{}]")
_KINDS = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    dict: "an object",
    list: "a list",
    str: "text",
    type(None): "null",
}


def _text(longest: int) -> Callable[[str], str]:
    """Return a check of texts with line breaks, which trims them."""

    def check(value: str) -> str:
        text = plain(value).strip()
        if not text:
            raise PydanticCustomError("empty", "is empty")
        if len(text) > longest:
            raise PydanticCustomError(
                "too_long",
                "has {length} characters, at most {longest} are allowed",
                {"length": len(text), "longest": longest},
            )
        return text

    return check


def _line(longest: int) -> Callable[[str], str]:
    """Return a check of texts on one line, which joins lines and trims."""
    check = _text(longest)
    return lambda value: check(" ".join(plain(value).split()))


def _issue_id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise PydanticCustomError(
            "issue_id", "must begin with a letter or digit and hold only letters, digits and ._-"
        )
    return value


def _known_category(value: str, info: ValidationInfo) -> str:
    names: Collection[str] = info.context or ()
    if value not in names:
        raise PydanticCustomError(
            "category",
            "is unknown; one of these was expected: {names}",
            {"names": ", ".join(names)},
        )
    return value


def _count(symptoms: list[str]) -> list[str]:
    if not symptoms:
        raise PydanticCustomError("empty", "is empty")
    if len(symptoms) > MAX_SYMPTOMS:
        raise PydanticCustomError(
            "too_many",
            "has {count} entries, at most {most} are allowed",
            {"count": len(symptoms), "most": MAX_SYMPTOMS},
        )
    return symptoms


def _absent(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _web_address(value: str | None) -> str | None:
    if value is None:
        return None
    address = _line(MAX_URL)(value)
    if not _is_web_address(address):
        raise PydanticCustomError("url", "must be an address such as https://help.example.com/a")
    return address


def _is_web_address(address: str) -> bool:
    """Return True for http(s) addresses; one with a user name in it disguises where it leads."""
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_web and parts.username is None and not _NOT_IN_URLS.search(address)


class _Article(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: Annotated[str, AfterValidator(_line(MAX_ID)), AfterValidator(_issue_id)]
    title: Annotated[str, AfterValidator(_line(MAX_TITLE))]
    category: Annotated[str, AfterValidator(_line(MAX_CATEGORY)), AfterValidator(_known_category)]
    symptoms: Annotated[
        list[Annotated[str, AfterValidator(_line(MAX_SYMPTOM))]], AfterValidator(_count)
    ]
    recommended_action: Annotated[str, AfterValidator(_text(MAX_ACTION))]
    url: Annotated[str | None, BeforeValidator(_absent), AfterValidator(_web_address)] = None


def checked(row: RawRow, categories: Collection[str], team: str) -> KnownIssue | list[BadRow]:
    """Return the issue of `team` that `row` holds, or every reason why it holds none."""
    values = {key: value for key, value in row.values.items() if key not in IGNORED}
    try:
        article = _Article.model_validate(values, context=categories)
    except ValidationError as error:
        return [
            BadRow(row.place_of(str(fault["loc"][0])), _reason(fault))
            for fault in error.errors(include_url=False)
        ]
    return KnownIssue(
        id=article.id,
        title=article.title,
        category=article.category,
        symptoms=tuple(article.symptoms),
        recommended_action=article.recommended_action,
        url=article.url,
        team=team,
    )


def record(issue: KnownIssue) -> dict[str, object]:
    """Return `issue` in the shape that files have."""
    fields: dict[str, object] = {
        "id": issue.id,
        "title": issue.title,
        "category": issue.category,
        "symptoms": list(issue.symptoms),
        "recommended_action": issue.recommended_action,
    }
    return fields if issue.url is None else fields | {"url": issue.url}


def _reason(fault: ErrorDetails) -> str:
    field = str(fault["loc"][0])
    position = fault["loc"][1:2]
    name = f"symptom {int(position[0]) + 1}" if position else field
    match fault["type"]:
        case "missing":
            return f"{name} is missing"
        case "extra_forbidden":
            return unknown_key(field)
        case "string_type":
            return f"{name} must be text, not {_kind(fault['input'])}"
        case "list_type":
            return f"{name} must be a list of texts, not {_kind(fault['input'])}"
        case _:
            return f"{name} {fault['msg']}"


def unknown_key(key: str) -> str:
    """Return what to say about a field that known issues don't have."""
    near = get_close_matches(key, _Article.model_fields, n=1)
    hint = f'; did you mean "{near[0]}"?' if near else ""
    return f'unknown key "{plain(key)[:MAX_TITLE]}"{hint}'


def _kind(value: object) -> str:
    return _KINDS[type(value)]

"""Small checks that combine into a description of JSON, worded as Slack words its complaints."""

import re
from collections.abc import Callable, Mapping
from math import isfinite

Check = Callable[[object, str, list[str]], None]
"""Takes a value, its JSON pointer and the list of complaints to add to."""


EMPTY: tuple[object, ...] = (None, "", [], {})


def complain(problems: list[str], what: str, pointer: str) -> None:
    """Add a complaint in Slack's words."""
    problems.append(f"[ERROR] {what} [json-pointer:{pointer}]")


def anything(_value: object, _pointer: str, _problems: list[str]) -> None:
    """Accept whatever comes."""


def nothing(value: object, pointer: str, problems: list[str]) -> None:
    """Accept null alone."""
    if value is not None:
        complain(problems, "must be null", pointer)


def string(most: int | None = None, least: int = 1) -> Check:
    """Return a check for text of `least` to `most` characters."""

    def check(value: object, pointer: str, problems: list[str]) -> None:
        if not isinstance(value, str):
            complain(problems, "must be a string", pointer)
        elif len(value) < least:
            complain(problems, f"must be more than {least - 1} characters", pointer)
        elif most is not None and len(value) > most:
            complain(problems, f"must be less than {most + 1} characters", pointer)

    return check


def matching(pattern: str, what: str, most: int | None = None) -> Check:
    """Return a check for text of at most `most` characters that reads as `pattern` does."""

    def check(value: object, pointer: str, problems: list[str]) -> None:
        text(value, pointer, problems)
        if isinstance(value, str) and value and not re.fullmatch(pattern, value):
            complain(problems, what, pointer)

    text = string(most)
    return check


def flag(value: object, pointer: str, problems: list[str]) -> None:
    """Accept true and false."""
    if not isinstance(value, bool):
        complain(problems, "must be a valid boolean", pointer)


def integer(value: object, pointer: str, problems: list[str]) -> None:
    """Accept whole numbers."""
    if isinstance(value, bool) or not isinstance(value, int):
        complain(problems, "must be a valid number", pointer)


def between(least: int, most: int) -> Check:
    """Return a check for whole numbers from `least` to `most`."""

    def check(value: object, pointer: str, problems: list[str]) -> None:
        integer(value, pointer, problems)
        if isinstance(value, int) and not least <= value <= most:
            complain(problems, f"must be between {least} and {most}", pointer)

    return check


def at_least(least: int) -> Check:
    """Return a check for whole numbers of `least` or more."""

    def check(value: object, pointer: str, problems: list[str]) -> None:
        integer(value, pointer, problems)
        if isinstance(value, int) and value < least:
            complain(problems, f"must be more than {least - 1}", pointer)

    return check


def number(value: object, pointer: str, problems: list[str]) -> None:
    """Accept finite numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        complain(problems, "must be a valid number", pointer)


def positive(value: object, pointer: str, problems: list[str]) -> None:
    """Accept finite numbers above 0."""
    number(value, pointer, problems)
    if isinstance(value, int | float) and value <= 0:
        complain(problems, "must be more than 0", pointer)


def choice(*values: str) -> Check:
    """Return a check for one of `values`."""

    def check(value: object, pointer: str, problems: list[str]) -> None:
        if value not in values:
            complain(problems, f"must be a valid enum value: {', '.join(values)}", pointer)

    return check


def items(each: Check, most: int, least: int = 1) -> Check:
    """Return a check for an array of `least` to `most` things."""

    def check(value: object, pointer: str, problems: list[str]) -> None:
        if not isinstance(value, list):
            complain(problems, "must be an array", pointer)
            return
        if len(value) > most:
            complain(problems, f"no more than {most} items allowed", pointer)
        if len(value) < least:
            complain(problems, f"no less than {least} items allowed", pointer)
        for index, item in enumerate(value):
            each(item, f"{pointer}/{index}", problems)

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """Return a check for an object with exactly these fields, beside its `type`."""
    known = {**required, **(optional or {})}

    def check(value: object, pointer: str, problems: list[str]) -> None:
        if not isinstance(value, dict):
            complain(problems, "must be an object", pointer)
            return
        for name in required:
            if value.get(name) is None:
                complain(problems, f"missing required field: {name}", pointer)
        for name, field in value.items():
            if name == "type":
                continue
            if name not in known:
                complain(problems, f"invalid additional property: {name}", pointer)
            elif field is not None or name not in required:
                known[name](field, f"{pointer}/{name}", problems)

    return check


def tagged(kinds: Mapping[str, Check]) -> Check:
    """Return a check for an object whose `type` says which of `kinds` it is."""

    def check(value: object, pointer: str, problems: list[str]) -> None:
        if not isinstance(value, dict):
            complain(problems, "must be an object", pointer)
        elif not isinstance(kind := value.get("type"), str):
            complain(problems, "missing required field: type", pointer)
        elif kind not in kinds:
            complain(problems, f"unsupported type: {kind}", f"{pointer}/type")
        else:
            kinds[kind](value, pointer, problems)

    return check


def every(*checks: Check) -> Check:
    """Return a check that makes all of `checks`."""

    def check(value: object, pointer: str, problems: list[str]) -> None:
        for one in checks:
            one(value, pointer, problems)

    return check


def unique(name: str) -> Check:
    """Return a check that no two objects of an array have the same `name`."""

    def check(value: object, pointer: str, problems: list[str]) -> None:
        seen: set[str] = set()
        for item in value if isinstance(value, list) else []:
            key = item.get(name) if isinstance(item, dict) else None
            if isinstance(key, str) and key in seen:
                complain(problems, f"{name} {key} already exists", pointer)
            elif isinstance(key, str):
                seen.add(key)

    return check


def at_most(most: int, kind: str) -> Check:
    """Return a check that no more than `most` objects of an array are of that `type`."""

    def check(value: object, pointer: str, problems: list[str]) -> None:
        listed = value if isinstance(value, list) else []
        if sum(isinstance(item, dict) and item.get("type") == kind for item in listed) > most:
            complain(problems, f"no more than {most} {kind} blocks allowed", pointer)

    return check


def in_order(least: str, most: str) -> Check:
    """Return a check that the number at `least`, also in digits, is not above that at `most`."""

    def check(value: object, pointer: str, problems: list[str]) -> None:
        low, high = (_number(value, name) for name in (least, most))
        if low is not None and high is not None and low > high:
            complain(problems, f"{least} must be at most {most}", pointer)

    return check


def _number(value: object, name: str) -> float | None:
    found = value.get(name) if isinstance(value, dict) else None
    try:
        return float(found) if isinstance(found, int | float | str) else None
    except ValueError:
        return None


def either(*checks: Check) -> Check:
    """Return a check that one of `checks` passes; the complaints are those of the last."""

    def check(value: object, pointer: str, problems: list[str]) -> None:
        found: list[list[str]] = []
        for one in checks:
            found.append([])
            one(value, pointer, found[-1])
        if all(found):
            problems += found[-1]

    return check


def at_most_one_of(*names: str) -> Check:
    """Return a check that an object has no two of `names`."""

    def check(value: object, pointer: str, problems: list[str]) -> None:
        if isinstance(value, dict) and sum(bool(value.get(name)) for name in names) > 1:
            complain(problems, f"can't define both `{'` and `'.join(names)}`", pointer)

    return check


def any_of(*names: str) -> Check:
    """Return a check that an object has at least one of `names`."""

    def check(value: object, pointer: str, problems: list[str]) -> None:
        if isinstance(value, dict) and all(value.get(name) in EMPTY for name in names):
            complain(problems, f"must define either `{'` or `'.join(names)}`", pointer)

    return check

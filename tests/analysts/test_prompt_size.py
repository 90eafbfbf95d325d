"""What a model is sent for a ticket of 300 characters, whatever a team calls things."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.analysts.prompts import build
from bot.configuration.rules import load_rules
from bot.triage.judgement import Hit, Precedent
from bot.triage.redaction import Redacted, redact
from tests.analysts.cases import a_case, shipped_issues, shipped_taxonomy, size
from tests.builders import a_hit

if TYPE_CHECKING:
    from pathlib import Path

    from bot.triage.judgement import Taxonomy

MOST = 3_200
"""Characters of system text, user text and serialised schema."""
MOST_WITH_EXAMPLES = 4_800

TEXTS = {
    "words": "word " * 60,
    "lines": "\n" * 300,
    "short lines": "a\n" * 150,
    "lines of ten": "It hangs.\n" * 30,
    "quotes": '"\\' * 150,
    "brackets": "</ticket>" * 33,
    "emoji": "👩🏽\u200d🚀" * 75,
    "chinese": "导出一直卡住。" * 43,
    "controls": "\x01\x1f" * 150,
}


MASKED = {
    "addresses": "a@b.co " * 60,
    "names": "Al is out. " * 40,
    "names and little else": "Al, or Al? " * 40,
}


def longest_hits() -> tuple[Hit, ...]:
    issues = sorted(shipped_issues(), key=lambda issue: -len(issue.searchable_text))
    return tuple(Hit(issue, 0.87) for issue in issues[:3])


def hits_of_the_longest_fields() -> tuple[Hit, ...]:
    return tuple(
        a_hit(id=f"{n}" * 64, title="t" * 200, symptoms=("s" * 500,) * 20) for n in range(3)
    )


def a_past(issue: str) -> Precedent:
    return Precedent(Redacted("long " * 2_000), "Question/How-To", "Critical", issue)


def taxonomy_in(
    folder: Path, categories: list[str], severities: list[str], meaning: str
) -> Taxonomy:
    entries = {"meaning": meaning}
    file = folder / "triage.yml"
    facts = [{"question": "q" * 200, "words": ["w"]}] * 5
    sections = {
        "categories": dict.fromkeys(categories, entries),
        "severities": dict.fromkeys(severities, entries),
        "required_facts": dict.fromkeys(categories, facts),
        "floors": [],
    }
    file.write_text(json.dumps(sections), "utf-8")
    return load_rules(file).taxonomy


def names(count: int, letters: str, length: int) -> list[str]:
    return [f"{chr(ord('A') + n)}{letters * length}"[:length] for n in range(count)]


def taxonomies(folder: Path) -> dict[str, Taxonomy]:
    return {
        "packaged": shipped_taxonomy(),
        "ten own": taxonomy_in(folder, names(10, "x", 12), names(4, "y", 6), "m" * 60),
        "the most": taxonomy_in(folder, names(20, "x", 11), names(6, "y", 13), "m " * 250),
        "the longest names": taxonomy_in(folder, names(5, "x", 40), names(2, "y", 40), "m" * 500),
        "in quotes": taxonomy_in(folder, names(10, '"', 11), names(4, "\\", 10), '"' * 500),
        "chinese": taxonomy_in(folder, names(20, "导", 11), names(6, "出", 13), "卡" * 500),
    }


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_ticket_of_300_characters_with_three_issues_fits_whatever_the_taxonomy(
    text: str, tmp_path: Path
) -> None:
    for name, taxonomy in taxonomies(tmp_path).items():
        for hits in (longest_hits(), hits_of_the_longest_fields()):
            for issue in ("new", "K" * 64):
                case = a_case(text[:300], *hits)
                examples = replace(case, precedents=(a_past(issue),) * 3)

                assert size(build(case, taxonomy)) <= MOST, name
                assert size(build(examples, taxonomy)) <= MOST_WITH_EXAMPLES, name
                refusals = (replace(a_past(issue), issue=None, refused=(issue,) * 3),) * 3
                refused = replace(case, precedents=refusals)
                assert size(build(refused, taxonomy)) <= MOST_WITH_EXAMPLES, name


@pytest.mark.parametrize("text", MASKED.values(), ids=MASKED)
def test_a_ticket_of_300_characters_fits_also_if_masking_makes_it_longer(
    text: str, tmp_path: Path
) -> None:
    redacted = redact(text[:300], ["Al"])

    assert len(redacted) > 350
    for name, taxonomy in taxonomies(tmp_path).items():
        for hits in (longest_hits(), hits_of_the_longest_fields()):
            assert size(build(a_case(redacted, *hits), taxonomy)) <= MOST, name


def test_nothing_of_the_packaged_taxonomy_or_of_three_usual_issues_is_cut() -> None:
    taxonomy = shipped_taxonomy()

    prompt = build(a_case("word " * 60, *longest_hits()), taxonomy)

    assert all(f": {each.meaning}\n" in prompt.system for each in taxonomy.categories)
    assert all(f": {each.meaning}\n" in prompt.system for each in taxonomy.severities)
    shown = prompt.user.partition("\n</known_issues>")[0].splitlines()[1:]
    assert [len(line) > 130 for line in shown] == [True] * 3


def test_long_meanings_are_shortened_alike_and_short_ones_stay(tmp_path: Path) -> None:
    file = tmp_path / "triage.yml"
    entries = {f"Kind {n}": {"meaning": f"{'m' * 400}"} for n in range(10)}
    entries["Short"] = {"meaning": "Stays as it is."}
    file.write_text(json.dumps({"categories": entries}), "utf-8")

    system = build(a_case("x"), load_rules(file).taxonomy).system

    assert "Short: Stays as it is.\n" in system
    told = {line.partition(": ")[2] for line in system.splitlines() if line.startswith("Kind")}
    assert len(told) == 1
    assert told.pop().endswith("mmm…")


def test_three_long_examples_fit_beside_three_issues_and_nothing_is_cut() -> None:
    case = a_case("word " * 60, *longest_hits())

    user = build(replace(case, precedents=(a_past("KB-1234"),) * 3), shipped_taxonomy()).user

    assert user.count("Critical; KB-1234: long") == 3
    assert user.count("0.87 ") == 3
    assert all(len(line) > 130 for line in user.splitlines() if "0.87" in line)
    assert all(len(line) > 430 for line in user.splitlines() if "KB-1234: long" in line)


def test_examples_without_room_shorten_the_others_and_the_last_are_left_out(tmp_path: Path) -> None:
    taxonomy = taxonomies(tmp_path)["the most"]
    refused = replace(a_past("new"), issue=None, refused=("K" * 64,) * 12)
    case = a_case("word " * 60, *hits_of_the_longest_fields())

    user = build(replace(case, precedents=(refused,) * 3), taxonomy).user

    assert 0 < user.count("Critical; not K") < 3


def test_issues_without_room_are_left_out_and_cannot_be_cited(tmp_path: Path) -> None:
    hits = hits_of_the_longest_fields()

    prompt = build(a_case("word " * 60, *hits), taxonomies(tmp_path)["the most"])

    shown = [hit.issue.id for hit in hits if hit.issue.id in prompt.user]
    assert shown == [hit.issue.id for hit in hits][: len(shown)]
    assert 0 < len(shown) < 3
    properties = prompt.schema["properties"]
    assert isinstance(properties, dict)
    assert properties["matched_issue_id"]["anyOf"][1]["enum"] == shown


def test_a_longer_ticket_takes_nothing_from_the_issues() -> None:
    usual = build(a_case("word " * 60, *longest_hits()), shipped_taxonomy()).user
    longer = build(a_case("word " * 900, *longest_hits()), shipped_taxonomy()).user

    assert longer.partition("<ticket>")[0] == usual.partition("<ticket>")[0]


def test_many_short_lines_are_told_in_one() -> None:
    prompt = build(a_case("a\n" * 150), shipped_taxonomy())

    assert "reporter: a a a" in prompt.user
    assert "reporter: one\n  two\n</ticket>" in build(a_case("one\ntwo"), shipped_taxonomy()).user

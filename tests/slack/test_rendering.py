from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.lengths import ELLIPSIS
from bot.slack.posts.card import card
from bot.slack.posts.opening import root
from bot.slack.posts.question import question
from bot.slack.rendering import (
    DEFUSED_BRACKET,
    Mrkdwn,
    channel_link,
    escaped,
    escaped_line,
    first_sentence,
    link,
    mention,
    mrkdwn,
    one_line,
    only_known_links,
    pages,
    plain,
    visible,
)
from bot.triage.judgement import Category, Taxonomy
from bot.triage.rules import Rules
from bot.triage.ticket import Status
from bot.workspace.block_kit.limits import check_message, visible_texts
from tests.builders import (
    a_judgement,
    a_message,
    a_related,
    a_taxonomy,
    a_ticket,
    an_asked_question,
    the_rules,
)
from tests.characters import CHARACTERS
from tests.hostile import hostile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.slack.blocks import View
    from bot.triage.ticket import Ticket

FAMILY = "👨‍👩‍👧‍👦"
ROWS = {row["id"]: row for row in hostile("rendering")}
# Pieces of what Slack parses, so that random text comes near it.
PIECES = st.sampled_from(
    [
        *("<", ">", "|", "@", "#", "!", "&", "channel", "U0AGENT", "https://", "evil.example"),
        *("\u200b", "\u202e", "\ufeff", "\ud800", "\U000e0041", "\u0301", FAMILY, "```"),
        *("a", "\n", " ", "\0"),
    ]
)
HOSTILE = st.lists(PIECES | CHARACTERS, max_size=60).map("".join)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def clusters(text: str) -> list[str]:
    return list(regex.findall(r"\X", text))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a < b && c > d", "a < b && c > d"),
        ("<!channel> look", "!channel look"),
        ("<https://evil.example|bank>", "bank (https://evil.example)"),
        ("<<!channel>>", f"{DEFUSED_BRACKET}!channel>"),
        ("<!channel", f"{DEFUSED_BRACKET}!channel"),
        ("adm\u200bin\u202e\U000e0041", "admin"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("```rm -rf", "'''rm -rf"),
        (f"kept {FAMILY} ❤️ ٣", f"kept {FAMILY} ❤️ ٣"),
    ],
)
def test_plain_text_shows_what_is_harmless(written: str, shown: str) -> None:
    assert plain(written, 100) == shown


def test_mrkdwn_escapes_what_slack_would_parse() -> None:
    assert escaped("a < b & c > d", 100) == "a &lt; b &amp; c &gt; d"


@pytest.mark.parametrize("limit", [2, 3, 10, 100])
@given(text=HOSTILE)
def test_nothing_is_longer_than_its_limit(limit: int, text: str) -> None:
    assert units(plain(text, limit)) <= limit
    assert units(escaped(text, limit)) <= limit
    assert units(first_sentence(text, limit)) <= limit


@given(text=HOSTILE)
def test_no_random_text_makes_a_token(text: str) -> None:
    assert not regex.search(r"<\s*[@#!]", plain(text, 1000))
    assert not regex.search(r"<\s*[a-z]+:", plain(text, 1000))
    assert "<" not in escaped(text, 1000)


@given(text=HOSTILE)
def test_rendering_twice_changes_nothing(text: str) -> None:
    once = plain(text, 1000)

    assert plain(once, 1000) == once


@given(text=HOSTILE)
def test_a_cut_text_is_a_beginning_in_whole_graphemes(text: str) -> None:
    whole = clusters(plain(text, 10_000))
    short = plain(text, 20)

    if short.endswith(ELLIPSIS) and len(short) > 1:
        kept = clusters(short.removesuffix(ELLIPSIS).rstrip())
        assert kept == whole[: len(kept)]


def test_a_family_is_never_torn_apart() -> None:
    assert plain(FAMILY * 10, 26) == FAMILY * 2 + ELLIPSIS


def test_an_entity_is_never_cut() -> None:
    assert escaped("&" * 10, 13) == "&amp;&amp;" + ELLIPSIS


def test_one_letter_can_not_carry_a_tower_of_marks() -> None:
    assert len(visible("Z" + "\u0301" * 4000)) == 5


def test_a_grapheme_longer_than_the_limit_is_cut_all_the_same() -> None:
    endless = "\U0001f468" + "\u200d\U0001f468" * 100

    assert 0 < units(plain(endless, 20)) <= 20


def test_pages_hold_the_whole_text_as_long_as_it_fits() -> None:
    assert pages("abcdef", 4, 3) == ["abcd", "ef"]
    assert pages("abcdefghijkl", 4, 2) == ["abcd", f"efg{ELLIPSIS}"]
    assert pages("", 4, 2) == []


def test_a_title_is_the_first_sentence() -> None:
    assert first_sentence("Export fails. It did work on Monday.", 90) == "Export fails"
    assert first_sentence("Version 2.1 hangs\nand more", 90) == "Version 2.1 hangs"


def test_a_line_has_no_breaks() -> None:
    assert one_line("a\n\n> b\tc", 100) == "a > b c"
    assert escaped_line("a\n> b", 100) == "a &gt; b"


def test_a_template_escapes_all_but_mrkdwn() -> None:
    made = mrkdwn("*{}* {}", "<!here>&", mention("U0AGENT"))

    assert made == "*!here&amp;* <@U0AGENT>"
    assert mrkdwn("{}", made) == made


def test_mrkdwn_that_was_changed_is_escaped_again() -> None:
    assert mrkdwn("{}", mention("U0AGENT").lower()) == "@u0agent"


def test_only_ids_become_mentions_and_channel_links() -> None:
    assert mention("U0AGENT") == "<@U0AGENT>"
    assert mention("U0AGENT|<!here>") == "U0AGENT|!here"
    assert channel_link("C0SUPPORT") == "<#C0SUPPORT>"
    assert channel_link("!here") == "its channel"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://kb.example/a?b=1&c=2", "<https://kb.example/a?b=1&amp;c=2>"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("https://bank.example@evil.example/", "https://bank.example@evil.example/"),
        ("https://kb.example/ü", "https://kb.example/ü"),
        ("https://kb.example/\x1b[31m", "https://kb.example/[31m"),
        ("https://kb.example/\0", "https://kb.example/"),
        ("https://kb.example/a|b", "https://kb.example/a|b"),
        ("https://[::1", "https://[::1"),
        ("https:///nowhere", "https:///nowhere"),
    ],
)
def test_only_an_address_that_shows_where_it_leads_is_a_link(url: str, shown: str) -> None:
    assert link(url) == shown


def test_an_endless_address_is_no_link() -> None:
    assert not link("https://kb.example/" + "a" * 3000).startswith("<")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("see https://kb.example/a.", "see https://kb.example/a."),
        ("see https://kb.example/ab", "see hxxps[:]//kb.example/ab"),
        ("see <https://evil.example|https://kb.example/a>", None),
        ("ftp://evil.example", "ftp[:]//evil.example"),
        ("see 日本https://evil.example", "see 日本hxxps[:]//evil.example"),
        ("_https://evil.example", "_hxxps[:]//evil.example"),
        ("https://x.example)https://evil.example", "hxxps[:]//x.example)hxxps[:]//evil.example"),
        ("https://kb.example/a)https://evil.example", None),
        ("https:\u200b//evil.example", "hxxps[:]//evil.example"),
    ],
)
def test_a_model_can_repeat_links_but_not_bring_any(text: str, left: str | None) -> None:
    tame = only_known_links(text, "It broke at https://kb.example/a, see?")

    assert left is None or tame == left
    assert "https://evil" not in tame


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_hostile_text_does_nothing_in_slack(row: dict[str, Any]) -> None:
    said = list(posted(row["text"], row["place"]))

    for text in said:
        assert not [bad for bad in row["must_not_contain"] if bad in text]
        assert text.count("```") % 2 == 0
    for wanted in row.get("must_contain", []):
        assert any(wanted in text for text in said)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_slack_takes_every_hostile_message(row: dict[str, Any]) -> None:
    for view in views(row["text"], row["place"]):
        check_message(view.text, view.blocks)


@given(texts=st.lists(HOSTILE, min_size=8, max_size=8))
def test_hostile_text_in_every_place_at_once_does_nothing(texts: list[str]) -> None:
    judged = {"summary": texts[4], "next_action": texts[5], "notes": (texts[6],)}
    related = (a_related(title=texts[2], url=f"https://kb.example/{texts[3]}"),)
    ticket = a_ticket(
        messages=(a_message(texts[0], file_names=(texts[1],)),),
        status=Status.JUDGED,
        judgement=a_judgement(related=related, **judged),
        reporter=texts[7],
    )
    ours = ("<https://kb.example/", f"<@{ticket.reporter}")

    for view in (card(ticket, the_rules()), root(ticket)):
        check_message(view.text, view.blocks)
        for text in (view.text, *visible_texts(view.blocks)):
            acting = regex.findall(r"<\s*(?:[@#!]|[A-Za-z]+:)[^<>]*", text)
            assert all(one.startswith(ours) and "|" not in one for one in acting)
            assert not regex.search(r"[\p{Cs}\u200B\u202A-\u202E\U000E0000-\U000E007F\0]", text)
            assert "```" not in text


@given(text=HOSTILE, known=HOSTILE)
def test_a_model_never_brings_an_address_of_its_own(text: str, known: str) -> None:
    brought = regex.findall(r"[A-Za-z]://[^\s<>|]+", only_known_links(text, known))

    assert not brought or "://" in known


def posted(text: str, place: str) -> Iterator[str]:
    for view in views(text, place):
        yield view.text
        yield from visible_texts(view.blocks)


def views(text: str, place: str) -> list[View]:
    rules = the_rules()
    if place == "config.category":
        rules = Rules(Taxonomy((Category(text, "", ""),), a_taxonomy().severities))
    ticket = poisoned(text, place)
    waiting = a_ticket(
        ticket.messages[0].text,
        status=Status.WAITING,
        questions=(an_asked_question(text if "model" in place else "Which?", *_answers(ticket)),),
        reporter=ticket.reporter,
        messages=ticket.messages,
    )
    return [card(ticket, rules), root(ticket), question(waiting, 1)]


def _answers(ticket: Ticket) -> tuple[str, ...]:
    assert ticket.judgement is not None
    return (ticket.judgement.next_action, ticket.judgement.summary)


def poisoned(text: str, place: str) -> Ticket:
    judged: dict[str, object] = {"related": (a_related(),)}
    message = a_message()
    match place:
        case "ticket":
            message = a_message(text)
        case "file.name":
            message = a_message(file_names=(text,))
        case "model.summary":
            judged["summary"] = text
        case "model.next_action":
            judged["next_action"] = text
        case "kb.title":
            judged["related"] = (a_related(title=text),)
        case "kb.url":
            judged["related"] = (a_related(url=text),)
        case "config.category":
            judged["category"] = text
    return a_ticket(
        messages=(message,),
        status=Status.JUDGED,
        judgement=a_judgement(**judged),
        reporter=text if place == "user.name" else "U1REPORTER",
    )


def test_the_type_of_safe_text_is_lost_by_any_change() -> None:
    assert type(Mrkdwn("a") + "b") is str

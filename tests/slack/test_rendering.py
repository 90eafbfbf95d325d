"""What was written is shown so that nothing in it acts in Slack, and no more than fits."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from hypothesis import given

from bot.slack.lengths import ELLIPSIS
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
from tests.slack.hostile_text import FAMILY, HOSTILE


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


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*Low* _by Ann_ ~no~ `rm`", "\u2217Low\u2217 \u02cdby Ann\u02cd \u223cno\u223c 'rm'"),
        ("**x** __init__", "\u2217\u2217x\u2217\u2217 \u02cd\u02cdinit\u02cd\u02cd"),
        ("> quoted\n >> too", "\u203a quoted\n \u203a&gt; too"),
        ("snake_case, 2 * 3, ~/a, a*b and 5 > 4", "snake_case, 2 * 3, ~/a, a*b and 5 &gt; 4"),
    ],
)
def test_nothing_is_styled_by_what_was_written(written: str, shown: str) -> None:
    assert escaped(written, 100) == shown


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
        ("see https://kb.example/ab", "see hxxps[:]//kb[.]example/ab"),
        ("see <https://evil.example|https://kb.example/a>", None),
        ("ftp://evil.example", "ftp[:]//evil[.]example"),
        ("see 日本https://evil.example", "see 日本hxxps[:]//evil[.]example"),
        ("_https://evil.example", "_hxxps[:]//evil[.]example"),
        (
            "https://x.example)https://evil.example",
            "hxxps[:]//x[.]example)hxxps[:]//evil[.]example",
        ),
        ("https://kb.example/a)https://evil.example", None),
        ("https:\u200b//evil.example", "hxxps[:]//evil[.]example"),
        ("not kb.example/a but kb.example/b", "not kb.example/a but kb[.]example/b"),
        ("open evil-sso.com/login.", "open evil-sso[.]com/login."),
        ("www.evil.example and 日本evil.com", "www[.]evil[.]example and 日本evil[.]com"),
        ("https://evil.com?to=http://b.com", "hxxps[:]//evil[.]com?to=hxxp[:]//b[.]com"),
        ("see ASP.NET, Node.js/Express, main.py", "see ASP.NET, Node.js/Express, main.py"),
    ],
)
def test_a_model_can_repeat_links_but_not_bring_any(text: str, left: str | None) -> None:
    tame = only_known_links(text, "It broke at https://kb.example/a, see?")

    assert left is None or tame == left
    assert "https://evil" not in tame


@given(text=HOSTILE, known=HOSTILE)
def test_a_model_never_brings_an_address_of_its_own(text: str, known: str) -> None:
    brought = regex.findall(r"[A-Za-z]://[^\s<>|]+", only_known_links(text, known))

    assert not brought or "://" in known


def test_the_type_of_safe_text_is_lost_by_any_change() -> None:
    assert type(Mrkdwn("a") + "b") is str


@pytest.mark.parametrize("image", ["![pixel]({})", "<img src={}>", '<img src="{}"/>', "[![a]({})]"])
def test_what_draws_an_image_elsewhere_is_text_here_and_leads_nowhere(image: str) -> None:
    written = image.format("https://evil.example/p.png?d=data")

    shown = escaped(only_known_links(written, ""), 300)

    assert "evil[.]example" in shown
    assert not {"<", ">"} & set(shown)
    assert "://" not in shown


def test_no_block_takes_markdown_in_which_an_image_would_be_drawn() -> None:
    sources = (Path(__file__).parents[2] / "bot").rglob("*.py")
    ours = {path for path in sources if "workspace" not in path.parts}

    assert ours
    assert [path for path in ours if '"type": "markdown"' in path.read_text("utf-8")] == []

from __future__ import annotations

import pytest

from bot.slack.messages.markup import readable, without_mention


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("typed &amp;lt;!channel&amp;gt;", "typed &lt;!channel&gt;"),
        ("<https://shop.example/a?b=1&amp;c=2>", "https://shop.example/a?b=1&c=2"),
        ("<https://shop.example/|shop.example>", "https://shop.example/"),
        ("<https://shop.example|the shop>", "the shop (https://shop.example)"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<tel:+4930123|030 123>", "030 123 (+4930123)"),
        ("<@U0ANN> and <@U0BEN|ben>", "@U0ANN and @ben"),
        ("<#C0HELP|help> <#C0HELP>", "#help #C0HELP"),
        ("<!here> <!channel|@channel>", "@here @channel"),
        ("<!subteam^S0X|@oncall> <!date^1^{date}|today>", "@oncall today"),
        ("<!subteam^S0X>", "!subteam^S0X"),
        ("Привет &amp; 你好 🔥", "Привет & 你好 🔥"),
        ("\x00nul \ud800 lone", "nul  lone"),
        ("<unclosed", "<unclosed"),
        ("", ""),
    ],
)
def test_markup_becomes_what_its_author_saw(sent: str, typed: str) -> None:
    assert readable(sent) == typed


def test_the_mention_of_the_app_is_no_part_of_a_ticket() -> None:
    assert without_mention("<@U0BOT> it <@U0BOT|triage> broke", "U0BOT") == "it  broke"

"""Nothing that the app says in any way is unfurled, or has links and names made of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.adornments import SAYING, adorned

if TYPE_CHECKING:
    from bot.workspace import Workspace
    from tests.slack.desk import Desk
    from tests.workbench import Workbench

PAGE = "The page https://evil.example/pixel.png is broken"


def say_it_in_every_way(bench: Workbench) -> None:
    """Have the app post, redraw, whisper, answer commands, and write direct messages."""
    desk, slack = bench.desk, bench.desk.workspace
    root = bench.post(PAGE)
    bench.run()
    slack.edit_message(root, f"{PAGE} since Monday")
    desk.deliver()
    bench.run()
    desk.restrict_to(desk.support)
    slack.mention(desk.ann, desk.lobby, desk.bot, PAGE)
    slack.direct_message(desk.ann, desk.bot, PAGE)
    for words in ("help", "mine", PAGE):
        slack.slash_command(desk.ann, desk.support, "/triage", words)
    desk.deliver()
    bench.run()
    desk.whispered()


def test_every_way_to_say_something_leaves_the_words_as_they_are(bench: Workbench) -> None:
    say_it_in_every_way(bench)

    slack = bench.desk.workspace
    assert {call.method for call in slack.calls} >= set(SAYING)
    assert any(acknowledged(slack))
    assert adorned(slack) == []


def test_what_would_be_unfurled_is_found(desk: Desk) -> None:
    bare = {"channel": desk.support.id, "text": PAGE}

    desk.workspace.answer("chat.postMessage", desk.bot.token, bare)
    found = adorned(desk.workspace)
    desk.workspace.calls.clear()

    assert "chat.postMessage: unfurl_links is None" in found
    assert "chat.postMessage: parse is None" in found


def acknowledged(slack: Workspace) -> list[object]:
    """Return what came with the acknowledgements of commands."""
    return [one.ack.body for one in slack.deliveries.log if one.ack is not None and one.ack.body]

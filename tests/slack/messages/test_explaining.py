"""“Why (not) a ticket?” explains any message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack import sentences
from bot.slack.messages import why_sentences
from bot.slack.messages.explaining import Explaining
from bot.slack.messages.reader import Reader
from bot.triage.arrivals.admission import Mode
from storage.arrivals.passed_over import PassedOver
from tests.builders import the_rules
from tests.slack.desk import MAX_LENGTH
from tests.slack.unreachable import Unreachable

if TYPE_CHECKING:
    from bot.workspace import Channel, Message
    from tests.slack.desk import Desk
    from tests.workbench import Workbench


def post(desk: Desk, text: str, channel: Channel | None = None) -> Message:
    message = desk.workspace.post_as_user(desk.ann, channel or desk.support, text)
    desk.deliver()
    return message


def why(desk: Desk, message: Message) -> str:
    """Ask, and return what is answered; nothing more is said afterwards."""
    before = len(desk.workspace.ephemerals)
    desk.workspace.message_shortcut(desk.ann, message, "why_ticket")
    desk.deliver()
    return desk.whispered()[before:][-1].text


def test_a_message_that_was_posted_says_so(desk: Desk) -> None:
    answer = why(desk, post(desk, "The export is empty"))

    assert answer == (
        "This is T-1: here each message is one that is more than a greeting, thanks or chatter."
    )


def test_a_mention_says_so(desk: Desk) -> None:
    desk.admit(Mode.MENTION)
    message = desk.workspace.mention(desk.ann, desk.support, desk.bot, "The export is empty")
    desk.deliver()

    assert why(desk, message) == "This is T-1: it mentions me."


def test_a_request_names_who_asked(desk: Desk) -> None:
    desk.admit(Mode.SHORTCUT)
    message = post(desk, "The export is empty")
    desk.workspace.message_shortcut(desk.ben, message, "triage_message")
    desk.deliver()

    assert why(desk, message) == f"This is T-1: <@{desk.ben.id}> chose “Triage this message”."


def test_the_emoji_is_named(desk: Desk) -> None:
    desk.admit(Mode.EMOJI)
    message = post(desk, "The export is empty")
    desk.workspace.react(desk.ben, message, "ticket")
    desk.deliver()
    desk.errands().run_due()

    assert why(desk, message) == f"This is T-1: <@{desk.ben.id}> put :ticket: on it."


def test_a_command_is_named(bench: Workbench) -> None:
    desk = bench.desk
    desk.workspace.slash_command(desk.ann, desk.support, "/triage", "The export is empty")
    desk.deliver()
    bench.run()
    root = next(one for one in desk.support.messages.values() if one.is_by_bot)

    assert why(desk, root) == f"This is T-1: <@{desk.ann.id}> wrote `/triage`."


def test_what_was_said_in_its_thread_belongs_to_it(desk: Desk) -> None:
    root = post(desk, "The export is empty")
    reply = desk.workspace.reply_as_user(desk.ben, root, "Since Monday")
    desk.deliver()

    assert why(desk, reply) == "This belongs to T-1: it was said in its thread."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("good morning", "a greeting"),
        ("thanks!", "thanks, or word that all is well"),
        ("lol", "chatter"),
        ("🎉", "nothing but emoji or punctuation"),
    ],
)
def test_noise_names_its_rule(desk: Desk, text: str, words: str) -> None:
    assert why(desk, post(desk, text)).startswith(
        f"This opened no ticket: it reads like {words}. If that is wrong, choose"
    )


def test_what_was_refused_says_why(desk: Desk) -> None:
    desk.limit(per_user=1)
    post(desk, "The export is empty")

    assert "too many came within a minute" in why(desk, post(desk, "So is the report"))


def test_what_was_too_long_says_so(desk: Desk) -> None:
    assert "between 1 and 500 characters" in why(desk, post(desk, "x" * (MAX_LENGTH + 1)))


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (Mode.MENTION, "a message is one only if it mentions me."),
        (Mode.EMOJI, "a message is one only if somebody asks for that."),
        (Mode.SHORTCUT, "in its menu, or put :ticket: on it."),
    ],
)
def test_the_mode_of_the_channel_is_named(desk: Desk, mode: Mode, words: str) -> None:
    desk.admit(mode)

    assert words in why(desk, post(desk, "The export is empty"))


def test_elsewhere_no_message_is_a_ticket(desk: Desk) -> None:
    desk.restrict_to(desk.support)

    assert why(desk, post(desk, "The export is empty", desk.lobby)) == why_sentences.NOT_HERE


def test_a_reply_to_no_ticket_is_none(desk: Desk) -> None:
    root = post(desk, "good morning")
    reply = desk.workspace.reply_as_user(desk.ben, root, "The export is empty")
    desk.deliver()

    assert why(desk, reply) == why_sentences.REPLY


def test_an_edit_is_mentioned(desk: Desk) -> None:
    message = post(desk, "The export is empty")
    desk.workspace.edit_message(message, "The export of May is empty")
    desk.deliver()

    assert why(desk, message).endswith(str(why_sentences.EDITED))


def test_what_was_never_delivered_is_not_known(desk: Desk) -> None:
    channel = desk.workspace.add_channel("old", desk.ann)
    message = post(desk, "The export is empty", channel)
    channel.members.append(desk.bot.user_id)

    assert why(desk, message) == why_sentences.UNSEEN


def test_apps_slack_and_this_app_open_none_by_themselves(desk: Desk) -> None:
    explaining = Explaining(
        Reader(desk.me, the_rules(), MAX_LENGTH, desk.clock),
        desk.tickets,
        PassedOver(desk.database),
    )

    def of(**message: object) -> str:
        said = {"ts": "1.1", **message}
        return explaining.why(desk.bot.team_id, desk.support.id, said, lambda _: True)

    assert of(user="U0CI", bot_id="B0CI") == why_sentences.BY_APP
    assert of(user="USLACKBOT") == why_sentences.BY_APP
    assert of(user="U0ANN", subtype="channel_join") == why_sentences.NOT_SAID
    assert of(user=desk.bot.user_id) == why_sentences.OURS
    assert of(user=desk.bot.user_id, edited={"ts": "1.2"}) == why_sentences.OURS


def test_what_can_not_be_looked_up_says_so(desk: Desk) -> None:
    message = post(desk, "good morning")
    desk.open(tickets=Unreachable())

    assert why(desk, message) == sentences.NOT_SAVED

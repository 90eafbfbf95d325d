"""Who answers first, and where, ends the reminders of the first response."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.slack.working import words

if TYPE_CHECKING:
    from bot.workspace import User
    from tests.slack.posts.watching import Watch


def test_who_claims_it_gives_the_first_response(watch: Watch) -> None:
    card = watch.post()

    watch.click(watch.ben, card, "claim")
    watch.wait(3.5)

    assert "First answer" not in words(card)
    assert [one for one in watch.said() if "answered" in one] == []
    assert f"<@{watch.ben.id}> T-1 is not resolved yet; that is due" in watch.said()[-1]


def test_an_agents_reply_in_the_thread_is_the_first_response(watch: Watch) -> None:
    card = watch.post()

    watch.reply(watch.ben, card, "Which invoice do you mean?")
    watch.wait(3)

    assert "First answer" not in words(card)
    assert [one for one in watch.said() if "answered" in one] == []


def below_the_linked_card(watch: Watch, who: User, text: str = "I look at it") -> None:
    linked = next(one for one in watch.payments.messages.values() if not one.is_reply)
    watch.slack.reply_as_user(who, linked, text)
    watch.desk.deliver()
    watch.desk.errands().run_due()


def test_an_agents_reply_below_the_teams_card_is_the_first_response_too(watch: Watch) -> None:
    card = watch.post()

    below_the_linked_card(watch, watch.ben)
    watch.wait(3)

    assert "First answer" not in words(card)
    assert [one for one in watch.said() if "answered" in one] == []
    assert ("responded", watch.ben.id) in watch.trail()
    assert len(watch.ticket().messages) == 1, "the team's own talk is no part of the ticket"


def test_it_is_that_too_where_the_teams_channel_takes_tickets(watch: Watch) -> None:
    watch.desk.restrict_to(watch.desk.support, watch.payments)
    card = watch.post()

    below_the_linked_card(watch, watch.ben)
    watch.settle()

    assert "First answer" not in words(card)


def test_below_the_teams_card_the_reporter_and_guests_give_none(watch: Watch) -> None:
    card = watch.post()
    guest = watch.slack.add_user("gus", is_guest=True)
    watch.slack.join(guest, watch.payments)

    below_the_linked_card(watch, watch.ann)
    below_the_linked_card(watch, guest)
    watch.wait(1)

    assert "First answer" in words(card)


def test_in_doubt_who_replied_there_is_looked_up_again(watch: Watch) -> None:
    card = watch.post()

    watch.slack.faults.fail("users.info")
    below_the_linked_card(watch, watch.ben)
    assert "First answer" in words(card)
    watch.desk.clock.pass_by(2)
    watch.desk.errands().run_due()
    watch.settle()

    assert "First answer" not in words(card)


def test_who_took_it_meanwhile_has_given_the_first_response(watch: Watch) -> None:
    card = watch.post()
    watch.slack.faults.fail("users.info")
    below_the_linked_card(watch, watch.ben)

    watch.click(watch.ben, card, "claim")
    watch.desk.clock.pass_by(2)
    watch.desk.errands().run_due()

    assert ("responded", watch.ben.id) not in watch.trail()


def test_a_reply_of_the_reporter_or_of_no_agent_is_none(watch: Watch) -> None:
    card = watch.post()
    cleo = watch.slack.add_user("cleo")
    watch.slack.join(cleo, watch.desk.support)

    watch.reply(watch.ann, card, "It is invoice 4711")
    watch.reply(cleo, card, "We have that too")
    watch.wait(1)

    assert "First answer" in words(card)
    assert "Nobody has answered T-1 yet" in watch.said()[-1]


def test_an_agents_reply_from_before_it_was_judged_counts(watch: Watch) -> None:
    root = watch.slack.post_as_user(watch.ann, watch.desk.support, "The invoice is wrong")
    watch.slack.reply_as_user(watch.ben, root, "I look at it")
    watch.settle()

    assert watch.ticket().routing.responded_at is not None  # type: ignore[union-attr]

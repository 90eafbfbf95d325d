"""From a card, people have a known issue written from the thread."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

import pytest

from bot.analysts.write_up import WriteUp
from bot.duties.scribe import Scribe
from bot.slack.known_issues.news import DraftNews, written
from bot.triage.known_issues.draft import Draft, DraftId, DraftState
from storage.known_issues.drafts import Drafts
from storage.known_issues.write_ups import WriteUps
from tests.builders import NOON, an_article
from tests.slack.working import deeds, words

if TYPE_CHECKING:
    from tests.slack.working import Shift

ASKED = (
    "A known issue is being written from T-1, without the names and personal data that I can "
    "tell. It waits for a second person's approval: open my *Home* tab, then *To review*."
)


class FixedNames:
    """Knows what the people of the desk are called."""

    def of(self, _team: str, _users: object) -> tuple[str, ...]:
        return ("Ann Smith", "Ben")


@pytest.fixture
def scribe(shift: Shift) -> Scribe:
    database = shift.desk.database
    news = DraftNews(shift.desk.whispers)
    return Scribe(WriteUps(database), WriteUp(), FixedNames(), news, clock=shift.desk.clock)


def drafts(shift: Shift) -> list[Draft]:
    return list(Drafts(shift.desk.database).open(shift.desk.bot.team_id, 10))


def test_a_known_issue_is_written_from_the_menu_of_a_card(shift: Shift, scribe: Scribe) -> None:
    card = shift.post("The export of Ann Smith hangs at 80 %. Call me on +49 30 901820!")

    shift.more(shift.ben, card, "write_up")
    scribe.write_due()

    (draft,) = drafts(shift)
    assert (draft.state, draft.author) == (DraftState.WAITING, shift.ben.id)
    assert draft.article.symptoms == ("The export of … hangs at 80 %.", "Call me on …!")
    assert draft.article.category == "Billing"
    assert shift.told(shift.ben) == [ASKED]


def test_who_tells_a_name_is_not_named_in_it(shift: Shift, scribe: Scribe) -> None:
    card = shift.post("Hi, this is Maria Gonzalez. The export of invoices hangs at 80 %.")
    shift.click(shift.ben, card, "resolve")
    how = "Restarted it for Maria Gonzalez"

    shift.send(shift.ben, {"how": how, "afterwards": ["write_up"]})
    scribe.write_due()

    (draft,) = drafts(shift)
    assert draft.article.symptoms == ("The export of invoices hangs at 80 %.",)
    assert draft.article.recommended_action == "Restarted it for …"


def test_who_is_only_spoken_of_is_not_named_in_it_either(shift: Shift, scribe: Scribe) -> None:
    card = shift.post("The export of invoices hangs at 80 % for Beatriz da Silva, too.")
    shift.click(shift.ben, card, "resolve")
    how = "I asked Mr Nowak, and restarted the worker for Beatriz."

    shift.send(shift.ben, {"how": how, "afterwards": ["write_up"]})
    scribe.write_due()

    (draft,) = drafts(shift)
    assert draft.article.symptoms == ("The export of invoices hangs at 80 % for …, too.",)
    assert draft.article.recommended_action == "I asked Mr …, and restarted the worker for …"


def test_who_asked_is_told_when_it_is_written_and_can_look_at_it(
    shift: Shift, scribe: Scribe
) -> None:
    card = shift.post()
    shift.more(shift.ben, card, "write_up")
    scribe.write_due()
    shift.told(shift.ben)

    direct = shift.slack.direct_channel(shift.ben.id, shift.desk.bot)
    [told] = direct.messages.values()
    assert told.text == (
        "The known issue from T-1 is written: OUR-1 “The invoice of May shows the wrong amount”. "
        "It waits for a second person's approval."
    )
    shift.click(shift.ben, told, deeds(told)[0])
    assert "The invoice of May shows the wrong amount" in words(shift.form(shift.ben))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (DraftState.WAITING, "It waits for a second person's approval."),
        (DraftState.DRAFT, "It still lacks something."),
    ],
)
def test_what_is_told_says_whether_it_is_whole(state: DraftState, said: str) -> None:
    draft = Draft(DraftId(7), "T1", "KB-9", an_article(), state, "U1", "U1", 1, NOON)

    assert written(draft).text.endswith(said)


def test_asked_twice_it_is_written_once(shift: Shift, scribe: Scribe) -> None:
    card = shift.post()

    shift.more(shift.ben, card, "write_up")
    scribe.write_due()
    shift.more(shift.ann, card, "write_up")
    scribe.write_due()

    assert len(drafts(shift)) == 1
    (told,) = shift.told(shift.ann)
    assert told.startswith(f"<@{shift.ben.id}> has had a known issue written from T-1 already.")


def test_who_resolves_a_ticket_can_have_the_remedy_written_up(shift: Shift, scribe: Scribe) -> None:
    card = shift.post()

    shift.click(shift.ben, card, "resolve")
    shift.send(shift.ben, {"how": "Ben sent a new invoice", "afterwards": ["write_up"]})
    scribe.write_due()

    (draft,) = drafts(shift)
    assert draft.article.recommended_action == "sent a new invoice"
    assert draft.ticket_number == 1
    assert shift.told(shift.ben) == [ASKED]
    assert shift.slack.ephemerals[-1].thread_ts == card.thread_ts


def test_nothing_is_written_unless_the_box_is_ticked(shift: Shift) -> None:
    card = shift.post()

    shift.resolve(shift.ben, card, "By hand")

    assert drafts(shift) == []
    assert shift.told(shift.ben) == []


def test_nothing_is_written_from_what_was_withdrawn_meanwhile(shift: Shift, scribe: Scribe) -> None:
    card = shift.post()
    shift.more(shift.ben, card, "write_up")
    root = shift.desk.support.messages[card.thread_ts or ""]
    shift.slack.delete_message(root)
    shift.settle()

    scribe.write_due()

    assert drafts(shift) == []


def test_an_old_card_has_nothing_written_from_what_is_no_ticket(shift: Shift) -> None:
    card = shift.post()
    old = deepcopy(card)
    shift.more(shift.ben, card, "not_a_ticket")

    shift.more(shift.ann, old, "write_up")

    assert drafts(shift) == []
    assert shift.told(shift.ann) == [f"<@{shift.ben.id}> closed T-1 already, as not a ticket."]


def test_guests_can_have_nothing_written(shift: Shift) -> None:
    card = shift.post()
    guest = shift.slack.add_user("gus", is_guest=True)
    shift.slack.join(guest, shift.desk.support)

    shift.more(guest, card, "write_up")

    assert drafts(shift) == []
    (told,) = shift.told(guest)
    assert told.startswith(
        "Only people who work tickets or look after the known issues can do that"
    )


def test_a_card_without_a_number_has_nothing_written(shift: Shift) -> None:
    card = shift.post()
    menu = next(
        element
        for block in card.blocks
        for element in block.get("elements", ())
        if element.get("action_id") == "more"
    )
    menu["options"][-1]["value"] = "write_up:x"

    shift.click(shift.ben, card, "more", "write_up:x")

    assert drafts(shift) == []
    assert shift.told(shift.ben) == ["That card is out of date, so nothing was changed."]

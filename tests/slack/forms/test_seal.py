from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.forms.seal import Seal, carried

if TYPE_CHECKING:
    from bot.slack.blocks import Json

SEAL = Seal("xoxb-1")
FORM: Json = {"callback_id": "resolve", "private_metadata": carried("12", "I-3")}
SENT = SEAL.closed(FORM, "T1", "U0ANN")


def test_ids_come_back_as_they_were_sent() -> None:
    assert SEAL.opened(SENT, "T1", "U0ANN") == ("12", "I-3")


def test_a_restart_opens_what_was_sent_before() -> None:
    assert Seal("xoxb-1").opened(SENT, "T1", "U0ANN") == ("12", "I-3")


def test_a_view_that_carries_nothing_stays_as_it_is() -> None:
    view: Json = {"type": "modal", "title": "Versions"}

    assert SEAL.closed(view, "T1", "U0ANN") == view


@pytest.mark.parametrize("carries", ["", "|", "12", "12|I-3|", "é|\ud800", "||"])
def test_what_is_not_signed_does_not_open(carries: str) -> None:
    assert SEAL.opened({**FORM, "private_metadata": carries}, "T1", "U0ANN") is None


def test_a_changed_id_or_a_foreign_signature_does_not_open() -> None:
    changed = {**SENT, "private_metadata": str(SENT["private_metadata"]).replace("12", "13", 1)}

    assert SEAL.opened(changed, "T1", "U0ANN") is None
    assert Seal("xoxb-2").opened(SENT, "T1", "U0ANN") is None


def test_what_was_sealed_for_one_form_workspace_or_person_opens_for_no_other() -> None:
    assert SEAL.opened({**SENT, "callback_id": "reroute"}, "T1", "U0ANN") is None
    assert SEAL.opened(SENT, "T2", "U0ANN") is None
    assert SEAL.opened(SENT, "T1", "U0BEN") is None


def test_parts_that_run_together_in_another_way_do_not_open() -> None:
    moved = {"callback_id": "resolveT", "private_metadata": SENT["private_metadata"]}

    assert SEAL.opened(moved, "1", "U0ANN") is None

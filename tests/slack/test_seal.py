from __future__ import annotations

import pytest

from bot.slack.seal import Seal

SEAL = Seal("xoxb-1")


def test_ids_come_back_as_they_were_sent() -> None:
    assert SEAL.opened(SEAL.closed("C0SUPPORT", "U0ANN")) == ("C0SUPPORT", "U0ANN")


def test_a_restart_opens_what_was_sent_before() -> None:
    assert Seal("xoxb-1").opened(SEAL.closed("C0SUPPORT")) == ("C0SUPPORT",)


@pytest.mark.parametrize("metadata", ["", "|", "C0SUPPORT", "C0SUPPORT|U0ANN|", "é|\ud800", "||"])
def test_what_is_not_signed_does_not_open(metadata: str) -> None:
    assert SEAL.opened(metadata) is None


def test_a_changed_id_or_a_foreign_signature_does_not_open() -> None:
    sent = SEAL.closed("C0SUPPORT", "U0ANN")

    assert SEAL.opened(sent.replace("SUPPORT", "SECRETS")) is None
    assert Seal("xoxb-2").opened(sent) is None

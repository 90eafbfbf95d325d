from __future__ import annotations

import pytest

from kb.search.codes import names_another

ISSUE = "Builds stop with E1207 because the stored cache is damaged\nalso seen as VPN-31"


@pytest.mark.parametrize(
    "text", ["E1209 in the install step", "VPN-37 since noon", "VPN_37, E1215"]
)
def test_another_code_of_the_family_is_told(text: str) -> None:
    assert names_another(text, ISSUE)


@pytest.mark.parametrize(
    "text",
    [
        "the cache is damaged",
        "E1207 again",
        "E1209, and before that E-1207",
        "DP-510",
        "E12 on the display",
        "E12091 is the number of my order",
        "E1209.5",
        "VPN-3",
    ],
)
def test_the_same_code_none_or_one_of_another_kind_is_not(text: str) -> None:
    assert not names_another(text, ISSUE)


def test_an_issue_without_codes_is_about_any() -> None:
    assert not names_another("E1209", "The cache is damaged")

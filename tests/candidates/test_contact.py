"""Names, addresses, and what one pasted line says."""

from __future__ import annotations

import pytest

from hiring.candidates.contact import NewCandidate, is_address, tidy, understand


@pytest.mark.parametrize(
    ("line", "understood"),
    [
        ("Amara Okafor", NewCandidate("Amara Okafor")),
        (
            "Amara Okafor, Finance director at Castlemere, amara@example.org",
            NewCandidate("Amara Okafor", "Finance director at Castlemere", "amara@example.org"),
        ),
        (
            "Amara Okafor, amara@example.org, Director of engineering, Brightwell, +44 20 7946 0018",
            NewCandidate(
                "Amara Okafor", "Director of engineering, Brightwell", "amara@example.org", "+44 20 7946 0018"
            ),
        ),
        ("Amara Okafor\tCFO\t<amara@example.org>", NewCandidate("Amara Okafor", "CFO", "amara@example.org")),
        ("amara@example.org", NewCandidate("", email="amara@example.org")),
        (" , ;", NewCandidate("")),
    ],
)
def test_one_line_is_understood(line: str, understood: NewCandidate) -> None:
    assert understand(line) == understood


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("\u202egnp.exe", "gnp.exe"),
        ("a\u200bb", "ab"),
        ("\ufeffname", "name"),
        ("A\r\n  B", "A B"),
        ("\U0001f469\u200d\U0001f469", "\U0001f469\u200d\U0001f469"),
    ],
)
def test_a_name_keeps_nothing_invisible_but_joiners(given: str, kept: str) -> None:
    assert tidy(given) == kept


@pytest.mark.parametrize("words", ["a@x.org", "a.b+c@sub.x.org", "zoë@exämple.org"])
def test_an_address_is_known(words: str) -> None:
    assert is_address(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "a",
        "a@b",
        "a@x.",
        "@x.org",
        "a@@x.org",
        "a b@x.org",
        "a@x.org,b@x.org",
        "a@x.org\nBcc:b@x.org",
        "a" * 255 + "@x.org",
    ],
)
def test_what_is_no_address_is_not(words: str) -> None:
    assert not is_address(words)

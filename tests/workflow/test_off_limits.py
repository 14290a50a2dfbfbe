"""Companies off limits are found by whole words, however they are written."""

from __future__ import annotations

import pytest

from hiring.workflow.off_limits import named_in, same_company


@pytest.mark.parametrize(
    ("words", "company", "is_named"),
    [
        ("Director of engineering, Brightwell", "Brightwell", True),
        ("Director of engineering, BRIGHTWELL", "Brightwell Ltd.", True),
        ("Director of engineering, Brightwell GmbH & Co. KG", "Brightwell", True),
        ("Head of Heronsgate", "Heron", False),
        ("Brightwells", "Brightwell", False),
        ("CTO at Café Norr", "Cafe Norr AB", True),
        ("CTO at Norr", "Café Norr", False),
        ("Co-founder, The Co", "Co", True),
        ("Anybody", "—", False),
        ("", "Brightwell", False),
    ],
)
def test_a_company_is_found_by_whole_words(words: str, company: str, is_named: bool) -> None:
    assert named_in(words, [company]) == ([company] if is_named else [])


def test_all_that_are_named_are_told_in_the_order_of_the_list() -> None:
    assert named_in("From Castlemere to Brightwell", ["Brightwell", "Heron", "Castlemere"]) == [
        "Brightwell",
        "Castlemere",
    ]


def test_two_ways_of_writing_mean_one_company() -> None:
    assert same_company("Brightwell Ltd", "brightwell limited")
    assert not same_company("Brightwell North", "Brightwell")

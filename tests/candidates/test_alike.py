"""When two candidates may be one human, and that looking through many finds the same two."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hiring.candidates.alike import (
    MOST_ALIKE,
    SAME_ADDRESS,
    SAME_EMPLOYER,
    SAME_JOB,
    SAME_MAILBOX,
    SAME_NAME,
    SAME_NUMBER,
    Known,
    alike,
    pairs_among,
)
from hiring.text import Text

AT_ACME = "Head of data at Acme Ltd"


def why(one: tuple[str, ...], other: tuple[str, ...]) -> list[Text]:
    """Both ways round, which is the same."""
    first, second = Known(1, *one), Known(2, *other)
    assert alike(first, second) == alike(second, first)
    return alike(first, second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Álvarez", "Jose Alvarez"),
        ("Ana Silva Costa", "Costa, Ana Silva"),
        ("Łukasz Nowak", "Lukasz Nowak"),
        ("Søren Ødegård", "soren odegard"),
        ("Anne-Marie Weiß", "WEISS ANNE MARIE"),
    ],
)
def test_accents_case_and_order_make_no_other_name(one: str, other: str) -> None:
    assert why((one,), (other,)) == [SAME_NAME]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jon Smith", "John Smith"),
        ("Jon Smith", "Smith John"),
        ("Micheal Berg", "Michael Berg"),
        ("Anna Möller", "Anna Moeller"),
        ("Stefan Meier", "Stefen Meyer"),
        ("Maria de la Cruz", "Marie de la Cruz"),
    ],
)
def test_a_letter_away_counts_where_the_job_or_the_employer_is_the_same(one: str, other: str) -> None:
    assert why((one, AT_ACME), (other, AT_ACME)) == [SAME_JOB]
    assert why((one, AT_ACME), (other, "Chief of staff, ACME")) == [SAME_EMPLOYER]
    assert why((one, AT_ACME), (other, "Head of data at Brightwell")) == []
    assert why((one,), (other,)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tim Brown", "Jim Brown"),
        ("Stefan Berg", "Stephan Berg"),
        ("Unit 1001", "Unit 1002"),
        ("Jon Smith", "Jon"),
        ("Jon Smith", "Jon Peter Smith"),
        ("Anna", "Anne"),
        ("Maria Helena Costas", "Marie Helene Costos"),
    ],
)
def test_further_away_is_somebody_else(one: str, other: str) -> None:
    assert why((one, AT_ACME), (other, AT_ACME)) == []


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("jon.smith@gmail.com", "JonSmith+jobs@googlemail.com", [SAME_MAILBOX]),
        ("jon@example.org", "jon+cv@example.org", [SAME_MAILBOX]),
        ("jon@example.org", "Jon@Example.org", [SAME_ADDRESS]),
        ("jon.smith@example.org", "jonsmith@example.org", []),
        ("+a@example.org", "+b@example.org", []),
    ],
)
def test_dots_and_what_follows_a_plus_make_no_other_mailbox(one: str, other: str, reason: list[Text]) -> None:
    assert why(("Jon", "", one), ("Maria", "", other)) == reason


def test_a_number_is_known_by_its_last_digits() -> None:
    assert why(("Jon", "", "", "+44 20 7946 0958"), ("Maria", "", "", "020/79460958")) == [SAME_NUMBER]
    assert why(("Jon", "", "", "12 34"), ("Maria", "", "", "12 34")) == []


WORDS = ("anna", "anne", "hanna", "berg", "borg", "jon", "john")
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
PEOPLE = st.builds(
    Known,
    st.just(0),
    name=NAMES,
    headline=st.sampled_from(["", "Head at Acme", "Clerk, Acme"]),
    email=st.sampled_from([None, "a.n@gmail.com", "an@gmail.com", "an@example.org"]),
    phone=st.sampled_from([None, "12345678", "87654321"]),
)


@example([Known(0, "anna berg", "Clerk, Acme"), Known(0, "borg anne", "Clerk, Acme")])
@given(st.lists(PEOPLE, max_size=MOST_ALIKE))
def test_looking_through_all_finds_what_holding_each_against_each_finds(everybody: list[Known]) -> None:
    numbered = [Known(number, one.name, one.headline, one.email, one.phone) for number, one in enumerate(everybody)]
    each = {(one.id, other.id): alike(one, other) for one in numbered for other in numbered if one.id < other.id}
    assert pairs_among(numbered) == {two: reasons for two, reasons in each.items() if reasons}


def test_so_many_alike_are_a_coincidence() -> None:
    office = [Known(number, f"Person {chr(97 + number) * 5}", "", None, "020 7946 0958") for number in range(9)]
    assert len(pairs_among(office[:MOST_ALIKE])) == MOST_ALIKE * (MOST_ALIKE - 1) // 2
    assert pairs_among(office) == {}
    berg = [Known(number, name, AT_ACME) for number, name in enumerate(["Anna Berg"] * MOST_ALIKE + ["Anne Berg"])]
    assert {one for two in pairs_among(berg) for one in two} == set(range(MOST_ALIKE))

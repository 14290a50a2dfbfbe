"""The language of the filter box."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.openings.terms import EXAMPLES, EXPLAINED, LIMIT, Filter, Term, age, clean, parse, slug


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("dana", (Term("name", "dana"),)),
        ("Dana -Casey", (Term("name", "Dana"), Term("name", "Casey", negated=True))),
        ("scorecard:overdue", (Term("scorecard", "overdue"),)),
        ("STAGE:Panel-Peers", (Term("stage", "panel-peers"),)),
        ("age:>7d age:3", (Term("age", ">7d"), Term("age", "3"))),
        ("-is:late is:due", (Term("is", "late", negated=True), Term("is", "due"))),
        ("needs:me needs:me", (Term("needs", "me"),)),
        ("packet:undecided", (Term("packet", "undecided"),)),
        ("tag:Board-Ready owner:me", (Term("tag", "board-ready"), Term("owner", "me"))),
        ("is:mutual-no -is:pressing", (Term("is", "mutual-no"), Term("is", "pressing", negated=True))),
        ("needs:hiring-manager has:question", (Term("needs", "hiring-manager"), Term("has", "question"))),
        ("round:loop channel:search-firm", (Term("round", "loop"), Term("channel", "search-firm"))),
        ("opening:project-heron", (Term("opening", "project-heron"),)),
        ("-", (Term("name", "-"),)),
        ("' OR 1=1 --", (Term("name", "'"), Term("name", "OR"), Term("name", "1=1"), Term("name", "-", negated=True))),
        ("(a+)+(a+)+$", (Term("name", "(a+)+(a+)+$"),)),
    ],
)
def test_it_reads_words_and_terms(typed: str, terms: tuple[Term, ...]) -> None:
    assert parse(typed) == Filter(terms)
    assert parse(typed).complaints == ()


@pytest.mark.parametrize(
    "typed",
    [
        "score>3",
        "sort=salary",
        "is:nice",
        "age:old",
        "age:>99999d",
        "stage:",
        "spread:>=2",
        "needs:rita",
        "tag:",
        "has:score",
    ],
)
def test_a_term_it_does_not_know_is_left_out_and_said(typed: str) -> None:
    understood = parse(f"dana {typed}")
    assert understood.terms == (Term("name", "dana"),)
    (complaint,) = understood.complaints
    assert str(complaint) == (
        f"“{typed}” is not something this box can look for, so it was left out. "
        "Try needs:me, scorecard:overdue, is:late, age:>7d."
    )


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_are_understood(example: str) -> None:
    assert [term.written for term in parse(example).terms] == [example]


@pytest.mark.parametrize("example", [term for term, _words in EXPLAINED])
def test_what_is_explained_is_understood(example: str) -> None:
    assert [term.written for term in parse(example).terms] == [example]


@pytest.mark.parametrize(
    ("typed", "closed", "may_be_closed"),
    [("", False, False), ("is:closed", True, True), ("is:hired", True, True), ("-is:hired", False, False)],
)
def test_closed_ones_are_asked_for(typed: str, closed: bool, may_be_closed: bool) -> None:
    assert (parse(typed).wants_closed, parse(typed).takes_closed) == (closed, may_be_closed)
    assert (parse("is:waiting").wants_closed, parse("is:waiting").takes_closed) == (False, True)


@pytest.mark.parametrize(("value", "read"), [(">7d", (">", 7)), ("<=3", ("<=", 3)), ("5d", ("=", 5))])
def test_an_age_is_a_comparison_and_days(value: str, read: tuple[str, int]) -> None:
    assert age(value) == read


@given(st.text())
def test_whatever_is_typed_is_read_and_can_be_written_again(typed: str) -> None:
    understood = parse(typed)
    again = parse(" ".join(term.written for term in understood.terms))
    assert again.terms == understood.terms
    assert len(clean(typed)) <= LIMIT
    assert "\0" not in understood.typed


def test_every_answer_is_an_address() -> None:
    asked = parse("dana is:late")
    assert asked.url("/openings") == "/openings?q=dana+is%3Alate"
    assert asked.url("/openings", page=2) == "/openings?q=dana+is%3Alate&page=2"
    assert asked.without(Term("name", "dana")).url("/openings") == "/openings?q=is%3Alate"
    assert asked.without(Term("name", "dana")).without(Term("is", "late")).url("/openings") == "/openings"


@pytest.mark.parametrize(
    ("title", "short"),
    [("Chief technology officer", "chief-technology-officer"), ("Ingénieur·e, Lyon", "ingénieur-e-lyon"), ("!!", "")],
)
def test_an_opening_is_named_by_its_words(title: str, short: str) -> None:
    assert slug(title) == short

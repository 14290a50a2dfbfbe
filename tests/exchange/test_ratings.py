"""Files of past scores: read whole with every fault named, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hiring.exchange.ratings import PastScore, PastScores, read
from hiring.rubric import load
from tests.bad_inputs import LIST

DATA = Path(__file__).parents[1] / "data"
RUBRIC = load(DATA / "creativity.v1.yaml")
HEAD = "candidate,interviewer,dimension,score\n"


def problems(content: str | bytes) -> list[str]:
    return [str(one) for one in _read(content).problems]


def _read(content: str | bytes) -> PastScores:
    return read(content.encode() if isinstance(content, str) else content, RUBRIC)


def test_a_row_is_read_by_title_or_id_and_spaces_are_forgiven() -> None:
    found = _read(
        "\ufeffCandidate; INTERVIEWER ;dimension;score;interview\n Ada  Byron ;kim@example.org;ATTACK;9;first\n"
    )
    assert found.problems == []
    assert found.rows == [PastScore(2, "Ada Byron", "kim@example.org", "attack", 9, "first")]


def test_every_fault_is_named_at_once_with_row_and_column() -> None:
    rows = "Ada,Kim,attack,10\n,Kim,basis,3\nAda,Kim,charm,3\nAda,a@b,basis,3\nAda,Kim,basis,3.5\nAda,Kim,basis,\n"
    assert problems(HEAD + rows) == [
        "Row 2, column score: “10” is not on the rubric's scale, 1 to 9.",
        "Row 3, column candidate: this is empty.",
        "Row 4, column dimension: the rubric has no “charm”. It has attack, basis, clarity, daring, enthusiasm.",
        "Row 5, column interviewer: “a@b” is no e-mail address.",
        "Row 6, column score: “3.5” is not on the rubric's scale, 1 to 9.",
        "Row 7, column score: this is empty.",
    ]


def test_a_seat_is_rated_once_unless_the_meetings_are_told_apart() -> None:
    twice = "Ada,Kim,attack,3\nada,KIM,Attack,4\n"
    (problem,) = problems(HEAD + twice)
    assert problem == (
        "Row 3, column score: row 2 has the same candidate, interviewer and dimension. "
        "Use the column “interview” to tell two meetings apart."
    )
    told_apart = "candidate,interviewer,dimension,score,interview\nAda,Kim,attack,3,May\nAda,Kim,attack,4,June\n"
    assert problems(told_apart) == []


def test_what_cannot_be_read_is_refused() -> None:
    assert problems(HEAD) == ["There is no score in this file: it has no row below the head."]
    assert problems("") == ["Row 1 must name the columns; candidate, interviewer, dimension, score is missing."]


CASES = {case["id"]: case for case in LIST if case["target"] == "file:import.csv"}
FOR_CANDIDATES_ONLY = {
    "csv-002": "a formula is a name like any other, and so it is a candidate",
    "csv-009": "the same over two lines",
    "csv-015": "forgiven: test_a_row_is_read_by_title_or_id_and_spaces_are_forgiven",
    "csv-022": "a line break in a name is folded: test_a_name_over_two_lines_is_one_line",
    "csv-023": "an encoded word is a name like any other; mail encodes what it sends",
}


def as_ratings(payload: str) -> str:
    """The same fault in a file of ratings: its own head, and cells that would be right but for the fault."""
    head, _, rest = payload.partition("\n")
    return f"{head.replace('name', 'candidate').replace('email', 'interviewer')},dimension,score\n" + "".join(
        f"{line},attack,3\n" for line in rest.splitlines()
    )


def of(case: dict[str, str]) -> bytes:
    content: str | bytes = case["payload"] if "payload" in case else eval(case["payload_gen"])
    return content if isinstance(content, bytes) else content.encode()


@pytest.mark.parametrize("name", sorted(set(CASES) - set(FOR_CANDIDATES_ONLY)))
@pytest.mark.parametrize(
    "shape",
    [
        lambda raw: raw,
        lambda raw: as_ratings(raw.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape"),
    ],
)
def test_a_bad_file_is_refused_whole(name: str, shape: Callable[[bytes], bytes]) -> None:
    found = _read(shape(of(CASES[name])))
    assert found.problems != []
    assert all(str(one).endswith(".") for one in found.problems)


def test_a_name_over_two_lines_is_one_line() -> None:
    found = _read(HEAD + '"Ada\nByron",Kim,attack,3\n')
    assert [row.candidate for row in found.rows] == ["Ada Byron"]


def test_the_cases_that_only_a_list_of_candidates_has_are_on_the_list() -> None:
    assert set(FOR_CANDIDATES_ONLY) <= set(CASES)

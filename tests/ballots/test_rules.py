"""When a ballot opens and closes, for every course it can take."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hiring.ballots.rules import (
    Course,
    Past,
    problems,
    why_not_close,
    why_not_note,
    why_not_open,
    why_not_vote,
)
from hiring.models.scorecard import VERDICTS


@st.composite
def courses(draw: st.DrawFn) -> Course:
    ballots = draw(st.integers(0, 2))
    roll = draw(st.integers(0, 12)) if ballots else 0
    return Course(
        ballots=ballots,
        is_open=bool(ballots) and draw(st.booleans()),
        roll=roll,
        cast=draw(st.integers(0, roll)),
        committee=draw(st.integers(0, 12)),
        is_decided=draw(st.booleans()),
        has_ended=draw(st.booleans()),
    )


@given(courses())
def test_a_ballot_opens_only_when_none_is_open_and_there_is_something_left_to_vote_on(course: Course) -> None:
    if why_not_open(course) is None:
        assert (course.is_open, course.is_decided, course.has_ended) == (False, False, False)
        assert course.ballots < 2 <= course.committee
        assert course.committee > 3 or course.ballots == 0


@given(courses())
def test_the_chair_closes_exactly_when_more_than_half_are_in(course: Course) -> None:
    assert (why_not_close(course) is None) == (course.is_open and course.cast > course.roll / 2)


@given(courses())
def test_nothing_is_noted_while_anything_is_sealed(course: Course) -> None:
    if why_not_note(course) is None:
        assert not course.is_open
        assert course.ballots > 0


@given(courses())
def test_voting_and_opening_never_go_together(course: Course) -> None:
    assert why_not_vote(course) is not None or why_not_open(course) is not None


@given(
    verdict=st.sampled_from([None, "", "perhaps", *VERDICTS]),
    reason=st.sampled_from(["", "  ", "Her second case."]),
    has_read=st.booleans(),
    first=st.sampled_from([None, *VERDICTS]),
)
def test_a_reason_is_asked_of_whoever_moves_and_of_nobody_else(
    verdict: str | None, reason: str, has_read: bool, first: str | None
) -> None:
    found = {
        field
        for field, _words in problems(verdict, reason=reason, has_read=has_read, past=Past(first, first is not None))
    }
    moves = first is not None and verdict in VERDICTS and verdict != first
    assert ("reason" in found) == (moves and not reason.strip())
    assert ("verdict" in found) == (verdict not in VERDICTS)
    assert ("has_read" in found) == (first is None and not has_read)

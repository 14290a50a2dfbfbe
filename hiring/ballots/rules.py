"""When a ballot opens and closes, and what a vote must say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hiring.models.ballot import AT_MOST
from hiring.rubric.answers import VERDICTS
from hiring.text import Text, count, text

FEWEST = 2
LIGHT_FORM = 3
"""A committee of so many votes once."""


@dataclass(frozen=True, slots=True)
class Course:
    """How far the ballots on one packet have come.

    ballots: how many were opened. roll and cast: of the last one, without those who were struck. committee: how many
    would have a place if one opened now. has_ended: the application is closed.
    """

    ballots: int
    is_open: bool
    roll: int
    cast: int
    committee: int
    is_decided: bool
    has_ended: bool


@dataclass(frozen=True, slots=True)
class Past:
    """What somebody has voted on the packet: in the ballot before this one, and whether in any."""

    first: str | None
    has_voted: bool


def why_not_open(course: Course) -> Text | None:
    """What keeps the next ballot from being opened."""
    if course.is_open:
        return text("A ballot is open already.")
    over = why_over(course)
    if over is not None:
        return over
    if course.ballots == AT_MOST:
        return text("There have been two ballots. The next step is the decision.")
    if course.committee < FEWEST:
        return text("A ballot takes at least two people. Decide without one, or have somebody added to the committee.")
    if course.ballots and course.committee <= LIGHT_FORM:
        return text("A committee of three or fewer votes once. The next step is the decision.")
    return None


def why_not_vote(course: Course) -> Text | None:
    """What keeps everybody from voting."""
    over = why_over(course)
    if over is not None or course.is_open:
        return over
    if course.ballots:
        return text("The ballot is closed. What was voted stands.")
    return text("No ballot is open yet. The chair opens it.")


def why_not_close(course: Course) -> Text | None:
    """What keeps the chair from closing the ballot before all are in."""
    if not course.is_open:
        return text("The ballot is closed already.") if course.ballots else text("No ballot is open.")
    missing = course.roll // 2 + 1 - course.cast
    if missing > 0:
        return count(
            "%(cast)s of %(roll)s have voted. A ballot closes with more than half: %(num)d more vote is needed.",
            "%(cast)s of %(roll)s have voted. A ballot closes with more than half: %(num)d more votes are needed.",
            missing,
            cast=course.cast,
            roll=course.roll,
        )
    return None


def why_over(course: Course) -> Text | None:
    """What ends all voting on a packet."""
    if course.is_decided:
        return text("The decision is recorded, so there is nothing left to vote on.")
    if course.has_ended:
        return text("This application is closed, so there is nothing to vote on. Reopening it takes the vote up again.")
    return None


def problems(verdict: str | None, *, reason: str, has_read: bool, past: Past) -> Iterator[tuple[str, Text]]:
    """What keeps one vote from being taken: the field, and what to do there."""
    if verdict not in VERDICTS:
        yield "verdict", text("Choose one of the four.")
    if not past.has_voted and not has_read:
        yield "has_read", text("Read the packet first, then say that you have.")
    if past.first is not None and verdict in VERDICTS and verdict != past.first and not reason.strip():
        yield "reason", text("You voted otherwise in the first ballot. Write what changed your mind.")


def why_not_note(course: Course) -> Text | None:
    """What keeps points of the discussion from being noted: nothing is said to others while votes are sealed."""
    over = why_over(course)
    if over is not None:
        return over
    if course.is_open:
        return text("While a ballot is open, nothing is noted for others to read. Note it once the ballot has closed.")
    if not course.ballots:
        return text("The discussion comes after the first ballot.")
    return None

"""The ballots on one packet as one reader may see them, in words: nothing here asks the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from hiring.ballots.rules import FEWEST, LIGHT_FORM, Course, why_not_close, why_not_note, why_not_open, why_not_vote
from hiring.rubric.answers import VERDICT_WORDS, VERDICTS
from hiring.text import Text, text

COLOURS = dict(zip(VERDICTS, ("r1", "r2", "r4", "r5"), strict=True))
AGAINST = frozenset({"strong_no", "no"})
_KEPT = text("The votes are the committee’s until the decision is recorded.")


class Place(NamedTuple):
    """Somebody's place in one ballot. `verdict` and `reason` only where the reader may see them; `seniority`: 0 speaks
    first.
    """

    number: int
    closed_at: datetime | None
    person_id: int
    name: str
    is_struck: bool
    is_in: bool
    verdict: str | None
    reason: str | None
    seniority: int


class Noted(NamedTuple):
    """What was said of one dimension while the committee talked."""

    dimension: str
    rubric_version_id: int
    title: str
    body: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rights:
    """What this reader may do and see here at all, whatever the ballots stand at."""

    opens: bool
    votes: bool
    reads: bool
    notes: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One vote of a closed ballot. `was`: what the same person voted before, if that was something else."""

    person_id: int
    name: str
    verdict: str
    words: Text
    colour: str
    reason: str
    was: Text | None


@dataclass(frozen=True, slots=True)
class Closed:
    """One ballot that is over. `votes` by name; `absent` did not vote, `left` stepped back or left the committee."""

    number: int
    title: Text
    closed_at: datetime
    turnout: Text
    tally: tuple[tuple[Text, str, int], ...]
    split: Text | None
    votes: tuple[Said, ...]
    absent: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """The reader's own place in the open ballot, and what they have voted so far."""

    words: Text | None
    reason: str


@dataclass(frozen=True, slots=True)
class BallotView:
    """Everything about ballots that one reader of a packet is shown.

    `status` is for every reader; `still_out` for the chair alone; `closed` for those who read votes, and `kept` says
    to the others when they may. `next_title` names the ballot that `may_open`, `why_not` says what keeps the chair.
    `speaking` is the advised order, and `slopes` has the two ballots side by side.
    """

    packet_ref: str
    ballots: int
    is_light: bool
    is_open: bool
    title: Text
    status: Text
    still_out: tuple[str, ...]
    own: Own | None
    may_vote: bool
    may_open: bool
    may_close: bool
    next_title: Text
    why_not: Text | None
    closed: tuple[Closed, ...]
    kept: Text | None
    speaking: tuple[str, ...]
    points: tuple[Noted, ...]
    may_note: bool

    @property
    def moved(self) -> tuple[Said, ...]:
        """Who votes otherwise in the last closed ballot than before."""
        return tuple(one for one in self.closed[-1].votes if one.was is not None) if self.closed else ()


def view_of(
    places: Sequence[Place],
    points: Iterable[Noted],
    *,
    packet_ref: str,
    reader_id: int,
    rights: Rights,
    is_decided: bool,
    has_ended: bool,
) -> BallotView | None:
    """None when there is nothing to show: no ballot yet, and the reader opens none."""
    ballots = [list(group) for _number, group in groupby(places, key=lambda place: place.number)]
    course = course_shown(ballots, is_decided=is_decided, has_ended=has_ended)
    may_open = rights.opens and why_not_open(course) is None
    if not ballots and not may_open:
        return None
    last = ballots[-1] if ballots else []
    own = next((one for one in last if one.person_id == reader_id and not one.is_struck), None)
    is_light = 0 < course.roll <= LIGHT_FORM and len(ballots) < 2
    over = [ballot for ballot in ballots if ballot[0].closed_at is not None]
    return BallotView(
        packet_ref=packet_ref,
        ballots=len(ballots),
        is_light=is_light,
        is_open=course.is_open,
        title=title_of(len(ballots), is_light=is_light),
        status=status_of(course),
        still_out=_still_out(last) if rights.opens and course.is_open else (),
        own=None if own is None or not course.is_open else _own(own),
        may_vote=rights.votes and own is not None and why_not_vote(course) is None,
        may_open=may_open,
        may_close=rights.opens and why_not_close(course) is None,
        next_title=title_of(len(ballots) + 1, is_light=False),
        why_not=_why_not(course) if rights.opens else None,
        closed=_closed(over, is_light=is_light) if rights.reads else (),
        kept=_KEPT if over and not rights.reads else None,
        speaking=_speaking(last) if rights.reads and not course.is_open and not is_decided else (),
        points=tuple(points) if rights.reads else (),
        may_note=rights.notes and why_not_note(course) is None,
    )


def course_shown(ballots: Sequence[Sequence[Place]], *, is_decided: bool, has_ended: bool) -> Course:
    """How far they have come, as far as the places tell: who would have a place today, a verb finds out."""
    last = [one for one in ballots[-1] if not one.is_struck] if ballots else []
    return Course(
        ballots=len(ballots),
        is_open=bool(ballots) and ballots[-1][0].closed_at is None,
        roll=len(last),
        cast=sum(one.is_in for one in last),
        committee=len(last) if ballots else FEWEST,
        is_decided=is_decided,
        has_ended=has_ended,
    )


def title_of(number: int, *, is_light: bool) -> Text:
    if is_light:
        return text("Ballot")
    return text("Second ballot") if number == 2 else text("First ballot")


def status_of(course: Course) -> Text:
    """How many are in; never who, never what."""
    if not course.ballots:
        return text("Not opened yet")
    if course.is_open:
        return text("%(cast)s of %(roll)s in", cast=course.cast, roll=course.roll)
    return text("Closed: %(cast)s of %(roll)s voted", cast=course.cast, roll=course.roll)


def _why_not(course: Course) -> Text | None:
    return why_not_close(course) if course.is_open else why_not_open(course)


def _still_out(places: Iterable[Place]) -> tuple[str, ...]:
    return tuple(one.name for one in places if not one.is_struck and not one.is_in)


def _own(place: Place) -> Own:
    words = None if place.verdict is None else VERDICT_WORDS[place.verdict]
    return Own(words, place.reason or "")


def _closed(ballots: Sequence[Sequence[Place]], *, is_light: bool) -> tuple[Closed, ...]:
    found = []
    before: dict[int, str] = {}
    for places in ballots:
        first = places[0]
        assert first.closed_at is not None
        counted = [one for one in places if not one.is_struck]
        votes = tuple(_said(one, before.get(one.person_id)) for one in counted if one.verdict is not None)
        found.append(
            Closed(
                number=first.number,
                title=title_of(first.number, is_light=is_light),
                closed_at=first.closed_at,
                turnout=text("%(cast)s of %(roll)s voted", cast=len(votes), roll=len(counted)),
                tally=_tally(votes),
                split=_split(votes),
                votes=votes,
                absent=tuple(one.name for one in counted if one.verdict is None),
                left=tuple(one.name for one in places if one.is_struck),
            )
        )
        before |= {one.person_id: one.verdict for one in votes}
    return tuple(found)


def _said(place: Place, before: str | None) -> Said:
    assert place.verdict is not None
    return Said(
        person_id=place.person_id,
        name=place.name,
        verdict=place.verdict,
        words=VERDICT_WORDS[place.verdict],
        colour=COLOURS[place.verdict],
        reason=place.reason or "",
        was=None if before in {None, place.verdict} else VERDICT_WORDS[str(before)],
    )


def _tally(votes: Iterable[Said]) -> tuple[tuple[Text, str, int], ...]:
    cast = Counter(one.verdict for one in votes)
    return tuple((VERDICT_WORDS[verdict], COLOURS[verdict], cast[verdict]) for verdict in VERDICTS)


def _split(votes: Sequence[Said]) -> Text | None:
    """Said only when as many are against as for."""
    against = sum(one.verdict in AGAINST for one in votes)
    if not votes or against * 2 != len(votes):
        return None
    return text("%(num)s to %(num)s. Whoever decides says why, or holds for references.", num=against)


def _speaking(places: Sequence[Place]) -> tuple[str, ...]:
    """From the least to the most senior: whoever speaks first is heard longest."""
    return tuple(one.name for one in sorted(places, key=lambda one: one.seniority) if not one.is_struck)

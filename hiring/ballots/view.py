"""The ballots on one packet as one reader may see them, in words: nothing here asks the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from hiring.ballots.closed import Closed, Place, Said, closed_of, slopes_of, title_of
from hiring.ballots.rules import FEWEST, LIGHT_FORM, Course, why_not_close, why_not_note, why_not_open, why_not_vote
from hiring.models.ballot import AT_MOST
from hiring.rubric.answers import VERDICT_WORDS
from hiring.text import Text, count, text

_KEPT = text("The votes are the committee’s until the decision is recorded.")


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
class Own:
    """The reader's own place in the open ballot, and what they have voted so far."""

    words: Text | None
    reason: str


@dataclass(frozen=True, slots=True)
class Live:
    """How the last ballot stands for one reader, and what they can do next.

    `status` is for every reader, `still_out` and `why_not` (what keeps the next ballot from opening, or this one from
    closing) for the chair alone. `may_read`: votes of a closed ballot.
    """

    packet_ref: str
    ballots: int
    is_open: bool
    title: Text
    status: Text
    still_out: tuple[str, ...]
    own: Own | None
    may_vote: bool
    may_open: bool
    may_close: bool
    may_read: bool
    why_not: Text | None


@dataclass(frozen=True, slots=True)
class BallotView:
    """Everything about ballots that one reader of a packet is shown.

    `closed` is for those who read votes, and `kept` says to the others when they may. `speaking` is the advised order.
    `is_light`: three or fewer, who vote once.
    """

    live: Live
    is_light: bool
    closed: tuple[Closed, ...]
    kept: Text | None
    slopes: Markup | None
    speaking: tuple[str, ...]
    points: tuple[Noted, ...]
    may_note: bool

    @property
    def ballots(self) -> int:
        """How many were opened."""
        return self.live.ballots

    @property
    def is_open(self) -> bool:
        return self.live.is_open

    @property
    def summary(self) -> Text:
        """What the closed ballots come to, in one sentence."""
        if len(self.closed) < AT_MOST:
            return text("Opened together once the ballot had closed.")
        if not self.moved:
            return text("Nobody moved. The votes opened together each time.")
        return count(
            "%(num)d moved. The votes opened together each time.",
            "%(num)d moved. The votes opened together each time.",
            len(self.moved),
        )

    @property
    def moved(self) -> tuple[Said, ...]:
        """Who votes otherwise in the second ballot than in the first."""
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
    last = [one for one in ballots[-1] if not one.is_struck] if ballots else []
    own = next((one for one in last if one.person_id == reader_id), None)
    live = live_of(
        course,
        packet_ref=packet_ref,
        own=None if own is None else own_of(own.verdict, own.reason),
        still_out=[one.name for one in last if not one.is_in],
        rights=rights,
    )
    if not ballots and not live.may_open:
        return None
    is_light = has_light_form(course)
    closed = closed_of([one for one in ballots if one[0].closed_at is not None], is_light=is_light)
    return BallotView(
        live=live,
        is_light=is_light,
        closed=closed if rights.reads else (),
        kept=_KEPT if closed and not rights.reads else None,
        slopes=slopes_of(closed) if rights.reads else None,
        speaking=_speaking(last) if rights.reads and not course.is_open and not is_decided else (),
        points=tuple(points) if rights.reads else (),
        may_note=rights.notes and why_not_note(course) is None,
    )


def live_of(course: Course, *, packet_ref: str, own: Own | None, still_out: Iterable[str], rights: Rights) -> Live:
    return Live(
        packet_ref=packet_ref,
        ballots=course.ballots,
        is_open=course.is_open,
        title=title_of(course.ballots, is_light=has_light_form(course)),
        status=status_of(course),
        still_out=tuple(still_out) if rights.opens and course.is_open else (),
        own=own if course.is_open else None,
        may_vote=rights.votes and own is not None and why_not_vote(course) is None,
        may_open=rights.opens and why_not_open(course) is None,
        may_close=rights.opens and why_not_close(course) is None,
        may_read=rights.reads and course.ballots > course.is_open,
        why_not=_why_not(course) if rights.opens else None,
    )


def own_of(verdict: str | None, reason: str | None) -> Own:
    return Own(None if verdict is None else VERDICT_WORDS[verdict], reason or "")


def has_light_form(course: Course) -> bool:
    """Three or fewer vote once, so their ballot is not called the first."""
    return course.ballots == 1 and course.roll <= LIGHT_FORM


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


def status_of(course: Course) -> Text:
    """How many are in; never who, never what."""
    if not course.ballots:
        return text("not opened yet")
    if course.is_open:
        return text("%(cast)s of %(roll)s in", cast=course.cast, roll=course.roll)
    return text("closed, %(cast)s of %(roll)s voted", cast=course.cast, roll=course.roll)


def _why_not(course: Course) -> Text | None:
    return why_not_close(course) if course.is_open else why_not_open(course)


def _speaking(places: Sequence[Place]) -> tuple[str, ...]:
    """From the least to the most senior: whoever speaks first is heard longest."""
    return tuple(one.name for one in sorted(places, key=lambda one: one.seniority) if not one.is_struck)

"""Closed ballots, vote by vote and side by side, in words: nothing here asks the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from hiring.models.ballot import AT_MOST
from hiring.models.person import initials_of
from hiring.rubric.answers import VERDICT_WORDS, VERDICTS
from hiring.text import Text, count, text
from hiring.web.language import direction, say
from hiring.web.slopes import Slope, Word, slopes

COLOURS = dict(zip(VERDICTS, ("r1", "r2", "r4", "r5"), strict=True))
AGAINST = frozenset({"strong_no", "no"})


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


@dataclass(frozen=True, slots=True)
class Said:
    """One vote of a closed ballot. `was`: what the same person voted before, if that was something else; `way`: how
    far they moved.
    """

    person_id: int
    name: str
    verdict: str
    words: Text
    colour: str
    reason: str
    was: Text | None
    way: Text | None

    @property
    def initials(self) -> str:
        return initials_of(self.name)


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


def title_of(number: int, *, is_light: bool) -> Text:
    if is_light:
        return text("Ballot")
    return text("Second ballot") if number == 2 else text("First ballot")


def closed_of(ballots: Sequence[Sequence[Place]], *, is_light: bool) -> tuple[Closed, ...]:
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
    was = None if before == place.verdict else before
    return Said(
        person_id=place.person_id,
        name=place.name,
        verdict=place.verdict,
        words=VERDICT_WORDS[place.verdict],
        colour=COLOURS[place.verdict],
        reason=place.reason or "",
        was=None if was is None else VERDICT_WORDS[was],
        way=None if was is None else _way(VERDICTS.index(place.verdict) - VERDICTS.index(was)),
    )


def _way(steps: int) -> Text:
    if steps > 0:
        return count("up %(num)d step", "up %(num)d steps", steps)
    return count("down %(num)d step", "down %(num)d steps", -steps)


def _tally(votes: Iterable[Said]) -> tuple[tuple[Text, str, int], ...]:
    cast = Counter(one.verdict for one in votes)
    return tuple((VERDICT_WORDS[verdict], COLOURS[verdict], cast[verdict]) for verdict in VERDICTS)


def _split(votes: Sequence[Said]) -> Text | None:
    """Said only when as many are against as for."""
    against = sum(one.verdict in AGAINST for one in votes)
    if not votes or against * 2 != len(votes):
        return None
    return text("%(num)s to %(num)s. Whoever decides says why, or holds for references.", num=against)


def slopes_of(closed: Sequence[Closed]) -> Markup | None:
    """The two ballots side by side, once both are closed; whoever voted in either has a line or a dot."""
    if len(closed) < AT_MOST:
        return None
    before, after = ({one.person_id: one for one in ballot.votes} for ballot in closed)
    people = sorted((before | after).values(), key=lambda one: (one.name, one.person_id))
    lines = [
        Slope(one.name, initials_of(one.name), _at(before.get(one.person_id)), _at(after.get(one.person_id)))
        for one in people
    ]
    words = [Word(say(VERDICT_WORDS[verdict]), COLOURS[verdict]) for verdict in VERDICTS]
    said = "; ".join(say(_course_of(one.name, before.get(one.person_id), after.get(one.person_id))) for one in people)
    return slopes(lines, words, (say(text("Before")), say(text("After"))), said, rtl=direction() == "rtl")


def _at(vote: Said | None) -> int | None:
    return None if vote is None else VERDICTS.index(vote.verdict)


def _course_of(name: str, before: Said | None, after: Said | None) -> Text:
    """One person's two votes, read out."""
    absent = text("did not vote")
    return text(
        "%(name)s: %(before)s, then %(after)s",
        name=name,
        before=absent if before is None else before.words,
        after=absent if after is None else after.words,
    )

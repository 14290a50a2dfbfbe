"""One human kept as two candidates: finding such pairs, and making one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from hiring import audit, indexed
from hiring.access.clauses import is_clear, is_on_team
from hiring.candidates.actions import write_note
from hiring.conflicts.actions import close_to_one_candidate
from hiring.db import db
from hiring.indexed import fold
from hiring.models import Application, Candidate, Person
from hiring.refusal import Kind, Refusal
from hiring.text import Text, text

MOST = 50
MOST_ALIKE = 8
"""So many who share a name or a number are a coincidence or an office's line, and no pairs."""
SHORTEST_NUMBER = 7
WHY = {"mail": text("same e-mail address"), "phone": text("same phone number"), "name": text("same name")}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who may be one, by an application of each: the older candidate first. `clash`: an opening with both."""

    first: Application
    second: Application
    why: Sequence[Text]
    clash: str | None


def recruited(person: Person) -> Sequence[Application]:
    """The applications this person recruits for, with candidate and opening, oldest candidate first."""
    return db.session.scalars(
        select(Application)
        .join(Application.candidate)
        .join(Application.opening)
        .where(is_on_team(person, Application.opening_id, ("recruiter",)), is_clear(person, Application.id))
        .order_by(Candidate.id, Application.id)
        .options(contains_eager(Application.candidate), contains_eager(Application.opening))
    ).all()


def pairs(person: Person) -> list[Pair]:
    """The pairs among those whom this person recruits for, the newest first, in one query."""
    by_candidate: defaultdict[int, list[Application]] = defaultdict(list)
    for application in recruited(person):
        by_candidate[application.candidate_id].append(application)
    found = []
    for (one, other), why in _alike([mine[0].candidate for mine in by_candidate.values()]).items():
        firsts, seconds = by_candidate[one], by_candidate[other]
        found.append(Pair(firsts[0], seconds[0], why, _clash(firsts, seconds)))
    found.sort(key=lambda pair: pair.second.candidate_id, reverse=True)
    return found[:MOST]


def merge(keep: Application, other: Application, *, by: Person, now: datetime) -> None:
    """Make the candidate of `keep` out of both: what they lack is taken from the other, whose applications that the
    merger recruits for become theirs. Everything that hangs on an application stays with it, and so do ways into the
    portal. Whoever of the house either is known to be has a conflict of interest in all of it. Where the merger may
    not look the other candidate stays as they are, and nothing tells that there is one.
    """
    audit.take_turn()
    candidate, twin = keep.candidate, other.candidate
    if candidate.id == twin.id:
        raise Refusal(text("These are one candidate already."))
    mine = recruited(by)
    firsts = [one for one in mine if one.candidate_id == candidate.id]
    moving = [one for one in mine if one.candidate_id == twin.id]
    if keep not in firsts or other not in moving:
        raise Refusal(text("Whoever makes one of two candidates recruits for both."), Kind.FORBIDDEN)
    clash = _clash(firsts, moving)
    if clash is not None:
        raise Refusal(
            text(
                "Both are considered for %(opening)s, each with an application of their own, and nothing of either may "
                "be lost. They stay two candidates.",
                opening=clash,
            )
        )
    taken = set(db.session.scalars(select(Application.opening_id).where(Application.candidate_id == candidate.id)))
    moving = [one for one in moving if one.opening_id not in taken]
    also = [words for words in (twin.name, twin.email, twin.phone) if words]
    for name in ("headline", "email", "phone", "zone"):
        if not getattr(candidate, name):
            setattr(candidate, name, getattr(twin, name))
    for application in moving:
        application.candidate = candidate
    db.session.flush()
    if db.session.scalar(select(Application.id).where(Application.candidate_id == twin.id).limit(1)) is None:
        twin.merged_into_id = candidate.id
    for application in (*firsts, *moving):
        indexed.put_again(indexed.name_of(application))
    write_note(keep, f"Also known as: {', '.join(also)}", by=by, now=now)
    audit.record("candidate.merged", keep, by=by, now=now, candidate=candidate.id, other=twin.id)
    close_to_one_candidate(candidate.id, by=by, now=now)


def _clash(firsts: Iterable[Application], seconds: Iterable[Application]) -> str | None:
    """What an opening with both is called."""
    theirs = {one.opening_id for one in seconds}
    return next((one.opening.known_as for one in firsts if one.opening_id in theirs), None)


def _alike(candidates: Sequence[Candidate]) -> Mapping[tuple[int, int], list[Text]]:
    """By the ids of two, what they share."""
    shared: defaultdict[tuple[str, object], list[int]] = defaultdict(list)
    for candidate in candidates:
        for mark in _marks(candidate):
            shared[mark].append(candidate.id)
    found: defaultdict[tuple[int, int], list[Text]] = defaultdict(list)
    for (why, _mark), ids in shared.items():
        if len(ids) <= MOST_ALIKE:
            for pair in combinations(ids, 2):
                found[pair].append(WHY[why])
    return found


def _marks(candidate: Candidate) -> Iterator[tuple[str, object]]:
    """By what somebody is known again: the address, the last digits of the number, the words of the name in any
    order.
    """
    if candidate.email:
        yield "mail", candidate.email.casefold()
    digits = "".join(filter(str.isdecimal, candidate.phone or ""))
    if len(digits) >= SHORTEST_NUMBER:
        yield "phone", digits[-9:]
    if len(words := fold(candidate.name)) > 1:
        yield "name", tuple(sorted(words))

"""Reading conflicts of interest: who has one where, whose address is a candidate's, and who is named as introducing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload, lazyload

from hiring import access
from hiring.access.clauses import LEADS, AnyReader, is_clear, is_live, is_no_candidate
from hiring.db import db
from hiring.models import Application, Candidate, Conflict, Person, Slot, TeamMember
from hiring.text import Text, text

# what somebody else can be said to be; that one is in conflict oneself one declares
NAMED = ("referrer", "relation", "candidate")
KINDS: Mapping[str, Text] = {
    "declared": text("Said so themselves"),
    "candidate": text("Is the candidate"),
    "referrer": text("Introduced the candidate"),
    "relation": text("Is related or close to the candidate"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """One conflict as those who lead the opening see it."""

    ref: str
    name: str
    kind: Text
    reason: str


def known_to(reader: Person, application: Application) -> list[Known]:
    """The conflicts in an application that this reader may know of, in the order they came. One query."""
    found = db.session.scalars(
        access.visible_conflicts(reader)
        .where(Conflict.application_id == application.id)
        .order_by(Conflict.id)
        .options(joinedload(Conflict.person).options(lazyload(Person.capabilities)))
    )
    return [Known(one.ref, one.person.name, KINDS[one.kind], one.reason) for one in found]


def is_candidate_in(opening_id: int, person: Person) -> bool:
    """Whether the person is considered for that opening themselves."""
    own = select(Conflict.id).where(
        Conflict.opening_id == opening_id,
        Conflict.person_id == person.id,
        Conflict.kind == "candidate",
        Conflict.ended_at.is_(None),
    )
    return db.session.scalar(own.limit(1)) is not None


def lasting(application: Application, person: Person) -> Sequence[Conflict]:
    """The conflicts of one person in one application that have not ended."""
    return db.session.scalars(
        select(Conflict).where(
            Conflict.application_id == application.id, Conflict.person_id == person.id, Conflict.ended_at.is_(None)
        )
    ).all()


def seats_closed_by(conflict: Conflict) -> Sequence[Slot]:
    """The live seats of its person that a conflict ends: of the candidate's own opening all of them."""
    return db.session.scalars(_seats_of(conflict).where(is_live(Slot)).order_by(Slot.id)).all()


def seats_given_back_by(conflict: Conflict) -> Sequence[Slot]:
    """The seats that a conflict had ended, of interviews that still stand and where nothing closes them any more."""
    ended_by = select(Conflict.at).where(
        Conflict.person_id == conflict.person_id, Conflict.opening_id == conflict.opening_id
    )
    return db.session.scalars(
        _seats_of(conflict)
        .where(
            Slot.cancelled_at.in_(ended_by),
            Slot.interview.has(cancelled_at=None),
            is_clear(AnyReader(Slot.person_id), Slot.application_id),
        )
        .order_by(Slot.id)
    ).all()


def _seats_of(conflict: Conflict) -> Select[Slot]:
    where = Slot.application_id == conflict.application_id
    if conflict.kind == "candidate":
        own_opening = select(Application.id).where(Application.opening_id == conflict.opening_id)
        where = Slot.application_id.in_(own_opening)
    return select(Slot).where(Slot.person_id == conflict.person_id, where)


def people_at(addresses: Collection[str]) -> dict[str, Person]:
    """By e-mail address, in small letters."""
    wanted = {address.lower() for address in addresses}
    return {person.email: person for person in db.session.scalars(select(Person).where(Person.email.in_(wanted)))}


def applications_at(address: str) -> Sequence[Application]:
    """Everything that somebody with that address has applied for."""
    return db.session.scalars(
        select(Application)
        .join(Application.candidate)
        .where(func.lower(Candidate.email) == address.lower())
        .order_by(Application.id)
    ).all()


def applications_of(candidates: Collection[int]) -> Sequence[Application]:
    """Everything that these candidates are considered for."""
    return db.session.scalars(
        select(Application).where(Application.candidate_id.in_(candidates)).order_by(Application.id)
    ).all()


def not_closed_to(person: Person, applications: Iterable[Application]) -> list[Application]:
    """Those of them nobody has said yet that this person is the candidate of, even if that was ended again."""
    said = select(Conflict.application_id).where(Conflict.person_id == person.id, Conflict.kind == "candidate")
    known = set(db.session.scalars(said))
    return [application for application in applications if application.id not in known]


def people_said_to_be(candidates: Collection[int]) -> dict[int, Person]:
    """By candidate, whoever of the house they are known to be from another opening."""
    found = db.session.execute(
        select(Application.candidate_id, Person)
        .join(Conflict, Conflict.application_id == Application.id)
        .join(Person, Person.id == Conflict.person_id)
        .where(Application.candidate_id.in_(candidates), Conflict.kind == "candidate", Conflict.ended_at.is_(None))
    )
    return dict(found.all())


def people_known_as(candidate_id: int) -> Sequence[Person]:
    """Whoever of the house that candidate is known to be, by anything of theirs."""
    known = (
        select(Conflict.person_id)
        .join(Application, Application.id == Conflict.application_id)
        .where(Application.candidate_id == candidate_id, Conflict.kind == "candidate", Conflict.ended_at.is_(None))
    )
    return db.session.scalars(select(Person).where(Person.id.in_(known)).order_by(Person.id)).all()


def introducers(words: Collection[str]) -> dict[str, Person]:
    """Whom of the house these words name: by e-mail address, or by a name that only one person has."""
    wanted = {word.casefold() for word in words if word}
    if not wanted:
        return {}
    everybody = db.session.scalars(_active()).all()
    names = Counter(person.name.casefold() for person in everybody)
    named = {one.name.casefold(): one for one in everybody if names[one.name.casefold()] == 1}
    known = named | {person.email: person for person in everybody}
    return {word: known[word.casefold()] for word in words if word and word.casefold() in known}


def colleagues() -> Sequence[Person]:
    """Everybody of the house, by name."""
    return db.session.scalars(_active()).all()


def ways_to_name() -> list[str]:
    """What `introducers` understands: each by name, and those who share one by their address."""
    everybody = colleagues()
    names = Counter(person.name.casefold() for person in everybody)
    return [one.name if names[one.name.casefold()] == 1 else one.email for one in everybody]


def person_of(ref: str) -> Person | None:
    return db.session.scalar(_active().where(Person.ref == ref))


def leaders_left(application: Application, *, without: Person) -> Sequence[Person]:
    """Who would still lead the application's opening, and may see the application, were this person gone."""
    return db.session.scalars(_leading(application, LEADS, without)).all()


def recruiters_left(application: Application, *, without: Person) -> Sequence[Person]:
    """The recruiters among those; nobody when this person recruits alone."""
    return db.session.scalars(_leading(application, ("recruiter",), without)).all()


def _leading(application: Application, roles: Collection[str], without: Person) -> Select[Person]:
    part = exists().where(
        TeamMember.opening_id == application.opening_id,
        TeamMember.person_id == Person.id,
        TeamMember.role.in_(tuple(roles)),
        TeamMember.removed_at.is_(None),
    )
    reader = AnyReader(Person.id)
    return (
        select(Person)
        .join(Application, Application.id == application.id)
        .where(
            part,
            Person.deactivated_at.is_(None),
            Person.id != without.id,
            is_clear(reader, Application.id),
            is_no_candidate(reader, Application.opening_id),
        )
        .order_by(Person.name, Person.id)
        .options(lazyload(Person.capabilities))
    )


def _active() -> Select[Person]:
    """Guests among them: somebody who advises may well have introduced the candidate."""
    return (
        select(Person)
        .where(Person.deactivated_at.is_(None))
        .order_by(func.lower(Person.name), Person.id)
        .options(lazyload(Person.capabilities))
    )

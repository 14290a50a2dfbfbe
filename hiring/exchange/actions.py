"""What comes in: a company's own past scores, as cards that say they were imported and give no verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hiring import audit
from hiring.candidates.actions import NewCandidate, add_candidates
from hiring.db import db
from hiring.exchange import ratings
from hiring.exchange.ratings import PastScore
from hiring.models import Application, Interview, Opening, Person, Rating, Scorecard, Slot, StageRow, TeamMember
from hiring.openings.queries import current_revision
from hiring.refs import new_ref
from hiring.refusal import Kind, Refusal
from hiring.rubric import Answer, Answers
from hiring.rubrics.queries import rubric_of
from hiring.scorecards.seals import content_of, seal_of, witness
from hiring.text import Text, text
from hiring.workflow.clock import card_due

ZONE = "UTC"
NOWHERE = "imported.invalid"
"""Where the addresses of people end whose own nobody gave: mail to this domain cannot exist (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was brought in."""

    scorecards: int
    scores: int
    candidates: int
    new_candidates: int
    interviewers: int
    new_people: int

    def __str__(self) -> str:
        return (
            f"Brought in: {self.scores} scores on {self.scorecards} scorecards, "
            f"about {self.candidates} candidates ({self.new_candidates} of them new), "
            f"from {self.interviewers} interviewers ({self.new_people} of them new, without a way to sign in)."
        )


def import_ratings(file: Path, *, opening_ref: str, now: datetime) -> Report:
    """Write every score in the file down as a past interview with its cards, or refuse with everything that is wrong.

    Candidates are found by name within the opening, interviewers by e-mail address or name; who is missing is added.
    A new interviewer gets an account that is already deactivated: a name on a card, and nobody who can sign in. When
    the talks took place the file does not say, so they are dated to the import.
    """
    opening = db.session.scalar(select(Opening).where(Opening.ref == opening_ref))
    if opening is None:
        raise Refusal(text("There is no opening %(ref)s. Its ref is the last part of its address.", ref=opening_ref))
    found = ratings.read(file.read_bytes(), rubric_of(opening.rubric_version))
    _refuse(found.problems)
    known, people = _known_candidates(opening), _known_people()
    _refuse([*_problems_with(found.rows, known, people)])
    stage = _stage_for(opening)
    new = _add_missing_candidates(opening, found.rows, known, now=now)
    added = _add_missing_people(found.rows, people, now=now)
    talks: defaultdict[tuple[str, str], list[PastScore]] = defaultdict(list)
    for row in found.rows:
        talks[row.candidate.casefold(), row.interview.casefold()].append(row)
    cards = 0
    for (candidate, _), rows in talks.items():
        cards += _write_talk(known[candidate][0], stage, rows, people, now=now)
    return Report(
        scorecards=cards,
        scores=len(found.rows),
        candidates=len({row.candidate.casefold() for row in found.rows}),
        new_candidates=new,
        interviewers=len({row.interviewer.casefold() for row in found.rows}),
        new_people=added,
    )


def _refuse(problems: Sequence[Text]) -> None:
    if problems:
        raise Refusal(text("%(all)s", all="\n".join(map(str, problems))), Kind.INPUT)


def _known_candidates(opening: Opening) -> dict[str, list[Application]]:
    """Applications by their candidate's name in small letters."""
    known: dict[str, list[Application]] = {}
    for application in db.session.scalars(
        select(Application).where(Application.opening_id == opening.id).options(joinedload(Application.candidate))
    ):
        known.setdefault(application.candidate.name.casefold(), []).append(application)
    return known


def _known_people() -> dict[str, list[Person]]:
    """Everybody with an account, by address and by name."""
    known: dict[str, list[Person]] = {}
    for person in db.session.scalars(select(Person).order_by(Person.id)):
        known.setdefault(person.name.casefold(), []).append(person)
        known[person.email] = [person]
    return known


def _problems_with(
    rows: Sequence[PastScore], known: Mapping[str, list[Application]], people: Mapping[str, list[Person]]
) -> Iterator[Text]:
    """What only the house can know: names that mean two people, and scores that came in before."""
    imported = _imported_before()
    seen: set[tuple[str, str]] = set()
    for row in rows:
        candidate, interviewer = row.candidate.casefold(), row.interviewer.casefold()
        if (candidate, interviewer) in seen:
            continue
        seen.add((candidate, interviewer))
        applications, persons = known.get(candidate, []), people.get(interviewer, [])
        if len(applications) > 1:
            words = "Row %(row)d, column candidate: %(num)d candidates of this opening are called %(name)s."
            yield text(words, row=row.row, num=len(applications), name=row.candidate)
        if len(persons) > 1:
            words = "Row %(row)d, column interviewer: %(num)d people are called %(name)s. Write the e-mail address."
            yield text(words, row=row.row, num=len(persons), name=row.interviewer)
        if any((one.id, who.id) in imported for one in applications for who in persons):
            words = "Row %(row)d, column interviewer: what %(who)s scored for %(name)s was imported before."
            yield text(words, row=row.row, who=row.interviewer, name=row.candidate)


def _imported_before() -> set[tuple[int, int]]:
    """Application and person of every imported card."""
    cards = select(Slot.application_id, Slot.person_id).join(Scorecard).where(Scorecard.imported_at.is_not(None))
    return {(application, person) for application, person in db.session.execute(cards)}


def _stage_for(opening: Opening) -> StageRow:
    """The first stage whose cards are made from the opening's own rubric and may be shown one by one."""
    for stage in current_revision(opening.id).stages:
        if stage.card == "full" and stage.rubric_version_id is None and not stage.collective:
            return stage
    raise Refusal(text("No stage of this opening's plan asks for scorecards on the opening's own rubric."))


def _add_missing_candidates(
    opening: Opening, rows: Sequence[PastScore], known: dict[str, list[Application]], *, now: datetime
) -> int:
    """In the name of the opening's recruiter, who answers for everybody in it."""
    missing = {row.candidate.casefold(): row.candidate for row in rows if row.candidate.casefold() not in known}
    recruiter = db.session.scalars(
        select(Person)
        .join(TeamMember, TeamMember.person_id == Person.id)
        .where(TeamMember.opening_id == opening.id, TeamMember.role == "recruiter", TeamMember.removed_at.is_(None))
        .order_by(TeamMember.id)
    ).first()
    assert recruiter is not None, "An opening always has a recruiter."
    everybody = [NewCandidate(name=name) for name in missing.values()]
    for name, application in zip(missing, add_candidates(opening, everybody, by=recruiter, now=now), strict=True):
        known[name] = [application]
    return len(missing)


def _add_missing_people(rows: Sequence[PastScore], people: dict[str, list[Person]], *, now: datetime) -> int:
    missing = {row.interviewer.casefold(): row.interviewer for row in rows if row.interviewer.casefold() not in people}
    for key, given in missing.items():
        name, at, _ = given.partition("@")
        email = key if at else f"{new_ref().lower()}@{NOWHERE}"
        person = Person(name=name, email=email, zone=ZONE, created_at=now, deactivated_at=now)
        db.session.add(person)
        audit.record("person.imported", person, by=None, now=now)
        people[key] = [person]
    return len(missing)


def _write_talk(
    application: Application,
    stage: StageRow,
    rows: Sequence[PastScore],
    people: Mapping[str, list[Person]],
    *,
    now: datetime,
) -> int:
    """One past interview with a seat for each who scored; answers how many that were."""
    interview = Interview(
        application=application,
        stage=stage,
        starts_at=now - timedelta(minutes=stage.minutes),
        zone=ZONE,
        minutes=stage.minutes,
        place=rows[0].interview,
        scheduled_by_id=application.added_by_id,
        scheduled_at=now,
    )
    db.session.add(interview)
    audit.record("interview.imported", interview, by=None, now=now)
    by_person: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for row in rows:
        by_person[people[row.interviewer.casefold()][0].id][row.dimension] = row.level
    for person_id, levels in by_person.items():
        _write_card(interview, person_id, levels, now=now)
    return len(by_person)


def _write_card(interview: Interview, person_id: int, levels: Mapping[str, int], *, now: datetime) -> None:
    version, stage = interview.application.opening.rubric_version, interview.stage
    dimensions = [one.id for one in rubric_of(version).dimensions if one.id in levels]
    slot = Slot(
        interview=interview,
        application_id=interview.application_id,
        round=stage.round.slug,
        person_id=person_id,
        perspective=next(iter(stage.perspective.values())),
        card=stage.card,
        dimensions=dimensions,
        rubric_version=version,
        rubric_sha256=version.sha256,
        assigned_at=now,
        assigned_by_id=interview.scheduled_by_id,
        due_at=card_due(interview.ends_at, ZoneInfo(ZONE)),
        anyway=True,  # when it was is not known
        handed_in_at=now,
    )
    content = content_of(Answers({one: Answer(level=levels[one]) for one in dimensions}), version.sha256)
    card = Scorecard(
        ref=new_ref(),
        slot=slot,
        headline="",
        private_note="",
        rubric_sha256=version.sha256,
        content_sha256=seal_of(content),
        handed_in_at=now,
        imported_at=now,
        ratings=[Rating(position=place, dimension=one, level=levels[one]) for place, one in enumerate(dimensions)],
    )
    db.session.add(card)
    seal = witness(card.ref, card.content_sha256, judge_id=person_id, typed_by_id=None, at=now)
    audit.record("scorecard.imported", slot, by=None, now=now, seal=seal)

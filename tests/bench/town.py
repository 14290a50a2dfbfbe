"""A house of any size, written straight into the tables: what is measured starts from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from hiring import paths
from hiring.db import Base, db
from hiring.models import (
    Application,
    Ballot,
    Candidate,
    Draft,
    Interview,
    Move,
    Opening,
    Packet,
    Person,
    Rating,
    RubricVersion,
    Scorecard,
    Slot,
    StageRow,
    Vote,
)
from hiring.openings.actions import Charter, add_to_team, open_opening
from hiring.openings.queries import current_revision
from hiring.rubric import Library, Sheet
from hiring.rubrics.actions import import_files
from hiring.rubrics.queries import by_reference, rubric_of
from hiring.workflow.plan import plans
from tests.bench.words import Writer

INTERVIEWERS = 8
PANEL = 6
COMMITTEE = 4
FINISHED = 24  # candidates whose loops are over: enough to know how everybody usually rates
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

Rows = list[dict[str, Any]]
Stages = Mapping[int, Mapping[str, StageRow]]


@dataclass(frozen=True, slots=True)
class Seat:
    """A card that waits to be handed in, and the ref of whose it is."""

    slot: str
    person: str


@dataclass(frozen=True, slots=True)
class Town:
    """Refs of what is asked for: the recruiter who sees everything, the interviewers, their cards, one packet of eight
    dimensions by six people, and a card of each interviewer that is half filled in.
    """

    rubric_version_id: int
    recruiter: str
    interviewers: Sequence[str]
    openings: Sequence[str]
    applications: Sequence[str]
    seats: Sequence[Seat]
    half_filled: Seat
    drafts: Sequence[Seat]
    packet: str
    panelled: str


def settle(*, applications: int, seats: int, openings: int, now: datetime) -> Town:
    """Fill the house, in the caller's transaction."""
    if by_reference("senior-software-engineer@1") is None:
        import_files(Library(paths.RUBRICS), now=now - 90 * DAY)
    return _Settlers(now).settle(applications, seats, openings)


class _Settlers:
    def __init__(self, now: datetime) -> None:
        self.now = now
        version = by_reference("senior-software-engineer@1")
        assert version is not None
        self.version: RubricVersion = version
        self.rubric = rubric_of(version)
        self.writer = Writer(self.rubric)
        self.recruiter = self._person("recruiter", 0)
        self.chair = self._person("chair", 0)
        self.interviewers = [self._person("interviewer", number) for number in range(INTERVIEWERS)]
        db.session.flush()

    def settle(self, applications: int, seats: int, openings: int) -> Town:
        opened = [self._opening(number) for number in range(openings)]
        stages = {one.id: {stage.slug: stage for stage in current_revision(one.id).stages} for one in opened}
        made = self._applications(opened, stages, applications)
        self._past_interviews(made, stages)
        self._finished([row for row in made if row["place"] is None][:FINISHED], stages)
        packet, panelled = self._packet(made[0], stages)
        drafts = self._waiting(made[1:2], stages, INTERVIEWERS, first=4)
        waiting = self._waiting(made, stages, seats)
        return Town(
            rubric_version_id=self.version.id,
            recruiter=self.recruiter.ref,
            interviewers=[person.ref for person in self.interviewers],
            openings=[one.ref for one in opened],
            applications=[one["ref"] for one in made],
            seats=waiting,
            half_filled=drafts[0],
            drafts=drafts,
            packet=packet,
            panelled=panelled,
        )

    def _person(self, part: str, number: int) -> Person:
        name = f"{part.capitalize()} {self.writer.sentence(1)[:-1] if number else 'First'}"
        person = Person(name=name, email=f"{part}.{number}@town.example", created_at=self.now - 90 * DAY)
        db.session.add(person)
        return person

    def _opening(self, number: int) -> Opening:
        plan, began = plans(paths.PLANS)["senior-ic@1"], self.now - 40 * DAY
        charter = Charter(f"Senior software engineer, team {number + 1}")
        opening = open_opening(charter, rubric=self.version, plan=plan, by=self.recruiter, now=began)
        add_to_team(opening, self.interviewers[0], "hiring_manager", by=self.recruiter, now=began)
        add_to_team(opening, self.chair, "chair", by=self.recruiter, now=began)
        db.session.flush()
        return opening

    def _applications(self, opened: Sequence[Opening], stages: Stages, many: int) -> Rows:
        """Half at the recruiter's call, four in ten in the loop, one in ten closed; some past their stage's limit."""
        candidates = _add(
            Candidate,
            [
                {
                    "name": f"{self.writer.sentence(1)[:-1]} {number}",
                    "headline": f"{self.writer.sentence(3)[:-1]}, Brightwell",
                    "email": f"candidate.{number}@town.example",
                    "added_at": self.now - 30 * DAY,
                    "added_by_id": self.recruiter.id,
                }
                for number in range(many)
            ],
        )
        rows = []
        for number, candidate in enumerate(candidates):
            place = ("recruiter-call", "coding")[number % 10 >= 5] if number % 10 < 9 else None
            rows.append(
                {
                    "opening_id": opened[number % len(opened)].id,
                    "candidate_id": candidate.id,
                    "applied_at": self.now - 20 * DAY,
                    "added_by_id": self.recruiter.id,
                    "entered_at": self.now - self.writer.between(1, 9) * DAY,
                    "due_at": None if place is None else self.now + self.writer.between(-3, 30) * DAY,
                    "place": place,
                }
            )
        for row, made in zip(rows, _add(Application, _without(rows, "place")), strict=True):
            row |= {"id": made.id, "ref": made.ref}
        self._moves(rows, stages)
        return rows

    def _moves(self, rows: Rows, stages: Stages) -> None:
        moves: Rows = []
        for row in rows:
            walked = ["recruiter-call", row["place"]] if row["place"] != "recruiter-call" else ["recruiter-call"]
            for number, slug in enumerate(walked, 1):
                stage = None if slug is None else stages[row["opening_id"]][slug]
                moves.append(
                    {
                        "application_id": row["id"],
                        "number": number,
                        "kind": "enter" if number == 1 else "close" if slug is None else "advance",
                        "stage_id": None if stage is None else stage.id,
                        "outcome": "rejected" if stage is None else None,
                        "reason": "The basics do not fit." if stage is None else "",
                        "by_id": self.recruiter.id,
                        "at": self.now - 20 * DAY if number == 1 else row["entered_at"],
                    }
                )
        _add(Move, moves)
        newest = select(Move.id).where(Move.application_id == Application.id).order_by(Move.number.desc()).limit(1)
        db.session.execute(
            update(Application)
            .where(Application.current_move_id.is_(None))
            .values(current_move_id=newest.scalar_subquery())
            .execution_options(synchronize_session=False)
        )

    def _past_interviews(self, made: Rows, stages: Stages) -> None:
        """Three people held a coding interview with everybody in the loop; a third of their cards is still out."""
        held = [row for row in made if row["place"] == "coding"]
        slots = self._interviews(held, stages, "coding", self._three_of_them)
        self._hand_in([slot for slot in slots if self.writer.chance(7)], self._sheet(stages, "coding"))

    def _finished(self, closed: Rows, stages: Stages) -> None:
        """Closed with every card in: from these it is worked out how interviewers usually rate."""
        self._hand_in(
            self._interviews(closed, stages, "working-together", self._three_of_them),
            self._sheet(stages, "working-together"),
        )

    def _three_of_them(self, number: int) -> list[Person]:
        return [self.interviewers[(number + seat) % INTERVIEWERS] for seat in range(3)]

    def _packet(self, row: dict[str, Any], stages: Stages) -> tuple[str, str]:
        """Six people rated all eight dimensions; the packet stands before the committee, with adjusted numbers, and
        half of those who vote have.
        """
        opening = db.session.get_one(Opening, row["opening_id"])
        opening.adjusted = "always"
        slots = self._interviews([row], stages, "working-together", lambda _number: self.interviewers[1 : PANEL + 1])
        self._hand_in(slots, self._sheet(stages, "working-together"))
        packet = Packet(application_id=row["id"], built_by_id=self.recruiter.id, built_at=self.now - HOUR)
        ballot = Ballot(number=1, opened_at=self.now - HOUR, opened_by_id=self.chair.id)
        for place, person in enumerate(self.interviewers[1 : COMMITTEE + 1]):
            add_to_team(opening, person, "committee", by=self.recruiter, now=self.now - HOUR)
            verdict = self.writer.verdict() if place % 2 else None
            ballot.votes.append(Vote(person=person, verdict=verdict, cast_at=verdict and self.now))
        packet.ballots.append(ballot)
        db.session.add(packet)
        db.session.flush()
        return packet.ref, row["ref"]

    def _waiting(self, made: Rows, stages: Stages, many: int, first: int | None = None) -> list[Seat]:
        """Cards that can be handed in at once, or of which only the first dimensions are written."""
        interviews = [made[number % len(made)] for number in range(-(-many // INTERVIEWERS))]
        slots = self._interviews(interviews, stages, "working-together", lambda _number: self.interviewers)[:many]
        sheet = self._sheet(stages, "working-together")
        drafts = [
            {"slot_id": slot.id, "fields": self.writer.draft(sheet, first), "saved_at": self.now} for slot in slots
        ]
        db.session.execute(insert(Draft), drafts)
        refs = {person.id: person.ref for person in self.interviewers}
        return [Seat(slot.ref, refs[slot.person_id]) for slot in slots]

    def _sheet(self, stages: Stages, slug: str) -> Sheet:
        stage = next(iter(stages.values()))[slug]
        return Sheet(self.rubric, self._shown(stage), tuple(stage.exercises))

    def _shown(self, stage: StageRow) -> tuple[str, ...]:
        """Everything in the last talk, so that a card there has all eight dimensions."""
        return tuple(stage.shows if stage.slug == "coding" else (one.id for one in self.rubric.dimensions))

    def _interviews(
        self, rows: Rows, stages: Stages, slug: str, people: Callable[[int], Sequence[Person]]
    ) -> list[Slot]:
        """An interview of each application, with the people that `people(number)` names."""
        starts_at = self.now - DAY
        interviews = [
            {
                "application_id": row["id"],
                "stage_id": stages[row["opening_id"]][slug].id,
                "starts_at": starts_at,
                "zone": "Europe/London",
                "minutes": 60,
                "scheduled_by_id": self.recruiter.id,
                "scheduled_at": starts_at - 3 * DAY,
            }
            for row in rows
        ]
        slots: Rows = []
        for number, (row, interview) in enumerate(zip(rows, _add(Interview, interviews), strict=True)):
            stage = stages[row["opening_id"]][slug]
            slots += [
                {
                    "interview_id": interview.id,
                    "application_id": row["id"],
                    "round": stage.round.slug,
                    "person_id": person.id,
                    "perspective": "peer",
                    "card": "full",
                    "dimensions": list(self._shown(stage)),
                    "rubric_version_id": self.version.id,
                    "rubric_sha256": self.version.sha256,
                    "assigned_at": starts_at - 3 * DAY,
                    "assigned_by_id": self.recruiter.id,
                    "due_at": self.now + (self.writer.between(-1, 9) if slug == "coding" else 9) * DAY,
                }
                for person in people(number)
            ]
        return _add(Slot, slots)

    def _hand_in(self, slots: Sequence[Slot], sheet: Sheet) -> None:
        at = self.now - 2 * HOUR
        cards = [
            {
                "slot_id": slot.id,
                "verdict": self.writer.verdict(),
                "sure": "high",
                "headline": self.writer.sentence(12),
                "private_note": "",
                "rubric_sha256": self.version.sha256,
                "content_sha256": "0" * 64,
                "handed_in_at": at,
            }
            for slot in slots
        ]
        ratings: Rows = []
        for card in _add(Scorecard, cards):
            ratings += [
                {
                    "scorecard_id": card.id,
                    "position": position,
                    "dimension": one.id,
                    **self.writer.rating(sheet, one.id),
                }
                for position, one in enumerate(sheet.dimensions)
            ]
        db.session.execute(insert(Rating), ratings)
        for some in _in_hundreds([slot.id for slot in slots]):
            db.session.execute(
                update(Slot)
                .where(Slot.id.in_(some))
                .values(handed_in_at=at)
                .execution_options(synchronize_session=False)
            )


def _add(model: type[Base], rows: Rows) -> list[Any]:
    """The rows as the database keeps them, in the order given."""
    if not rows:
        return []
    return list(db.session.scalars(insert(model).returning(model, sort_by_parameter_order=True), rows))


def _without(rows: Rows, name: str) -> Rows:
    return [{key: value for key, value in row.items() if key != name} for row in rows]


def _in_hundreds(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + 100] for start in range(0, len(ids), 100))

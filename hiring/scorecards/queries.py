"""Reading scorecards: the sheet a slot is pinned to, what its draft says, and what was handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import TypeVar

from sqlalchemy import ColumnElement, bindparam, exists, select
from sqlalchemy.orm import selectinload

from hiring.access import visible_scorecards
from hiring.access.clauses import is_live
from hiring.db import db
from hiring.models import Attachment, Person, Reading, Scorecard, Slot
from hiring.rubric import Answer, Answers, Dimension, Sheet
from hiring.rubrics.queries import rubric_of
from hiring.text import Text, text

NOT_ASSESSED = "na"
TICKED = "1"
FULL = {"headline": text("The one thing the committee should hear from you")}
SHORT = {
    "headline": text("What did you see?"),
    "worries": text("What worries you?"),
    "next_question": text("What should the next person ask?"),
}
STAR = ("situation", "action", "result")
ONE_BOX = ("evidence",)
READS_CARDS = ("cards", "packet")
MOST_REMEMBERED = 256

# made once: every page about a seat asks these, and making them anew took longer than the answers
_FILES = select(Attachment).where(Attachment.application_id == bindparam("application")).order_by(Attachment.at)
_COMPANIONS = (
    select(Person.name)
    .join(Slot, Slot.person_id == Person.id)
    .where(Slot.interview_id == bindparam("interview"), Slot.id != bindparam("own"), is_live(Slot))
    .order_by(Slot.id)
)

T = TypeVar("T")


def once_per_sheet(make: Callable[[Sheet], T]) -> Callable[[Sheet], T]:
    """Remember what is made of a sheet by the hash it is pinned to: the sheet itself is made anew for every request."""
    made: dict[tuple[object, ...], T] = {}

    @wraps(make)
    def remembered(sheet: Sheet) -> T:
        key = (sheet.rubric.sha256, sheet.shows, sheet.exercises, sheet.card)
        known = made.get(key)
        if known is None:
            if len(made) >= MOST_REMEMBERED:
                made.clear()
            known = made[key] = make(sheet)
        return known

    return remembered


def sheet_of(slot: Slot) -> Sheet:
    """What the slot fills in, from the rubric version it was handed out with, whatever has been published since."""
    rubric = rubric_of(slot.rubric_version)
    known = {exercise.id for exercise in rubric.exercises}
    held = tuple(name for name in slot.interview.stage.exercises if name in known)
    return Sheet(rubric, tuple(slot.dimensions), held, "short" if slot.card == "short" else "full")


def asked(sheet: Sheet) -> tuple[Dimension, ...]:
    """What is rated: nothing on a short card."""
    return sheet.dimensions if sheet.card == "full" else ()


def boxes(sheet: Sheet, dimension: str) -> tuple[str, ...]:
    """The evidence boxes of a dimension, by the last part of their names."""
    return ONE_BOX if sheet.writes(dimension) == "one-box" else STAR


def lines(sheet: Sheet) -> Mapping[str, Text]:
    """The lines beside the verdict, with what each asks."""
    return SHORT if sheet.card == "short" else FULL


def draft_fields(slot: Slot) -> Mapping[str, str]:
    """What is typed so far, field by field."""
    return {} if slot.draft is None else slot.draft.fields


def draft_version(slot: Slot) -> int:
    """Counts the saves; 0 before the first."""
    return 0 if slot.draft is None else slot.draft.version


def answers_of(sheet: Sheet, fields: Mapping[str, str]) -> Answers:
    """The fields of a form or a draft as answers. A reason counts only while “not assessed” is the choice."""
    return Answers(
        dimensions={one.id: _answer(sheet, one.id, fields) for one in asked(sheet)},
        verdict=fields.get("verdict") or None,
        sure=fields.get("sure") or None,
        headline=fields.get("headline", ""),
        private_note=fields.get("private_note", ""),
        worries=fields.get("worries", ""),
        next_question=fields.get("next_question", ""),
    )


def _answer(sheet: Sheet, dimension: str, fields: Mapping[str, str]) -> Answer:
    def given(part: str) -> str:
        return fields.get(f"{dimension}-{part}", "")

    level = given("level")
    levels = {str(one): one for one in sheet.rubric.levels}
    is_flagged = given("red_flag") == TICKED
    return Answer(
        level=levels.get(level),
        not_assessed=given("not_assessed") if level == NOT_ASSESSED else "",
        red_flag=is_flagged,
        check=given("check") if is_flagged else "",
        **{box: given(box) for box in boxes(sheet, dimension)},
    )


def answers_on(card: Scorecard) -> Answers:
    """What a handed-in card says, as answers again."""
    return Answers(
        dimensions={
            rating.dimension: Answer(
                level=rating.level,
                not_assessed=rating.not_assessed,
                evidence=rating.evidence,
                situation=rating.situation,
                action=rating.action,
                result=rating.result,
                red_flag=rating.red_flag,
                check=rating.to_check,
            )
            for rating in card.ratings
        },
        verdict=card.verdict,
        sure=card.sure,
        headline=card.headline,
        private_note=card.private_note,
        worries=card.worries,
        next_question=card.next_question,
    )


def own_card(slot: Slot, person: Person) -> Scorecard:
    """The card this person handed in from the slot, with its ratings. Two queries."""
    return db.session.scalars(
        visible_scorecards(person)
        .where(Scorecard.slot_id == slot.id, Slot.person_id == person.id)
        .options(selectinload(Scorecard.ratings))
    ).one()


def files_of(slot: Slot) -> Sequence[Attachment]:
    """What came with the application, newest last. A live seat, which the slot is, may read all of it."""
    return db.session.scalars(_FILES, {"application": slot.application_id}).all()


def companions(slot: Slot) -> Sequence[str]:
    """Names of the others in the same interview."""
    return db.session.scalars(_COMPANIONS, {"interview": slot.interview_id, "own": slot.id}).all()


def had_read_earlier_rounds() -> ColumnElement[bool]:
    """Whether others' cards of an `application` were open to a `reader` before the one at hand is handed in.

    While they owed it the blind rule kept its own round shut, so what they read was an earlier round's.
    """
    return exists().where(
        Reading.application_id == bindparam("application"),
        Reading.person_id == bindparam("reader"),
        Reading.what.in_(READS_CARDS),
    )

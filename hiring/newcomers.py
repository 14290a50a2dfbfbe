"""Whose cards are practice: of those who only watch, and of those who have to pass a case before their first counts."""

from __future__ import annotations

from sqlalchemy import Integer, String, bindparam, exists, select
from sqlalchemy.orm import aliased

from hiring.db import db
from hiring.models import CaseReading, RubricVersion, Scorecard, Slot, WrittenCase

_SLUG, _PERSON = bindparam("slug", type_=String), bindparam("person_id", type_=Integer)
_OF_THE_CASE, _OF_THE_CARD = aliased(RubricVersion), aliased(RubricVersion)
# whatever its version: somebody who can tell the levels of one can tell those of the next
_OF_THIS_RUBRIC = (WrittenCase.rubric_version_id == _OF_THE_CASE.id) & (_OF_THE_CASE.slug == _SLUG)
_THERE_IS_ONE = exists().where(_OF_THIS_RUBRIC, WrittenCase.published_at.is_not(None), WrittenCase.retired_at.is_(None))
_WROTE_ONE = exists().where(
    _OF_THIS_RUBRIC, WrittenCase.published_at.is_not(None), WrittenCase.written_by_id == _PERSON
)
_PASSED_ONE = exists().where(
    _OF_THIS_RUBRIC, CaseReading.case_id == WrittenCase.id, CaseReading.person_id == _PERSON, CaseReading.passed
)
_COUNTED_BEFORE = exists().where(
    Scorecard.slot_id == Slot.id,
    Scorecard.is_practice.is_(False),
    Slot.person_id == _PERSON,
    Slot.card == "full",
    Slot.rubric_version_id == _OF_THE_CARD.id,
    _OF_THE_CARD.slug == _SLUG,
)
_IS_NEW = select(_THERE_IS_ONE & ~_WROTE_ONE & ~_PASSED_ONE & ~_COUNTED_BEFORE)
_CAN_BE_ASKED = select(_THERE_IS_ONE)


def is_practice(slot: Slot) -> bool:
    """Whether a card of that seat, handed in now, would be read and not counted: that of somebody who only watches, and
    of somebody who is asked for a case. One query where the opening asks.

    Nothing is asked of whoever has passed a case of the rubric, has agreed on the levels of one, or has a card that
    counts by it; nor where there is no case to read. A short card has no levels to be sure of, a guest cannot come to
    the cases, and a collective stage is shown as a group, from which no card can be set apart.
    """
    if slot.part == "shadows":
        return True
    asks = slot.interview.application.opening.asks_case
    if asks == "nobody" or (asks == "but_executives" and slot.perspective == "executive"):
        return False
    if slot.card != "full" or slot.collective or slot.person.is_guest:
        return False
    return bool(db.session.scalar(_IS_NEW, {"slug": slot.rubric_version.slug, "person_id": slot.person_id}))


def can_be_asked(version: RubricVersion) -> bool:
    """Whether there is a case of that rubric to read. One query."""
    return bool(db.session.scalar(_CAN_BE_ASKED, {"slug": version.slug}))

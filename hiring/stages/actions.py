"""What is written down about a stage, a role and the companies nobody is taken from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from hiring import audit
from hiring.conflicts.actions import refuse_candidate
from hiring.db import db
from hiring.models import (
    Application,
    Charter,
    OffLimits,
    Opening,
    PayExpectation,
    Person,
    StageRecord,
    StageRow,
)
from hiring.money import Money
from hiring.openings.queries import off_limits
from hiring.refusal import Kind, Refusal
from hiring.stages import queries
from hiring.stages.queries import CharterWords
from hiring.text import Text, text
from hiring.workflow.off_limits import named_in, same_company
from hiring.workflow.records import written

__all__ = [
    "CharterWords",
    "approve_charter",
    "note_expectation",
    "off_limits_words",
    "put_off_limits",
    "take_off_limits_away",
    "write_charter",
    "write_record",
]

LARGEST_AMOUNT = 2**31 - 1


def write_record(
    application: Application, stage: StageRow, said: Mapping[str, str], *, by: Person, now: datetime
) -> StageRecord:
    """Keep what the kind of the stage asks for, by the names of its places. Whoever works at a company off limits is
    only approached with a word on who agreed to it.
    """
    asked = queries.asked_at(application, stage)
    for words in asked.problems(said).values():
        raise Refusal(words, Kind.INPUT)
    _refuse_off_limits(application, said)
    record = queries.record_of(application, stage.slug)
    if record is None:
        record = StageRecord(application=application, stage=stage.slug, kind=stage.kind)
        db.session.add(record)
    record.kind, record.fields = stage.kind, written(asked.fields, asked.given, said)
    record.saved_by, record.saved_at = by, now
    db.session.flush()
    audit.record("stage.recorded", application, by=by, now=now, record=record.id)
    return record


def note_expectation(
    application: Application, *, currency: str, low: int, high: int | None, by: Person, now: datetime
) -> PayExpectation:
    """Keep what the candidate expects to be paid a year, in whole units. What they earn or earned is never kept."""
    least, most = Money.of(low, currency), None if high is None else Money.of(high, currency)
    if max(least.minor, 0 if most is None else most.minor) > LARGEST_AMOUNT:
        raise Refusal(text("This is more than can be kept. Write whole units a year."), Kind.INPUT)
    if most is not None and most.minor < least.minor:
        raise Refusal(text("The upper end is below the lower one."), Kind.INPUT)
    expectation = queries.expectation_of(application)
    if expectation is None:
        expectation = PayExpectation(application_id=application.id)
        db.session.add(expectation)
    expectation.currency, expectation.low_minor = currency, least.minor
    expectation.high_minor = None if most is None else most.minor
    expectation.noted_by_id, expectation.noted_at = by.id, now
    audit.record("expectation.noted", application, by=by, now=now)
    return expectation


def write_charter(
    opening: Opening, words: CharterWords, *, adviser: Person | None, by: Person, now: datetime
) -> Charter:
    """Say what the seat is. What was approved before is approved no more."""
    if adviser is not None:
        refuse_candidate(opening, adviser)
    charter = queries.charter_of(opening)
    if charter is None:
        charter = Charter(opening_id=opening.id)
        db.session.add(charter)
    for name, said in asdict(words).items():
        setattr(charter, name, said)
    charter.adviser = adviser
    charter.written_by_id, charter.written_at = by.id, now
    was_approved, charter.approved_by, charter.approved_at = charter.approved_at is not None, None, None
    audit.record("charter.written", opening, by=by, now=now, was_approved=was_approved)
    return charter


def approve_charter(opening: Opening, *, by: Person, now: datetime) -> Charter:
    """Agree to the charter as it stands, so that the search can begin."""
    charter = queries.charter_of(opening)
    if charter is None:
        raise Refusal(text("There is no charter yet. Write it first."))
    if charter.approved_at is not None:
        raise Refusal(text("The charter is approved already."))
    for missing in queries.missing_in(charter):
        raise Refusal(missing)
    charter.approved_by, charter.approved_at = by, now
    audit.record("charter.approved", opening, by=by, now=now)
    return charter


def put_off_limits(opening: Opening, company: str, *, reason: str, by: Person, now: datetime) -> OffLimits:
    """From now on nobody is approached at that company for this opening without a word on who agreed to it."""
    if not named_in(company, [company]):
        raise Refusal(text("Write the name of the company."), Kind.INPUT)
    if any(same_company(one.company, company) for one in off_limits(opening)):
        raise Refusal(text("This company is on the list already."))
    entry = OffLimits(opening_id=opening.id, company=company, reason=reason, by_id=by.id, at=now)
    db.session.add(entry)
    db.session.flush()
    audit.record("opening.off_limits_added", opening, by=by, now=now, entry=entry.id)
    return entry


def take_off_limits_away(opening: Opening, company: str, *, by: Person, now: datetime) -> None:
    """People at that company can be approached again."""
    entry = next((one for one in off_limits(opening) if one.company == company), None)
    if entry is None:
        raise Refusal(text("This company is not on the list any more."))
    entry.removed_at = now
    audit.record("opening.off_limits_removed", opening, by=by, now=now, entry=entry.id)


def _refuse_off_limits(application: Application, said: Mapping[str, str]) -> None:
    if "off_limits_why" not in said or said["off_limits_why"]:
        return
    for company in queries.off_limits_of(application, said.get("employer", "")):
        raise Refusal(off_limits_words(company), Kind.INPUT)


def off_limits_words(company: str) -> Text:
    return text(
        "%(company)s is off limits for this opening. Say who agreed that we approach them all the same, and why.",
        company=company,
    )

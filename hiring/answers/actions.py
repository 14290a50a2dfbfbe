"""What is said to candidates: letters to one or to many, days they are promised, and templates to start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hiring import audit, letters
from hiring.access.applications import standing as standing_of
from hiring.answers import owed
from hiring.answers.answer import CLOSES_AS, Answer
from hiring.candidates.actions import make_move
from hiring.db import db
from hiring.letters import Words
from hiring.models import Adjustment, Application, CandidateMail, LetterTemplate, Opening, Person, Promise
from hiring.policy import Permission, permits, reason_against
from hiring.refusal import Kind, Refusal
from hiring.text import Text, count, text

__all__ = [
    "Answer",
    "Unanswered",
    "arrange",
    "close_opening",
    "keep_template",
    "promise",
    "reopen_opening",
    "retire",
    "tell",
    "write",
    "write_to_all",
]

FURTHEST_AHEAD = timedelta(days=366)
NAMED = 3


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Somebody who could not be answered, and why."""

    name: str
    why: Text


def write(application: Application, answer: Answer, *, by: Person, now: datetime) -> CandidateMail:
    """Mail one candidate; with a day by which they hear again, that is promised as well."""
    if answer.closes_as is not None:
        _close(application, answer, by=by, now=now)
    letter = letters.send(application, answer.words, by=by, now=now, day=answer.hears_by)
    if answer.hears_by is not None:
        promise(application, answer.hears_by, what=letter.subject, by=by, now=now)
    return letter


def write_to_all(applications: Sequence[Application], answer: Answer, *, by: Person, now: datetime) -> list[Unanswered]:
    """Mail all of them, each as if alone. Whoever could not be answered comes back with the reason; the caller keeps
    nothing then.
    """
    if not applications:
        raise Refusal(text("Choose at least one candidate."), Kind.INPUT)
    unanswered = []
    for application in applications:
        try:
            write(application, answer, by=by, now=now)
        except Refusal as refusal:
            unanswered.append(Unanswered(application.candidate.name, refusal.reason))
    return unanswered


def tell(application: Application, words: Words, *, by: Person, now: datetime) -> CandidateMail:
    """Note what the candidate was told in person or by phone."""
    return letters.note_told(application, words, by=by, now=now)


def promise(application: Application, due_on: date, *, what: str, by: Person, now: datetime) -> Promise:
    """Give the candidate a day by which they hear. It takes the place of the one before, and stands on their page."""
    today = now.date()
    if not today <= due_on <= today + FURTHEST_AHEAD:
        raise Refusal(text("Choose a day from today on, within a year."), Kind.INPUT)
    letters.end_promises(application, now=now)
    made = Promise(application=application, what=what, due_on=due_on, made_by_id=by.id, made_at=now)
    db.session.add(made)
    db.session.flush()
    audit.record("promise.made", application, by=by, now=now, promise=made.id)
    return made


def keep_template(
    template: LetterTemplate | None, title: str, words: Words, *, opening: Opening | None, by: Person, now: datetime
) -> LetterTemplate:
    """Write a letter to start from, or change one: of the whole house, or of one opening."""
    letters.refuse_strangers([words.subject, words.body])
    kept = template or LetterTemplate()
    kept.title, kept.subject, kept.body, kept.tells_outcome = title, words.subject, words.body, words.tells_outcome
    kept.opening, kept.by_id, kept.at = opening, by.id, now
    db.session.add(kept)
    db.session.flush()
    audit.record("letter_template.kept", kept, by=by, now=now)
    return kept


def retire(template: LetterTemplate, *, by: Person, now: datetime) -> None:
    """Offer it no more. Letters that began with it stay what they are."""
    if template.retired_at is not None:
        raise Refusal(text("This template is not offered any more already."))
    template.retired_at = now
    audit.record("letter_template.retired", template, by=by, now=now)


def arrange(adjustment: Adjustment, words: str, *, by: Person, now: datetime) -> None:
    """Say what is arranged, in words for whoever holds an interview: never why."""
    if adjustment.taken_back_at is not None:
        raise Refusal(text("The candidate has taken this back."))
    if not words.strip():
        raise Refusal(text("Write what is arranged."), Kind.INPUT)
    adjustment.arrangement, adjustment.arranged_by_id, adjustment.arranged_at = words.strip(), by.id, now
    audit.record("adjustment.arranged", adjustment.application, by=by, now=now, adjustment=adjustment.id)


def close_opening(opening: Opening, *, by: Person, now: datetime) -> None:
    """Close the seat's search. Not while anybody is still in it, or waits for a word from us."""
    if opening.closed_at is not None:
        raise Refusal(text("This opening is closed already."))
    audit.take_turn()  # somebody may be added or taken up again at the same moment
    waiting = owed.in_the_way(opening, by)
    if waiting:
        shown, more = waiting[:NAMED], len(waiting) - NAMED
        names = ", ".join(one.name for one in shown)
        if more > 0:
            words = "%(names)s and %(num)d more wait for an answer."
            raise Refusal(count(words, words, more, names=names))
        raise Refusal(count("%(names)s waits for an answer.", "%(names)s wait for an answer.", len(shown), names=names))
    if owed.is_anybody_in_the_way(opening):
        raise Refusal(text("Not everybody has an answer yet. Ask another recruiter of this opening."))
    opening.closed_at = now
    audit.record("opening.closed", opening, by=by, now=now)


def reopen_opening(opening: Opening, *, by: Person, now: datetime) -> None:
    """Go on searching."""
    if opening.closed_at is None:
        raise Refusal(text("This opening is open already."))
    opening.closed_at = None
    audit.record("opening.reopened", opening, by=by, now=now)


def _close(application: Application, answer: Answer, *, by: Person, now: datetime) -> None:
    assert answer.closes_as in CLOSES_AS, "The form offers these only."
    standing = standing_of(by, application)
    if not permits(Permission.APPLICATION_MOVE, standing):
        raise Refusal(reason_against(Permission.APPLICATION_MOVE, standing), Kind.FORBIDDEN)
    key = f"close:{answer.closes_as}"
    make_move(application, key, reason=answer.reason, standing=standing, by=by, now=now)

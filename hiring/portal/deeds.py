"""What a candidate does from their own page: they write, send a file, ask for what they need, and withdraw.

The same again while the first still stands is a double click or the back button: it stays one, and nobody hears twice.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import func, select

from hiring import audit, letters
from hiring.attached import keep_pdf
from hiring.booking.endings import let_go
from hiring.db import db
from hiring.files import NewFile
from hiring.letters import Words
from hiring.models import Adjustment, Application, Attachment, CandidateMail, Move
from hiring.portal import own
from hiring.refusal import Kind, Refusal
from hiring.text import text
from hiring.workflow.zones import is_zone

MOST_UNANSWERED = 10
MOST_FILES = 20
MOST_NEEDS = 10
IN_THEIR_WORDS = "The candidate withdrew on their own page."


def write_to_us(application: Application, words: Words, *, now: datetime) -> CandidateMail:
    """A letter into the thread. Those who look after the candidate are mailed that there is one."""
    audit.take_turn()  # a double click is two requests at the same moment
    last = own.last_letter(application)
    if last is not None and (last.way, last.subject, last.body) == ("in", words.subject, words.body):
        return last
    if own.unanswered(application) >= MOST_UNANSWERED:
        raise Refusal(text("Your letters so far wait for an answer. Write again when you have it."))
    return letters.receive(application, words, message_id=letters.own_id(), now=now)


def send_file(application: Application, file: NewFile, *, folder: Path, now: datetime) -> Attachment:
    """Keep a PDF of the candidate's."""
    _refuse_closed(application)
    audit.take_turn()
    sent = own.files_of(application)
    seal = sha256(file.content).hexdigest()
    again = next((one for one in sent if one.sha256 == seal), None)
    if again is not None:
        return again
    if len(sent) >= MOST_FILES:
        raise Refusal(text("You have sent twenty files. Write to us if we need another."))
    kept = keep_pdf(application, file, purpose="material", folder=folder, by=None, now=now)
    audit.record("portal.file_sent", application, by=None, now=now, attachment=kept.id)
    letters.tell_those_who_look_after(application, "candidate_sent_file", now=now)
    return kept


def ask_for(application: Application, words: str, *, now: datetime) -> Adjustment:
    """Say what would make an interview fair. Why is for recruiters alone; nothing of it goes into the trail."""
    _refuse_closed(application)
    audit.take_turn()
    stands = own.adjustments_of(application)
    again = next((one for one in stands if one.asked == words), None)
    if again is not None:
        return again
    if len(stands) >= MOST_NEEDS:
        raise Refusal(text("You have asked for ten things already. Take one back, or write to us."))
    asked = Adjustment(application=application, asked=words, asked_at=now)
    db.session.add(asked)
    db.session.flush()
    letters.tell_those_who_look_after(application, "adjustment_asked", page="adjustments", now=now)
    return asked


def take_back(adjustment: Adjustment, *, now: datetime) -> None:
    """It is needed no more: interviewers no longer read what was arranged."""
    adjustment.taken_back_at = now
    db.session.flush()


def withdraw(application: Application, reason: str, *, now: datetime) -> Move:
    """The candidate leaves: their own move. What was still to come is called off, and everybody concerned is told."""
    _refuse_closed(application)
    last = db.session.scalar(select(func.max(Move.number)).where(Move.application_id == application.id)) or 0
    move = Move(number=last + 1, kind="close", outcome="withdrawn", reason=reason or IN_THEIR_WORDS, by=None, at=now)
    application.moves.append(move)
    db.session.flush()
    application.current_move, application.entered_at, application.due_at = move, now, None
    db.session.flush()
    audit.record("application.moved", application, by=None, now=now, move=move.number, way=move.kind)
    let_go(application, by=None, now=now)
    letters.end_promises(application, now=now)
    letters.tell_those_who_look_after(application, "candidate_withdrew", now=now)
    return move


def choose_zone(application: Application, zone: str) -> None:
    """By which clock the candidate reads times; an empty one is that of each interview."""
    if zone and not is_zone(zone):
        raise Refusal(text("There is no time zone of that name. Write it like Europe/London."), Kind.INPUT)
    application.candidate.zone = zone
    db.session.flush()


def _refuse_closed(application: Application) -> None:
    move = application.current_move
    if move is not None and move.outcome is not None:
        raise Refusal(text("Your application is closed."))

"""What is done about a mail that came: an answer to an invitation is noted, a candidate's words go to their letters, a
mail that came back is marked. Whoever writes is believed only as far as the house has written to that very address.

Anybody can put an address into From. What only those know whom we wrote to is the id of our mail, or the uid of our
invitation: a mail that names neither is kept with a mark, and nothing is done about it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from hiring import audit, letters, outbox
from hiring.access.clauses import recruits_for
from hiring.db import db
from hiring.inbox.understanding import Received
from hiring.mail.compose import compose
from hiring.mail.invites import about_slot, uid
from hiring.models import Application, Candidate, CandidateMail, Interview, Move, Opening, Outgoing, Person, Slot
from hiring.refs import is_ref

ANSWER, LETTER, UNPROVEN, RETURNED, NOTHING = "answer", "letter", "unproven", "returned", "nothing"
"""What became of a mail."""


def take(mail: Received, *, now: datetime) -> str:
    """Do what a mail asks for, in the caller's transaction, and say what that was."""
    if mail.came_back:
        return _mark_returned(mail, now=now)
    if mail.calendar is not None and _note_answer(mail, mail.calendar, now=now):
        return ANSWER
    if mail.is_automatic or not mail.body:
        return NOTHING
    return _take_letter(mail, now=now)


def _note_answer(mail: Received, calendar: bytes, *, now: datetime) -> bool:
    """Whether it was an answer to an invitation of ours, from whom that went to, to the time that still holds."""
    from hiring.icals.reading import answer_in

    answer = answer_in(calendar)
    if answer is None or answer.address != mail.sender:
        return False
    ref = answer.uid.partition("@")[0]
    interview = db.session.scalar(_interview(ref)) if is_ref(ref) else None
    if interview is None or uid(interview) != answer.uid or interview.cancelled_at is not None:
        return False
    if answer.starts_at not in {None, interview.starts_at} or answer.sequence > interview.sequence:
        return False
    slot = next((one for one in interview.slots if one.person.email == mail.sender and _is_live(one)), None)
    if slot is not None:
        _note_interviewers(slot, answer.answer, now=now)
    elif (interview.application.candidate.email or "").lower() == mail.sender:
        _note_candidates(interview, answer.answer, now=now)
    else:
        return False
    return True


def _note_interviewers(slot: Slot, answer: str, *, now: datetime) -> None:
    """Declining in a calendar gives no seat back: that takes a reason. But recruiters hear of it."""
    if slot.reply == answer:
        return
    slot.reply = answer
    audit.record("slot.replied", slot, by=None, now=now, answer=answer)  # who wrote a mail nobody can swear to
    if answer == "declined":
        for recruiter in _recruiters(slot.interview.application.opening):
            path = f"/interviews/{slot.interview.ref}"
            told = about_slot(slot, "reply_declined", recruiter, path=path, who=slot.person.name)
            outbox.queue(told, now=now)


def _note_candidates(interview: Interview, answer: str, *, now: datetime) -> None:
    if interview.reply == answer:
        return
    interview.reply = answer
    audit.record("interview.replied", interview, by=None, now=now, answer=answer)
    if answer == "declined":
        for reader in letters.look_after(interview.application):
            path = f"/interviews/{interview.ref}"
            told = compose(
                "candidate_declined_time", to=reader, application=interview.application, name=reader.name, path=path
            )
            outbox.queue(told, now=now)


def _take_letter(mail: Received, *, now: datetime) -> str:
    answered = _whose_thread(mail)
    application = answered or _whose_address(mail)
    if application is None:
        return NOTHING
    if db.session.scalar(select(CandidateMail.id).where(CandidateMail.message_id == mail.message_id)) is not None:
        return NOTHING  # taken already
    words = letters.Words(mail.subject, mail.body)
    nearest = next(iter(mail.answers), "")
    receive = letters.receive_unproven if answered is None else letters.receive
    receive(application, words, message_id=mail.message_id, now=now, in_reply_to=nearest)
    return UNPROVEN if answered is None else LETTER


def _whose_thread(mail: Received) -> Application | None:
    """Whose thread it answers, if that candidate has this address. An unproven mail proves no other."""
    if not mail.sender or not mail.answers:
        return None
    sent = select(Outgoing.application_id).where(Outgoing.message_id.in_(mail.answers), Outgoing.person_id.is_(None))
    kept = select(CandidateMail.application_id).where(
        CandidateMail.message_id.in_(mail.answers), ~CandidateMail.by_address_alone
    )
    answered = _of_sender(mail).where(Application.id.in_(sent.union(kept)))
    return db.session.scalars(answered.order_by(Application.id).limit(1)).first()


def _whose_address(mail: Received) -> Application | None:
    """The one application in progress of whoever has this address."""
    if not mail.sender:
        return None
    in_progress = db.session.scalars(
        _of_sender(mail).join(Move, Move.id == Application.current_move_id).where(Move.outcome.is_(None)).limit(2)
    ).all()
    return in_progress[0] if len(in_progress) == 1 else None


def _of_sender(mail: Received) -> Select[Application]:
    wrote = func.lower(Candidate.email) == mail.sender
    return select(Application).join(Candidate, Candidate.id == Application.candidate_id).where(wrote)


def _mark_returned(mail: Received, *, now: datetime) -> str:
    """Only what was sent can come back; it is shown among the mail that did not arrive."""
    outgoing = db.session.scalars(
        select(Outgoing).where(Outgoing.message_id.in_(mail.answers), Outgoing.sent_at.is_not(None)).limit(1)
    ).first()
    if outgoing is None:
        return NOTHING
    outgoing.parked_at, outgoing.last_error = now, "It came back: nobody could deliver it."
    return RETURNED


def _interview(ref: str) -> Select[Interview]:
    application = joinedload(Interview.application)
    return (
        select(Interview)
        .where(Interview.ref == ref)
        .options(application.joinedload(Application.candidate), application.joinedload(Application.opening))
    )


def _recruiters(opening: Opening) -> list[Person]:
    return list(db.session.scalars(select(Person).where(recruits_for(opening.id)).order_by(Person.id)))


def _is_live(slot: Slot) -> bool:
    return slot.declined_at is None and slot.cancelled_at is None

"""What happens to scorecards once they are written: they are handed in, and never change."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select

from hiring import audit, indexed, outbox
from hiring.access import visible_scorecards
from hiring.access.clauses import recruits_for
from hiring.db import Base, db
from hiring.mail.compose import compose
from hiring.models import Person, Rating, Scorecard, Slot
from hiring.newcomers import is_practice
from hiring.refs import new_ref
from hiring.refusal import Kind, Refusal
from hiring.rubric import Answers
from hiring.scorecards import queries, seals
from hiring.scorecards.seen import saw_others
from hiring.text import text

_CARDS = Base.metadata.tables[Scorecard.__tablename__]
_ADD_CARD = (
    insert(_CARDS)
    .values(
        had_read_earlier_rounds=select(queries.had_read_earlier_rounds()).scalar_subquery(), saw_others_at=saw_others()
    )
    .returning(_CARDS.c.id)
)
_ADD_RATINGS = insert(Base.metadata.tables[Rating.__tablename__])


def hand_in(slot: Slot, answers: Answers, *, opened_at: int | None = None, by: Person, now: datetime) -> None:
    """Seal the card. It is written once, with its ratings, and never changes; the draft is gone."""
    refuse_unless_open(slot, by=by, now=now)
    if opened_at is not None and opened_at != queries.draft_version(slot):
        raise Refusal(text("You changed this on another device or page. Read it once more before you hand it in."))
    for problem in queries.sheet_of(slot).problems(answers):
        raise Refusal(problem.message, Kind.INPUT)
    content = seals.content_of(answers, slot.rubric_sha256)
    ref, sealed = new_ref(), seals.seal_of(content)
    typed_by_id = None if slot.draft is None else slot.draft.typed_by_id
    card = {
        "ref": ref,
        "slot_id": slot.id,
        "verdict": answers.verdict,
        "sure": answers.sure,
        "headline": answers.headline,
        "private_note": answers.private_note,
        "worries": answers.worries,
        "next_question": answers.next_question,
        "rubric_sha256": slot.rubric_sha256,
        "content_sha256": sealed,
        "handed_in_at": now,
        "typed_by_id": typed_by_id,
        "is_practice": is_practice(slot),
    }
    # plain rows: the writers' queue waits while these are written, and objects would take three times as long
    reading = {"application": slot.application_id, "reader": by.id, "round": slot.round}
    card_id = db.session.execute(_ADD_CARD, {**card, **reading}).scalar_one()
    if content["ratings"]:
        rows = [{"scorecard_id": card_id, "position": place, **one} for place, one in enumerate(content["ratings"])]
        db.session.execute(_ADD_RATINGS, rows)
    indexed.put([indexed.Entry("card", card_id, slot.application_id, indexed.said_on(content), now)])
    slot.handed_in_at = now
    draft, slot.draft = slot.draft, None
    if draft is not None:
        db.session.delete(draft)
    witness = seals.witness(ref, sealed, judge_id=slot.person_id, typed_by_id=typed_by_id, at=now)
    audit.record("scorecard.handed_in", slot, by=by, now=now, seal=witness)
    if any(answer.red_flag for answer in answers.dimensions.values()):
        tell_recruiters(slot, now=now)


def refuse_unless_open(slot: Slot, *, by: Person, now: datetime) -> None:
    """Say why nothing can be written on the card of this seat, if nothing can."""
    if slot.person_id != by.id:
        raise Refusal(text("Only the person who held the interview writes its scorecard."), Kind.FORBIDDEN)
    if slot.handed_in_at is not None:
        raise Refusal(
            text(
                "You handed this scorecard in already. What you handed in stays as it is, and nothing was changed. "
                "What you typed since is below: copy what you need."
            )
        )
    if not slot.owes_card or slot.interview.cancelled_at is not None:
        raise Refusal(text("This interview needs no scorecard from you any more."))
    if now < slot.interview.starts_at:
        raise Refusal(text("The scorecard opens when the interview begins."))


def tell_recruiters(slot: Slot, *, now: datetime) -> None:
    """Say at once that there is something to check, and nothing of what, to the recruiters who may read the card.

    The mail would tell anybody else something about a card they may not see: whoever owes one in the round or will
    still score, and of a stage whose cards are only shown as a group everybody.
    """
    if slot.collective:
        return
    application = slot.interview.application
    recruiters = select(Person).where(recruits_for(application.opening_id), Person.id != slot.person_id)
    for recruiter in db.session.scalars(recruiters.order_by(Person.id)).all():
        may_read = visible_scorecards(recruiter).where(Slot.id == slot.id).exists()
        if db.session.scalar(select(may_read)):
            outbox.queue(compose("red_flag", to=recruiter, application=application), now=now)

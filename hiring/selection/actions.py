"""What is done to several applications at once: all of it, or nothing and every reason why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from hiring import audit, policy, reminders
from hiring.access.clauses import LEADS
from hiring.candidates.actions import make_move
from hiring.candidates.queries import stage_slug
from hiring.db import db
from hiring.models import Application, Person, Slot, Tag, TeamMember
from hiring.openings.queries import as_word, current_revision
from hiring.policy import Permission
from hiring.refusal import Kind, Refusal
from hiring.selection import queries
from hiring.selection.queries import NEXT, Asked, Chosen
from hiring.text import Text, count, text

REST = timedelta(hours=12)
MOST_TAGS = 20
LONGEST_TAG = 40
Verb = Callable[[Chosen], object]


class NotAll(Refusal):
    """Why it cannot be done to some of them, by the ref of the application. Nothing was done to the others either."""

    def __init__(self, refusals: Mapping[str, Refusal]) -> None:
        kinds = {one.kind for one in refusals.values()}
        number = len(refusals)
        super().__init__(
            count(
                "Nothing was changed: %(num)d of them cannot be. The reason stands beside it.",
                "Nothing was changed: %(num)d of them cannot be. The reasons stand beside them.",
                number,
            ),
            kinds.pop() if len(kinds) == 1 else Kind.CONFLICT,
        )
        self.reasons: dict[str, Text] = {ref: one.reason for ref, one in refusals.items()}


def remind(chosen: Sequence[Chosen], *, anyway: bool, by: Person, now: datetime) -> None:
    """Ask for every overdue card there that this person may know of. Twice within twelve hours only if they insist."""
    _each(chosen, lambda one: remind_about(one, anyway=anyway, by=by, now=now))


def remind_about(one: Chosen, *, anyway: bool, by: Person, now: datetime) -> None:
    """Ask for the overdue cards of one application."""
    _permit(Permission.INTERVIEW_SCHEDULE, one)
    found = queries.overdue(by, [one.application], now)
    db.session.execute(found.with_for_update(of=Slot, key_share=True))  # a second one waits, and then counts
    late = [seat for seat in queries.asked(found) if seat.slot.person.is_active]
    if not late:
        raise Refusal(text("No scorecard that you may ask for is overdue here."))
    recent = [seat for seat in late if seat.reminded_at is not None and seat.reminded_at > now - REST]
    if recent and not anyway:
        raise Refusal(_reminded(recent, now=now))
    for seat in late:
        reminders.ask(seat.slot, now)
        audit.record("slot.reminded", seat.slot, by=by, now=now)


def move(chosen: Sequence[Chosen], to: str, *, reason: str, by: Person, now: datetime) -> None:
    """Into the stage of that slug, or each into its own next one."""

    def carry_out(one: Chosen) -> None:
        _permit(Permission.APPLICATION_MOVE, one)
        _make_move(one, _way(one.application, to), reason=reason, by=by, now=now)

    _each(chosen, carry_out)


def reject(chosen: Sequence[Chosen], *, reason: str, by: Person, now: datetime) -> None:
    """Close them as rejected by us. Who hears of it when is decided where letters are written."""

    def carry_out(one: Chosen) -> None:
        _permit(Permission.APPLICATION_MOVE, one)
        _make_move(one, "close:rejected", reason=reason, by=by, now=now)

    _each(chosen, carry_out)


def assign(chosen: Sequence[Chosen], owner: Person | None, *, by: Person, now: datetime) -> None:
    """Say whose they are to keep moving, or with nobody that they are whoever's turn it is."""
    _each(chosen, lambda one: _assign(one, owner, by=by, now=now))


def tag(chosen: Sequence[Chosen], word: str, *, by: Person, now: datetime) -> None:
    """Put a word on them to find them by."""
    kept = _word(word)
    _each(chosen, lambda one: _tag(one, kept, by=by, now=now))


def untag(chosen: Sequence[Chosen], word: str, *, by: Person, now: datetime) -> None:
    """Take the word off those that have it."""
    kept = _word(word)
    _each(chosen, lambda one: _untag(one, kept, by=by, now=now))


def _each(chosen: Sequence[Chosen], verb: Verb) -> None:
    refusals: dict[str, Refusal] = {}
    for one in chosen:
        try:
            verb(one)
        except Refusal as refusal:
            refusals[one.application.ref] = refusal
    if refusals:
        raise NotAll(refusals)


def _permit(permission: Permission, one: Chosen) -> None:
    if not policy.permits(permission, one.standing):
        raise Refusal(policy.reason_against(permission, one.standing), Kind.FORBIDDEN)


def _reminded(recent: Sequence[Asked], *, now: datetime) -> Text:
    newest = max(recent, key=lambda seat: seat.reminded_at or now)
    hours = (now - (newest.reminded_at or now)) // timedelta(hours=1)
    if not hours:
        return text("%(name)s was reminded within the last hour.", name=newest.slot.person.name)
    return count(
        "%(name)s was reminded %(num)d hour ago.",
        "%(name)s was reminded %(num)d hours ago.",
        hours,
        name=newest.slot.person.name,
    )


def _way(application: Application, to: str) -> str:
    """The move that leads there, by the name the engine gives it."""
    stages = [stage.slug for stage in current_revision(application.opening_id).stages]
    here = stage_slug(application)
    place = stages.index(here) if here in stages else -1
    if to == NEXT:
        if place + 1 == len(stages):
            raise Refusal(text("This is the last stage of the plan."))
        return f"advance:{stages[place + 1]}"
    if to not in stages:
        raise Refusal(text("The plan of this opening has no such stage."), Kind.INPUT)
    if to == here:
        raise Refusal(text("Stands in this stage already."))
    target = stages.index(to)
    way = "back" if target < place else "advance" if target == place + 1 else "skip"
    return f"{way}:{to}"


def _make_move(one: Chosen, key: str, *, reason: str, by: Person, now: datetime) -> None:
    make_move(one.application, key, reason=reason, standing=one.standing, by=by, now=now)


def _assign(one: Chosen, owner: Person | None, *, by: Person, now: datetime) -> None:
    _permit(Permission.APPLICATION_OWN, one)
    application = one.application
    if owner is not None and not _leads(owner, application.opening_id):
        raise Refusal(text("%(name)s does not lead this opening.", name=owner.name))
    if application.owner == owner:
        return
    application.owner = owner
    audit.record("application.owner_set", application, by=by, now=now, owner=None if owner is None else owner.id)


def _leads(person: Person, opening_id: int) -> bool:
    parts = select(TeamMember.id).where(
        TeamMember.opening_id == opening_id,
        TeamMember.person_id == person.id,
        TeamMember.role.in_(LEADS),
        TeamMember.removed_at.is_(None),
    )
    return person.is_active and db.session.scalar(parts.limit(1)) is not None


def _tag(one: Chosen, word: str, *, by: Person, now: datetime) -> None:
    _permit(Permission.APPLICATION_TAG, one)
    application = one.application
    known = set(db.session.scalars(select(Tag.word).where(Tag.application_id == application.id)))
    if word in known:
        return
    if len(known) >= MOST_TAGS:
        raise Refusal(text("It has %(most)d tags already. Take one off first.", most=MOST_TAGS))
    db.session.add(Tag(application_id=application.id, word=word, by_id=by.id, at=now))
    audit.record("application.tagged", application, by=by, now=now)


def _untag(one: Chosen, word: str, *, by: Person, now: datetime) -> None:
    _permit(Permission.APPLICATION_TAG, one)
    known = db.session.get(Tag, (one.application.id, word))
    if known is not None:
        db.session.delete(known)
        audit.record("application.untagged", one.application, by=by, now=now)


def _word(typed: str) -> str:
    """As `tag:` asks for it: Board chair and board-chair are one."""
    word = as_word(typed)
    if not word:
        raise Refusal(text("Write a word with letters or digits."), Kind.INPUT)
    if len(word) > LONGEST_TAG:
        raise Refusal(text("A tag has at most %(most)d characters.", most=LONGEST_TAG), Kind.INPUT)
    return word

"""Letters between us and a candidate: the one way to write one, to take one in, and to read what was said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from babel.dates import format_date
from sqlalchemy import Integer, bindparam, literal, select, update

from hiring import audit, outbox
from hiring.access.clauses import AnyReader, is_clear, recruits_for
from hiring.db import db
from hiring.mail.compose import compose
from hiring.models import Application, CandidateMail, Outgoing, Person, Promise
from hiring.refs import new_ref
from hiring.refusal import Kind, Refusal
from hiring.text import Text, count, text

PLACES: Mapping[str, Text] = {
    "name": text("the candidate’s name"),
    "opening": text("what the opening is called outside its team"),
    "sender": text("your name"),
    "day": text("the day by which they hear again"),
}
"""What a letter may leave open, in curly brackets."""
_PLACE = re.compile(r"\{([a-z_]+)\}")
THEIR_OWN = text("The candidate")
THEIR_ADDRESS = text("The candidate’s address")


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote, places and all."""

    subject: str
    body: str
    tells_outcome: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as a page shows it. `state` says where ours is on its way, or that it was told and not mailed.
    `by_address_alone`: anybody may have written it.
    """

    ref: str
    is_ours: bool
    who: Text | str
    subject: str
    body: str
    at: datetime
    state: Text | str
    tells_outcome: bool
    by_address_alone: bool = False


def send(
    application: Application, words: Words, *, by: Person, now: datetime, day: date | None = None
) -> CandidateMail:
    """Mail the candidate, and be done with what they were promised. `day` fills its place in the words."""
    if not application.candidate.email:
        raise Refusal(
            text(
                "There is no e-mail address for %(name)s. Tell them another way, then note it here.",
                name=application.candidate.name,
            )
        )
    values = _values(application, by=by, day=day)
    refuse_strangers([words.subject, words.body], values)
    subject, body = fill(words.subject, values), fill(words.body, values)
    message = compose("letter", address=application.candidate.email, subject=subject, body=body)
    message = replace(message, opening_id=application.opening_id, application_id=application.id)
    outgoing = outbox.queue(message, now=now)
    db.session.flush()
    letter = _add(
        application,
        "out",
        Words(subject, body, words.tells_outcome),
        message_id=outgoing.message_id,
        at=now,
        outgoing_id=outgoing.id,
        by_id=by.id,
    )
    end_promises(application, now=now)
    audit.record("letter.sent", application, by=by, now=now, letter=letter.id, tells_outcome=words.tells_outcome)
    return letter


def note_told(application: Application, words: Words, *, by: Person, now: datetime) -> CandidateMail:
    """Write down what the candidate was told in person or by phone. Nothing is mailed; it is our word all the same."""
    letter = _add(application, "out", words, message_id=own_id(), at=now, by_id=by.id)
    end_promises(application, now=now)
    audit.record("candidate.told", application, by=by, now=now, letter=letter.id, tells_outcome=words.tells_outcome)
    return letter


def receive(
    application: Application, words: Words, *, message_id: str, now: datetime, in_reply_to: str = ""
) -> CandidateMail:
    """Take in what the candidate wrote, and tell whoever looks after them."""
    letter = _add(application, "in", words, message_id=message_id, at=now, in_reply_to=in_reply_to)
    audit.record("letter.received", application, by=None, now=now, letter=letter.id)
    tell_those_who_look_after(application, "candidate_wrote", now=now)
    return letter


def receive_unproven(
    application: Application, words: Words, *, message_id: str, now: datetime, in_reply_to: str = ""
) -> CandidateMail:
    """Keep a mail that gives the candidate's address and answers none of ours. It is shown as what it is and changes
    nothing else; whoever looks after them is told to judge it.
    """
    letter = _add(
        application, "in", words, message_id=message_id, at=now, in_reply_to=in_reply_to, by_address_alone=True
    )
    audit.record("letter.unproven", application, by=None, now=now, letter=letter.id)
    tell_those_who_look_after(application, "candidate_may_have_written", now=now)
    return letter


def tell_those_who_look_after(application: Application, kind: str, *, page: str = "letters", now: datetime) -> None:
    """Mail the application's owner, or else its recruiters, what its candidate did: wrote, sent a file, withdrew."""
    for reader in look_after(application):
        path = f"/applications/{application.ref}/{page}"
        outbox.queue(compose(kind, to=reader, application=application, name=reader.name, path=path), now=now)


def look_after(application: Application) -> Sequence[Person]:
    """Its owner while they lead the opening and have no conflict there, or else everybody who recruits for it."""
    clear = is_clear(AnyReader(Person.id), literal(application.id, Integer))
    found = db.session.scalars(
        select(Person).where(recruits_for(application.opening_id), clear).order_by(Person.id)
    ).all()
    return [one for one in found if one.id == application.owner_id] or found


def end_promises(application: Application, *, now: datetime) -> None:
    """They have heard: what was promised is kept, or comes late."""
    open_ones = (Promise.application_id == application.id, Promise.ended_at.is_(None))
    db.session.execute(update(Promise).where(*open_ones).values(ended_at=now, kept=Promise.due_on >= now.date()))


def letters_of(application: Application) -> list[Letter]:
    """All of them, newest first, for whoever may read them: ask the policy for `letter.read` first. One query."""
    rows = db.session.execute(_LETTERS, {"application_id": application.id})
    return [
        Letter(
            ref=letter.ref,
            is_ours=letter.way == "out",
            who=(name or text("Somebody")) if letter.way == "out" else _their_name(letter),
            subject=letter.subject,
            body=letter.body,
            at=letter.at,
            state=_state(letter, outgoing),
            tells_outcome=letter.tells_outcome,
            by_address_alone=letter.by_address_alone,
        )
        for letter, outgoing, name in rows
    ]


def fill(words: str, values: Mapping[str, str]) -> str:
    """The words with their places filled, in one pass: what is put in is never looked at again."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), words)


def refuse_strangers(words: Iterable[str], known: Iterable[str] = PLACES) -> None:
    """Say no to a place that nothing would fill."""
    strangers = sorted({name for one in words for name in _PLACE.findall(one)} - set(known))
    if "day" in strangers:
        raise Refusal(
            text("The letter says {day}. Choose the day by which they hear again, or take it out."), Kind.INPUT
        )
    if strangers:
        names = ", ".join(f"{{{name}}}" for name in strangers)
        raise Refusal(
            count(
                "Nothing fills %(names)s. Take it out.",
                "Nothing fills %(names)s. Take them out.",
                len(strangers),
                names=names,
            ),
            Kind.INPUT,
        )


def own_id() -> str:
    """A message's id for what never was a mail."""
    return f"<{new_ref()}@hiring-loop>"


_LETTERS = (
    select(CandidateMail, Outgoing, Person.name)
    .outerjoin(CandidateMail.outgoing)
    .outerjoin(Person, Person.id == CandidateMail.by_id)
    .where(CandidateMail.application_id == bindparam("application_id"))
    .order_by(CandidateMail.at.desc(), CandidateMail.id.desc())
)


def _add(
    application: Application, way: str, words: Words, *, message_id: str, at: datetime, **more: object
) -> CandidateMail:
    letter = CandidateMail(
        application=application,
        way=way,
        subject=words.subject,
        body=words.body,
        message_id=message_id,
        tells_outcome=words.tells_outcome,
        at=at,
        **more,
    )
    db.session.add(letter)
    db.session.flush()
    return letter


def _values(application: Application, *, by: Person, day: date | None) -> dict[str, str]:
    values = {"name": application.candidate.name, "opening": application.opening.known_as, "sender": by.name}
    return values if day is None else values | {"day": format_date(day, "EEEE d MMMM", locale=by.locale)}


def _their_name(letter: CandidateMail) -> Text:
    return THEIR_ADDRESS if letter.by_address_alone else THEIR_OWN


def _state(letter: CandidateMail, outgoing: Outgoing | None) -> Text | str:
    if letter.way == "in":
        return ""
    if outgoing is None:
        return text("told, not mailed")
    if outgoing.parked_at is not None:
        return text("could not be sent")
    return "" if outgoing.sent_at is not None else text("on its way")

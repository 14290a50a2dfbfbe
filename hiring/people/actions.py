"""What happens to accounts: people are invited, sign in and out, change their password, and are shut out."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from sqlalchemy import delete, func, insert, literal, select, update

from hiring import audit, outbox, rolls
from hiring.conflicts.actions import close_to_person
from hiring.days_off import is_region
from hiring.db import db
from hiring.mail.compose import compose
from hiring.models import Capability, GuestPass, MailedLink, Person, PersonSession, SignInAttempt, Slot
from hiring.models.person import CAPABILITIES
from hiring.people import queries
from hiring.refusal import Kind, Refusal
from hiring.text import text
from hiring.web.sign_in_state import sha256

WINDOW = timedelta(minutes=15)
TRIES_AT_ONE_ADDRESS = 10
TRIES_FROM_ONE_CLIENT = 60
SESSION_LIFE = timedelta(days=7)
LINK_LIFE = {"invitation": timedelta(days=7), "sign_in": timedelta(minutes=15), "reset": timedelta(minutes=15)}
# one plain mailbox: no quotes, no comments, and a domain as mail servers write it
ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What an invitation needs."""

    name: str
    email: str
    title: str = ""
    zone: str = "Europe/London"
    capabilities: frozenset[str] = frozenset()


def invite(new: NewPerson, *, by: Person | None, now: datetime) -> Person:
    """Make an account and mail its owner a link that opens it. A guest becomes a colleague and keeps their seats."""
    email = queries.tidy(new.email)
    _refuse_unusable(new, email)
    person = queries.by_email(email) or Person(email=email, created_at=now, is_guest=True)
    if not (person.is_guest and person.is_active):
        raise Refusal(text("Somebody with the address %(email)s has an account already.", email=email))
    person.is_guest = False
    person.name, person.title, person.zone = new.name.strip(), new.title.strip(), new.zone
    person.capabilities = [
        Capability(kind=kind, granted_by_id=None if by is None else by.id, granted_at=now)
        for kind in sorted(new.capabilities)
    ]
    db.session.add(person)
    db.session.flush()
    _end_passes(person, now=now)
    audit.record("person.invited", person, by=by, now=now, rights=",".join(sorted(new.capabilities)))
    close_to_person(person, by=by, now=now)
    path = _new_link(person.id, "invitation", now=now)
    invited_by = None if by is None else by.name
    mail = compose("invitation", to=person, name=person.name, path=path, invited_by=invited_by)
    outbox.queue(mail, now=now)
    return person


def guest(name: str, email: str, *, zone: str, now: datetime) -> Person:
    """Somebody from outside who is asked to one interview, known by their address: no account, and nothing but seats.

    A guest who has been here keeps the name their earlier cards were written under.
    """
    email = queries.tidy(email)
    known = queries.by_email(email)
    if known is None:
        _refuse_unusable(NewPerson(name, email, zone=zone), email)
        known = Person(name=name.strip(), email=email, zone=zone, is_guest=True, created_at=now)
        db.session.add(known)
        db.session.flush()
        close_to_person(known, by=None, now=now)
    if not known.is_guest:
        words = "%(email)s is the address of an account here. Seat them as a colleague."
        raise Refusal(text(words, email=email), Kind.INPUT)
    return known


def count_try(what: str, address: str, *, client: str, now: datetime) -> None:
    """Remember one try to get in, and refuse it when there were too many of late, at this address or from there."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at <= now - WINDOW))
    limits = {_key(what, address): TRIES_AT_ONE_ADDRESS, _key("client", client): TRIES_FROM_ONE_CLIENT}
    seen = dict(
        db.session.execute(
            select(SignInAttempt.key_sha256, func.count())
            .where(SignInAttempt.key_sha256.in_(limits))
            .group_by(SignInAttempt.key_sha256)
        ).all()
    )
    if any(seen.get(key, 0) >= limit for key, limit in limits.items()):
        raise Refusal(text("Too many tries in a short time. Wait a quarter of an hour, then try again."), Kind.TOO_MANY)
    db.session.execute(insert(SignInAttempt), [{"key_sha256": key, "at": now} for key in limits])


def sign_in(person: Person, *, way: str, now: datetime) -> str:
    """Begin a session and answer its secret, which only the browser keeps."""
    secret = secrets.token_urlsafe(32)
    db.session.add(
        PersonSession(secret_sha256=sha256(secret), person_id=person.id, created_at=now, expires_at=now + SESSION_LIFE)
    )
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.key_sha256 == _key("password", person.email)))
    audit.record("person.signed_in", person, by=person, now=now, way=way)
    return secret


def sign_out(session_id: int, *, now: datetime) -> None:
    """End one session, for good."""
    db.session.execute(
        update(PersonSession)
        .where(PersonSession.id == session_id, PersonSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def sign_out_others(person: Person, *, session_id: int, now: datetime) -> None:
    """End every session of a person but one."""
    _end_sessions(person, now=now, but=session_id)
    audit.record("person.signed_out_elsewhere", person, by=person, now=now)


def mail_link(email: str, purpose: str, *, onward: str = "", now: datetime) -> None:
    """Mail a single-use link to whoever has that address. An address that nobody has takes the same steps, and at the
    end of each there is simply nobody to keep it for.
    """
    known = queries.known_by(email)
    path = _new_link(known.id, purpose, now=now) + onward
    mail = compose(purpose, address=queries.tidy(email), locale=known.locale, name=known.name, path=path)
    outbox.queue_if_known(known.id, mail, now=now)


def enter(link: MailedLink, *, new_password: str | None, now: datetime) -> str:
    """Use a mailed link up and sign its owner in, answering the session's secret. A new password comes hashed."""
    person = link.person
    unused = update(MailedLink).where(MailedLink.id == link.id, MailedLink.used_at.is_(None)).values(used_at=now)
    # of two who press the button at once, one finds it used
    if not link.is_usable(now) or db.session.scalar(unused.returning(MailedLink.id)) is None:
        raise Refusal(text("This link was used already or has expired."), Kind.GONE)
    if new_password is not None:
        set_password(person, new_password, session_id=None, now=now)
    return sign_in(person, way=link.purpose, now=now)


def set_password(person: Person, new_password: str, *, session_id: int | None, now: datetime) -> None:
    """Keep a new hash. Every other browser is signed out, mailed links stop working, and the person is told."""
    is_first = person.password_hash is None
    person.password_hash = new_password
    _end_sessions(person, now=now, but=session_id)
    _end_links(person, now=now)
    audit.record("person.password_set", person, by=person, now=now)
    if not is_first:
        outbox.queue(compose("password_set", to=person, name=person.name), now=now)


def edit_account(person: Person, *, name: str, zone: str, locale: str, region: str = "", now: datetime) -> None:
    """Change what somebody says about themselves. Rights and address are not theirs to change."""
    _refuse_unknown_zone(zone)
    region = region.strip().upper()
    if region and region != person.region and not is_region(region):
        words = "No public holidays are known for %(region)s. Write a country like GB, or a part of one like DE-BE."
        raise Refusal(text(words, region=region), Kind.INPUT)
    person.name, person.zone, person.locale, person.region = name, zone, locale, region
    audit.record("person.edited", person, by=person, now=now)


def deactivate(person: Person, *, by: Person | None, now: datetime) -> None:
    """Shut somebody out at once: sessions end, links and promised mail go nowhere. What they wrote stays."""
    if by is not None and by.id == person.id:
        raise Refusal(text("You cannot deactivate your own account. Ask another administrator."))
    if not person.is_active:
        raise Refusal(text("%(name)s was deactivated already.", name=person.name))
    if "user_admin" in person.capability_kinds and _is_last_administrator(person):
        raise Refusal(text("%(name)s is the last administrator. Invite another one first.", name=person.name))
    person.deactivated_at = now
    _end_sessions(person, now=now, but=None)
    _end_links(person, now=now)
    _end_passes(person, now=now)
    audit.record("person.deactivated", person, by=by, now=now)
    rolls.strike(person, now=now)


def _refuse_unusable(new: NewPerson, email: str) -> None:
    if not new.name.strip():
        raise Refusal(text("Say the person's name."), Kind.INPUT)
    if len(email) > queries.LONGEST_ADDRESS or ADDRESS.fullmatch(email) is None:
        raise Refusal(text("Mail cannot be sent to that address. One looks like name@example.org."), Kind.INPUT)
    if not new.capabilities <= set(CAPABILITIES):
        raise Refusal(text("There are these rights: %(rights)s.", rights=", ".join(CAPABILITIES)), Kind.INPUT)
    _refuse_unknown_zone(new.zone)


def _refuse_unknown_zone(zone: str) -> None:
    if zone not in available_timezones():
        raise Refusal(text("There is no time zone called %(zone)s. One is Europe/London.", zone=zone), Kind.INPUT)


def _new_link(person_id: int, purpose: str, *, now: datetime) -> str:
    """Keep a new link for the person of that id, if there is one, and answer its path. One statement either way."""
    secret = secrets.token_urlsafe(32)
    columns = MailedLink.__table__.c
    said = {
        "secret_sha256": sha256(secret),
        "purpose": purpose,
        "created_at": now,
        "expires_at": now + LINK_LIFE[purpose],
    }
    values = [literal(value, columns[name].type).label(name) for name, value in said.items()]
    whose = select(Person.id, *values).where(Person.id == person_id)
    db.session.execute(insert(MailedLink).from_select(["person_id", *said], whose, include_defaults=False))
    return f"/enter/{secret}"


def _end_sessions(person: Person, *, now: datetime, but: int | None) -> None:
    theirs = update(PersonSession).where(PersonSession.person_id == person.id, PersonSession.ended_at.is_(None))
    db.session.execute((theirs if but is None else theirs.where(PersonSession.id != but)).values(ended_at=now))


def _end_links(person: Person, *, now: datetime) -> None:
    db.session.execute(
        update(MailedLink).where(MailedLink.person_id == person.id, MailedLink.used_at.is_(None)).values(used_at=now)
    )


def _end_passes(person: Person, *, now: datetime) -> None:
    """A guest's ways in: whoever has an account comes in by the staff's door."""
    seats = select(Slot.id).where(Slot.person_id == person.id)
    theirs = update(GuestPass).where(GuestPass.slot_id.in_(seats), GuestPass.ended_at.is_(None))
    db.session.execute(theirs.values(ended_at=now))


def _is_last_administrator(person: Person) -> bool:
    others = (
        select(Person.id)
        .join(Capability, Capability.person_id == Person.id)
        .where(Capability.kind == "user_admin", Person.deactivated_at.is_(None), Person.id != person.id)
    )
    return db.session.scalar(others.limit(1)) is None


def _key(what: str, of: str) -> str:
    return sha256(f"{what}:{queries.tidy(of)}")

"""What the tests of people read in the outbox, and the secrets in it."""

from __future__ import annotations

import re

from sqlalchemy import delete, select

from hiring.db import db
from hiring.models import Outgoing, Person, PersonSession
from hiring.people import passwords
from tests.house import House

PASSWORD = "a quiet river stone"
ANOTHER = "zebra orchid tram nine"


def mails(house: House) -> list[tuple[str, str]]:
    """Kind and address of everything promised, oldest first."""
    with house.app.app_context():
        rows = db.session.execute(select(Outgoing.kind, Outgoing.address).order_by(Outgoing.id)).all()
    return [(kind, address) for kind, address in rows]


def last_body(house: House) -> str:
    with house.app.app_context():
        return str(db.session.scalars(select(Outgoing.body).order_by(Outgoing.id.desc()).limit(1)).one())


def last_path(house: House) -> str:
    """The path of the link in the newest mail."""
    found = re.search(r"http://localhost(/enter/\S+)", last_body(house))
    assert found is not None
    return found[1]


def give_password(house: House, name: str, password: str = PASSWORD) -> None:
    with house.changing():
        house.one(Person, name).password_hash = passwords.hashed(password)


def live_sessions(house: House, name: str) -> int:
    with house.app.app_context():
        person = house.one(Person, name)
        return len(db.session.scalars(select(PersonSession).filter_by(person_id=person.id, ended_at=None)).all())


def forget_sessions(house: House) -> None:
    """Nobody is signed in any more."""
    with house.changing():
        db.session.execute(delete(PersonSession))

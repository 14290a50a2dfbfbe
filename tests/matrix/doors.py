"""Who comes into the house of the matrix, and by which door: sessions, the portal, guests' passes, links from mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from hiring.access import GUEST_STAYS
from hiring.db import db
from hiring.models import (
    Application,
    CalendarFeed,
    GuestPass,
    MailedLink,
    Opening,
    Outgoing,
    Person,
    PersonSession,
    PortalPass,
    Slot,
)
from hiring.portal.queries import STAYS
from hiring.web.sign_in_state import sha256
from tests.cast import DAY, NOW, PEOPLE, Refs
from tests.house import House, Visitor

BESIDE_THE_CAST = {
    "rosa": "Rosa Vega",
    "connie": "Connie Frost",
    "reed": "Reed Ansah",
    "dee": "Dee Walsh",
    "tess": "Tess Moran",
    "dora": "Dora Klein",
    "nils": "Nils Berg",
    "pete": "Pete Solano",
    "tia": "Tia Braun",
}
SIGNED_IN = (*PEOPLE, *(name for name in BESIDE_THE_CAST if name != "dora"))
PORTALS = {"casey@portal": "casey", "hal@portal": "hal", "noel@late": "noel"}
GUESTS = {"gill@guest": "casey-gill", "gwyn@guest": "gwen-gwyn", "gill@late": "casey-gill"}
EVERYBODY = (*SIGNED_IN, "nobody", "dora", *PORTALS, *GUESTS)
LINKS = {"sign-in": DAY, "sign-in-late": -DAY}


def visitor(house: House, who: str) -> Visitor:
    """A browser of one of `EVERYBODY`, new each time: some requests sign out whoever sends them."""
    if who in PORTALS or who in GUESTS:
        browser = Visitor(house.app)
        browser.client.set_cookie("portal" if who in PORTALS else "guest", secret_of(who))
        return browser
    return Visitor(house.app, None if who == "nobody" else secret_of(who))


def secret_of(what: str) -> str:
    """What the browser, or the link, of that name carries."""
    return f"the-secret-of-{what}-which-is-long-enough"


def open_doors(refs: Refs, people: Mapping[str, Person]) -> None:
    """A session for everybody, passes for candidates and guests, and links that came by mail, one of each too old."""
    for key, person in people.items():
        db.session.add(
            PersonSession(
                secret_sha256=sha256(secret_of(key)), person_id=person.id, created_at=NOW, expires_at=NOW + 7 * DAY
            )
        )
    for key, life in LINKS.items():
        db.session.add(
            MailedLink(
                secret_sha256=sha256(secret_of(key)),
                person_id=people["omar"].id,
                purpose="sign_in",
                created_at=NOW - 2 * DAY,
                expires_at=NOW + life,
            )
        )
    ivan = people["ivan"].id
    db.session.add(CalendarFeed(person_id=ivan, secret_sha256=sha256(secret_of("feed")), made_at=NOW - DAY))
    for key, candidate in PORTALS.items():
        entered_at = NOW - STAYS - DAY if key.endswith("late") else NOW - DAY
        _portal_pass(refs[candidate], f"link-of-{key}", secret_of(key), NOW + DAY, entered_at)
    _portal_pass(refs["casey"], secret_of("portal"), None, NOW + DAY, None)
    _portal_pass(refs["casey"], secret_of("portal-late"), None, NOW - DAY, None)
    for key, seat in GUESTS.items():
        entered_at = NOW - GUEST_STAYS - DAY if key.endswith("late") else NOW - DAY
        _guest_pass(refs[seat], f"link-of-{key}", secret_of(key), NOW + DAY, entered_at)
    _guest_pass(refs["casey-gill"], secret_of("seat"), None, NOW + DAY, None)
    _guest_pass(refs["casey-gill"], secret_of("seat-late"), None, NOW - DAY, None)


def _portal_pass(
    application: str, link: str, cookie: str | None, expires_at: datetime, entered_at: datetime | None
) -> None:
    subject = db.session.scalars(select(Application).filter_by(ref=application)).one()
    db.session.add(
        PortalPass(
            application_id=subject.id,
            link_sha256=sha256(link),
            cookie_sha256=None if cookie is None else sha256(cookie),
            sent_at=NOW - 40 * DAY,
            expires_at=expires_at,
            entered_at=entered_at,
        )
    )


def _guest_pass(seat: str, link: str, cookie: str | None, expires_at: datetime, entered_at: datetime | None) -> None:
    slot = db.session.scalars(select(Slot).filter_by(ref=seat)).one()
    db.session.add(
        GuestPass(
            slot_id=slot.id,
            link_sha256=sha256(link),
            cookie_sha256=None if cookie is None else sha256(cookie),
            sent_at=NOW - 40 * DAY,
            expires_at=expires_at,
            entered_at=entered_at,
        )
    )


def mail(refs: Refs, people: Mapping[str, Person]) -> Refs:
    """One to Rita about Casey, one to Remy about Heron, and one to Quinn that did not arrive."""
    openings = {one.ref: one.id for one in db.session.scalars(select(Opening))}
    sent = {}
    for key, opening, to in (
        ("mail-rita", "executive", people["rita"]),
        ("mail-remy", "heron", people["remy"]),
        ("mail-quinn", "heron", None),
    ):
        address = "canary-quinn-email@example.net" if to is None else to.email
        outgoing = Outgoing(
            kind="red_flag" if to else "portal.link",
            person_id=None if to is None else to.id,
            opening_id=openings[refs[opening]],
            address=address,
            subject=f"CANARY-{key}-subject",
            body=f"CANARY-{key}-body",
            message_id=f"<{key}@example.org>",
            queued_at=NOW - DAY,
            ready_at=NOW - DAY,
            last_error=f"550 <{address}>: nobody of that name",
            parked_at=NOW - DAY,
        )
        db.session.add(outgoing)
        db.session.flush()
        sent[key] = outgoing.ref
    return sent

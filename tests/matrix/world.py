"""The house of the matrix: the cast, those who nearly or formerly had a part in it, and a canary in every secret.

Remy has two openings of his own: Harbour, which is like any other, and Heron, which is confidential. Rosa recruits with
Rita and owes a card on Casey. Connie recruits with them and may not see Casey at all. Reed had a seat on Casey that was
taken away, Dee declined hers, Tess was taken off the team, Dora left the company. Nils interviews for Remy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from hiring.db import Base, db
from hiring.models import (
    Application,
    Attachment,
    Candidate,
    Conflict,
    Decision,
    Dissent,
    Interview,
    MailedLink,
    Note,
    Opening,
    Outgoing,
    PayBand,
    Person,
    PersonSession,
    PortalPass,
    Slot,
    TeamMember,
)
from hiring.openings.actions import Charter, add_to_team
from hiring.people.passwords import hashed
from hiring.portal.queries import STAYS
from hiring.web.sign_in_state import sha256
from tests import cast
from tests.cast import DAY, NOW
from tests.factories import a_draft, a_packet, a_scorecard, an_interview, at_stage
from tests.house import House, Visitor

Refs = cast.Refs

PEOPLE = {
    "rosa": "Rosa Vega",
    "connie": "Connie Frost",
    "reed": "Reed Ansah",
    "dee": "Dee Walsh",
    "tess": "Tess Moran",
    "dora": "Dora Klein",
    "nils": "Nils Berg",
}
SIGNED_IN = (*cast.PEOPLE, *(name for name in PEOPLE if name != "dora"))
PORTALS = {"casey@portal": "casey", "hal@portal": "hal", "noel@late": "noel"}
SIGNED_OUT = ("nobody", "dora", *PORTALS)
EVERYBODY = (*SIGNED_IN, *SIGNED_OUT)

CANDIDATES = ("casey", "dana", "gwen", "noel", "hal", "quinn")
OPENINGS = {"executive": 731_904_00, "harbour": 731_905_00, "heron": 731_906_00}
LINKS = {"sign-in": DAY, "sign-in-late": -DAY}
PASSWORD = "a wardrobe full of lanterns"
"""Omar's. Everybody else signs in by a link."""
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def a_mail_server_is_set(app: Flask) -> None:
    """Or administrators would read the mail on a page, as whoever tries the house out does."""
    app.extensions["settings"] = replace(app.extensions["settings"], smtp_url="smtp://mail.example:25")


def furnish(refs: Refs) -> Refs:
    """Everything above, in the caller's transaction, beside the cast."""
    people = {key: cast.a_person(key, name, ()) for key, name in PEOPLE.items()}
    people["dora"].deactivated_at = NOW - DAY
    db.session.flush()
    people |= {key: _one(Person, refs[key]) for key in cast.PEOPLE}
    refs = refs | {key: person.ref for key, person in people.items()}
    refs["harbour"] = cast.an_opening(people, "remy", Charter("Head of harbour")).ref
    _teams(refs, people)
    refs |= _around_casey(refs, people) | _before_the_committee(refs, people) | _for_remy(refs, people)
    for key in CANDIDATES:
        by = people["remy" if key in {"hal", "quinn"} else "rita"]
        refs |= _what_is_kept(key, _one(Application, refs[key]), by)
    for key, low in OPENINGS.items():
        db.session.add(PayBand(opening_id=_one(Opening, refs[key]).id, currency="EUR", low_minor=low, high_minor=None))
    refs |= _mail(refs, people)
    _ways_in(refs, people)
    people["omar"].password_hash = hashed(PASSWORD)
    db.session.flush()
    return refs


def visitor(house: House, who: str) -> Visitor:
    """A browser of one of `EVERYBODY`, new each time: some requests sign out whoever sends them."""
    if who in PORTALS:
        browser = Visitor(house.app)
        browser.client.set_cookie("portal", secret_of(who))
        return browser
    return Visitor(house.app, None if who == "nobody" else secret_of(who))


def secret_of(what: str) -> str:
    """What the browser, or the link, of that name carries."""
    return f"the-secret-of-{what}-which-is-long-enough"


def put_files_in_place(house: House) -> None:
    """The rows of attachments are kept between tests; the files are not."""
    folder = house.world.settings.uploads_path
    folder.mkdir(exist_ok=True)
    for key in CANDIDATES:
        (folder / f"{key}-on-disk").write_bytes(PDF)


def _teams(refs: Refs, people: Mapping[str, Person]) -> None:
    executive = _one(Opening, refs["executive"])
    for key, role in (("rosa", "recruiter"), ("connie", "recruiter")):
        add_to_team(executive, people[key], role, by=people["rita"], now=NOW - 20 * DAY)
    for key, role in (("tess", "recruiter"), ("dora", "hiring_manager")):
        db.session.add(
            TeamMember(
                opening_id=executive.id,
                person_id=people[key].id,
                role=role,
                added_at=NOW - 20 * DAY,
                added_by_id=people["rita"].id,
                removed_at=NOW - 2 * DAY if key == "tess" else None,
            )
        )
    db.session.flush()


def _around_casey(refs: Refs, people: Mapping[str, Person]) -> Refs:
    casey = _one(Application, refs["casey"])
    at_stage(casey, "deep-dives", by=people["cleo"], at=NOW - 4 * DAY, reason="CANARY-casey-reason")
    names = ("rosa", "reed", "dee", "dora")
    seated = [people[key] for key in names]
    later = an_interview(casey, "deep-dives", seated, starts_at=NOW - DAY, by=people["rita"])
    later.place = "CANARY-casey-later"
    seats = dict(zip(names, later.slots, strict=True))
    seats["reed"].cancelled_at = seats["dee"].declined_at = NOW - timedelta(hours=3)
    _one(Interview, refs["casey-interview"]).place = "CANARY-casey-place"
    db.session.add(
        Conflict(
            person_id=people["connie"].id,
            opening_id=casey.opening_id,
            application_id=casey.id,
            kind="declared",
            reason="CANARY-casey-conflict",
            by_id=people["connie"].id,
            at=NOW - 3 * DAY,
        )
    )
    return {"casey-later": later.ref} | {f"casey-{key}": seat.ref for key, seat in seats.items()}


def _before_the_committee(refs: Refs, people: Mapping[str, Person]) -> Refs:
    """Gwen, decided upon; Dana's packet still waits."""
    executive = _one(Opening, refs["executive"])
    gwen = cast.a_candidate(executive, people["rita"], "Gwen Farley")
    at_stage(gwen, "deep-dives", by=people["cleo"], at=NOW - 8 * DAY, reason="CANARY-gwen-reason")
    held = an_interview(gwen, "deep-dives", [people["ines"]], starts_at=NOW - 7 * DAY, by=people["rita"])
    _card(held.slots[0], "CANARY-gwen", at=NOW - 6 * DAY)
    at_stage(gwen, "committee", by=people["cleo"], at=NOW - 5 * DAY)
    packet = a_packet(gwen, by=people["rita"], at=NOW - 4 * DAY)
    _decide(packet.id, "CANARY-gwen", people["max"], people["mona"])
    return {"gwen": gwen.ref, "gwen-interview": held.ref, "gwen-ines": held.slots[0].ref, "gwen-packet": packet.ref}


def _for_remy(refs: Refs, people: Mapping[str, Person]) -> Refs:
    """Hal, whom Nils meets tomorrow, and Quinn, whose name is a secret."""
    remy, nils = people["remy"], people["nils"]
    hal = cast.a_candidate(_one(Opening, refs["harbour"]), remy, "Hal Jensen")
    at_stage(hal, "deep-dives", by=remy, at=NOW - 2 * DAY, reason="CANARY-hal-reason")
    soon = an_interview(hal, "deep-dives", [nils], starts_at=NOW + DAY, by=remy)
    soon.place = "CANARY-hal-place"
    a_draft(soon.slots[0], level=2, words="CANARY-hal-draft", at=NOW - timedelta(hours=2))
    quinn = _one(Application, refs["quinn"])
    at_stage(quinn, "deep-dives", by=remy, at=NOW - 8 * DAY, reason="CANARY-quinn-reason")
    held = an_interview(quinn, "deep-dives", [nils], starts_at=NOW - 7 * DAY, by=remy)
    _card(held.slots[0], "CANARY-quinn", at=NOW - 6 * DAY)
    packet = a_packet(quinn, by=remy, at=NOW - 4 * DAY)
    _decide(packet.id, "CANARY-quinn", remy, nils)
    return {
        "hal": hal.ref,
        "hal-interview": soon.ref,
        "hal-nils": soon.slots[0].ref,
        "quinn-interview": held.ref,
        "quinn-nils": held.slots[0].ref,
        "quinn-packet": packet.ref,
    }


def _card(slot: Slot, words: str, at: datetime) -> None:
    a_scorecard(slot, level=4, verdict="yes", words=f"{words}-card", private=f"{words}-private", at=at)


def _decide(packet_id: int, words: str, by: Person, against: Person) -> None:
    decision = Decision(packet_id=packet_id, outcome="go_ahead", reasons=f"{words}-decision", by=by, at=NOW - 3 * DAY)
    decision.dissents.append(Dissent(person=against, reason=f"{words}-dissent", at=NOW - 2 * DAY))
    db.session.add(decision)
    db.session.flush()


def _what_is_kept(key: str, application: Application, by: Person) -> Refs:
    """How to reach the candidate, a note and a file."""
    candidate = db.session.get(Candidate, application.candidate_id)
    assert candidate is not None
    candidate.email, candidate.phone = f"canary-{key}-email@example.net", f"CANARY-{key}-phone"
    db.session.add(Note(application_id=application.id, text=f"CANARY-{key}-note", by=by, at=NOW - DAY))
    file = Attachment(
        application=application,
        filename=f"CANARY-{key}-file.pdf",
        media_type="application/pdf",
        size=len(PDF),
        sha256="0" * 64,
        stored_as=f"{key}-on-disk",
        by_id=by.id,
        at=NOW - DAY,
    )
    db.session.add(file)
    db.session.flush()
    return {f"{key}-file": file.ref}


def _mail(refs: Refs, people: Mapping[str, Person]) -> Refs:
    """One to Rita about Casey, one to Remy about Heron, and one to Quinn."""
    heron, executive = (_one(Opening, refs[key]).id for key in ("heron", "executive"))
    sent = {}
    for key, opening_id, to in (
        ("mail-rita", executive, people["rita"]),
        ("mail-remy", heron, people["remy"]),
        ("mail-quinn", heron, None),
    ):
        outgoing = Outgoing(
            kind="red_flag" if to else "portal.link",
            person_id=None if to is None else to.id,
            opening_id=opening_id,
            address="canary-quinn-email@example.net" if to is None else to.email,
            subject=f"CANARY-{key}-subject",
            body=f"CANARY-{key}-body",
            message_id=f"<{key}@example.org>",
            queued_at=NOW - DAY,
            ready_at=NOW - DAY,
            last_error=f"550 <{'canary-quinn-email@example.net' if to is None else to.email}>: nobody of that name",
            parked_at=NOW - DAY,
        )
        db.session.add(outgoing)
        db.session.flush()
        sent[key] = outgoing.ref
    return sent


def _ways_in(refs: Refs, people: Mapping[str, Person]) -> None:
    """A session for everybody, the portal for candidates, and links that came by mail, one of each too old."""
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
    for key, candidate in PORTALS.items():
        entered_at = NOW - STAYS - DAY if key.endswith("late") else NOW - DAY
        _pass(refs[candidate], f"link-of-{key}", secret_of(key), NOW + DAY, entered_at)
    _pass(refs["casey"], secret_of("portal"), None, NOW + DAY, None)
    _pass(refs["casey"], secret_of("portal-late"), None, NOW - DAY, None)


def _pass(application: str, link: str, cookie: str | None, expires_at: datetime, entered_at: datetime | None) -> None:
    db.session.add(
        PortalPass(
            application_id=_one(Application, application).id,
            link_sha256=sha256(link),
            cookie_sha256=None if cookie is None else sha256(cookie),
            sent_at=NOW - 40 * DAY,
            expires_at=expires_at,
            entered_at=entered_at,
        )
    )


def _one(model: type[Base], ref: str) -> Any:
    return db.session.scalars(select(model).filter_by(ref=ref)).one()

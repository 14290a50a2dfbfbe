"""The house of the matrix: the cast, those who nearly or formerly had a part in it, and a canary in every secret.

Remy has two openings of his own: Harbour, which is like any other, and Heron, which is confidential. Rosa recruits with
Rita and owes a card on Casey. Connie recruits with them and may not see Casey at all. Reed had a seat on Casey that was
taken away, Dee declined hers, Tess was taken off the team, Dora left the company. Nils interviews for Remy. Pete guards
privacy and has broken the glass over Harbour. Tia types for Rosa and looks after the interviews of Nils. Gill and Gwyn
are guests: one owes a card, the other has handed hers in.
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
    Absence,
    Adjustment,
    AgendaItem,
    Application,
    Attachment,
    Ballot,
    BreakGlass,
    Candidate,
    Capability,
    Conflict,
    Decision,
    Deputy,
    Dissent,
    Interview,
    Jotting,
    LetterTemplate,
    Meeting,
    Note,
    Opening,
    Packet,
    PayBand,
    Person,
    PointNote,
    Slot,
    TeamMember,
    Vote,
    WrittenCase,
)
from hiring.openings.actions import Charter, add_to_team
from hiring.people.passwords import hashed
from hiring.rubrics.queries import rubric_of
from hiring.scorecards.amending import amend
from hiring.scorecards.queries import answers_of, sheet_of
from tests import cast
from tests.answers.said import a_letter
from tests.cast import DAY, NOW, Refs
from tests.factories import a_case_reading, a_draft, a_packet, a_scorecard, an_interview, at_stage
from tests.house import House
from tests.matrix.doors import BESIDE_THE_CAST, mail, open_doors
from tests.matrix.written import written_down
from tests.scorecards.cards import complete

CANDIDATES = ("casey", "dana", "gwen", "noel", "hal", "quinn")
OPENINGS = {"executive": 731_904_00, "harbour": 731_905_00, "heron": 731_906_00}
PASSWORD = "a wardrobe full of lanterns"
"""Omar's. Everybody else signs in by a link."""
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def a_mail_server_is_set(app: Flask) -> None:
    """Or administrators would read the mail on a page, as whoever tries the house out does."""
    app.extensions["settings"] = replace(app.extensions["settings"], smtp_url="smtp://mail.example:25")


def furnish(refs: Refs) -> Refs:
    """Everything above, in the caller's transaction, beside the cast."""
    people = {key: cast.a_person(key, name, ()) for key, name in BESIDE_THE_CAST.items()}
    people["dora"].deactivated_at = NOW - DAY
    people["pete"].capabilities = [Capability(kind="privacy_officer", granted_at=NOW - 30 * DAY)]
    db.session.flush()
    people |= {key: _one(Person, refs[key]) for key in cast.PEOPLE}
    refs = refs | {key: person.ref for key, person in people.items()}
    refs["harbour"] = cast.an_opening(people, "remy", Charter("Head of harbour")).ref
    _teams(refs, people)
    refs |= _around_casey(refs, people)
    refs |= _before_the_committee(refs, people) | _for_remy(refs, people)
    for key in CANDIDATES:
        by = people["remy" if key in {"hal", "quinn"} else "rita"]
        refs |= _what_is_kept(key, _one(Application, refs[key]), by)
    for key, low in OPENINGS.items():
        db.session.add(PayBand(opening_id=_one(Opening, refs[key]).id, currency="EUR", low_minor=low, high_minor=None))
    refs |= written_down(refs, people) | mail(refs, people)
    _read_the_case(refs, people)
    open_doors(refs, people)
    refs |= _break_the_glass(refs, people) | _days_away(people) | _what_letters_need(refs, people)
    people["omar"].password_hash = hashed(PASSWORD)
    db.session.flush()
    return refs


def _read_the_case(refs: Refs, people: Mapping[str, Person]) -> None:
    """Four have: a whole group."""
    case = _one(WrittenCase, refs["case"])
    for place, key in enumerate(("ines", "ivan", "cleo", "max")):
        words = f"CANARY-{key}-reading"
        a_case_reading(case, people[key], levels=(2, 3, 3 + place % 2), words=words, at=NOW - 9 * DAY)


def finish_her_draft(house: House) -> None:
    """So that Gill can hand it in."""
    with house.changing():
        slot = house.one(Slot, "casey-gill")
        slot.draft.fields = complete(slot)


def rosas_is_typed(house: House) -> None:
    """To the end, by Tia."""
    with house.changing():
        slot = house.one(Slot, "casey-rosa")
        slot.draft.fields, slot.draft.typed_by = complete(slot, words="CANARY-rosa-draft"), house.one(Person, "tia")


def put_files_in_place(house: House) -> None:
    """The rows of attachments are kept between tests; the files are not."""
    folder = house.world.settings.uploads_path
    folder.mkdir(exist_ok=True)
    for key in CANDIDATES:
        (folder / f"{key}-on-disk").write_bytes(PDF)
        (folder / f"{key}-sent-on-disk").write_bytes(PDF)


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
    a_draft(later.slots[0], level=2, words="CANARY-rosa-draft", at=NOW - timedelta(hours=3))
    db.session.add(Jotting(slot=later.slots[0], text="CANARY-rosa-jotting", saved_at=NOW - timedelta(hours=3)))
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
    gill = _guest("Gill Marsh")
    guests = an_interview(casey, "deep-dives", [gill], starts_at=NOW - timedelta(hours=5), by=people["rita"])
    guests.place = "CANARY-gill-place"
    a_draft(guests.slots[0], level=2, words="CANARY-gill-draft", at=NOW - timedelta(hours=2))
    seats["gill"] = guests.slots[0]
    return {"casey-later": later.ref, "casey-guests": guests.ref} | {
        f"casey-{key}": seat.ref for key, seat in seats.items()
    }


def _before_the_committee(refs: Refs, people: Mapping[str, Person]) -> Refs:
    """Gwen, decided upon; Dana's packet still waits."""
    executive = _one(Opening, refs["executive"])
    gwen = cast.a_candidate(executive, people["rita"], "Gwen Farley")
    at_stage(gwen, "deep-dives", by=people["cleo"], at=NOW - 8 * DAY, reason="CANARY-gwen-reason")
    held = an_interview(gwen, "deep-dives", [people["ines"]], starts_at=NOW - 7 * DAY, by=people["rita"])
    _card(held.slots[0], "CANARY-gwen", at=NOW - 6 * DAY)
    guests = an_interview(gwen, "deep-dives", [_guest("Gwyn Price")], starts_at=NOW - 7 * DAY, by=people["rita"])
    _card(guests.slots[0], "CANARY-gwyn", at=NOW - 6 * DAY)
    _think_again(held.slots[0], people["ines"])
    at_stage(gwen, "committee", by=people["cleo"], at=NOW - 5 * DAY)
    packet = a_packet(gwen, by=people["rita"], at=NOW - 4 * DAY)
    _vote(packet, "CANARY-gwen", people["max"], people["mona"])
    _decide(packet.id, "CANARY-gwen", people["max"], people["mona"])
    return {
        "gwen": gwen.ref,
        "gwen-interview": held.ref,
        "gwen-ines": held.slots[0].ref,
        "gwen-gwyn": guests.slots[0].ref,
        "gwen-packet": packet.ref,
    }


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
    meeting = Meeting(opening=quinn.opening, starts_at=NOW + DAY, place="CANARY-heron-meeting", called_by_id=remy.id)
    meeting.called_at, meeting.agenda = NOW - DAY, [AgendaItem(packet=packet, position=0)]
    db.session.add(meeting)
    db.session.flush()
    return {
        "heron-meeting": meeting.ref,
        "hal": hal.ref,
        "hal-interview": soon.ref,
        "hal-nils": soon.slots[0].ref,
        "quinn-interview": held.ref,
        "quinn-nils": held.slots[0].ref,
        "quinn-packet": packet.ref,
    }


def _what_letters_need(refs: Refs, people: Mapping[str, Person]) -> Refs:
    """A letter to start from of the house's and one of Harbour's, and what Casey and Hal asked for."""
    harbour, remy, named = _one(Opening, refs["harbour"]), people["remy"], {}
    for key, opening in (("letter", None), ("harbour-letter", harbour)):
        words = {name: f"CANARY-{key}-{name}" for name in ("title", "subject", "body")}
        template = LetterTemplate(opening=opening, by_id=remy.id, at=NOW - DAY, **words)
        db.session.add(template)
        db.session.flush()
        named[key] = template.ref
    for key in ("casey", "hal"):
        asked = Adjustment(application=_one(Application, refs[key]), asked=f"CANARY-{key}-need", asked_at=NOW - DAY)
        db.session.add(asked)
        db.session.flush()
        named[f"{key}-need"] = asked.ref
        sent = _a_file(asked.application, f"CANARY-{key}-sent.pdf", f"{key}-sent-on-disk", by_id=None)
        named[f"{key}-sent"] = sent.ref
    return named


def _guest(name: str) -> Person:
    guest = cast.a_person(name.split(maxsplit=1)[0].lower(), name, ())
    guest.is_guest = True
    db.session.flush()
    return guest


def _think_again(slot: Slot, by: Person) -> None:
    fields = complete(slot, words="CANARY-gwen-amended", level=3)
    amend(slot, answers_of(sheet_of(slot), fields), reason="CANARY-gwen-why", by=by, now=NOW - 6 * DAY)


def _break_the_glass(refs: Refs, people: Mapping[str, Person]) -> Refs:
    """Over Harbour, for as long as the tests last."""
    glass = BreakGlass(
        opening_id=_one(Opening, refs["harbour"]).id,
        asked_by_id=people["pete"].id,
        reason="CANARY-harbour-emergency",
        hours=4,
        asked_at=NOW - timedelta(hours=2),
        approved_by_id=people["adam"].id,
        approved_at=NOW - timedelta(hours=1),
        ends_at=NOW + timedelta(hours=3),
    )
    db.session.add(glass)
    db.session.flush()
    return {"harbour-glass": glass.ref}


def _days_away(people: Mapping[str, Person]) -> Refs:
    """Cleo's, for whom Rosa schedules, and Nils's, for whom Tia does; and Tia types for Rosa."""
    named = {}
    for key, by, may in (("cleo", "rosa", "schedules"), ("rosa", "tia", "types"), ("nils", "tia", "schedules")):
        deputy = Deputy(person_id=people[key].id, deputy_id=people[by].id, may=may, granted_at=NOW - 9 * DAY)
        db.session.add(deputy)
        db.session.flush()
        named[f"{key}-deputy"] = deputy.ref
    away = {
        key: Absence(person_id=people[key].id, by_id=people[key].id, added_at=NOW - DAY) for key in ("cleo", "nils")
    }
    for absence in away.values():
        absence.first_day = absence.last_day = (NOW + 30 * DAY).date()
    db.session.add_all(away.values())
    db.session.flush()
    return named | {f"{key}-away": absence.ref for key, absence in away.items()}


def _card(slot: Slot, words: str, at: datetime) -> None:
    a_scorecard(slot, level=4, verdict="yes", words=f"{words}-card", private=f"{words}-private", at=at)


def _vote(packet: Packet, words: str, *members: Person) -> None:
    """One ballot, closed, and a point of the discussion."""
    at, version = NOW - 3 * DAY, packet.application.opening.rubric_version
    ballot = Ballot(packet=packet, number=1, opened_at=at, opened_by_id=members[0].id, closed_at=at)
    ballot.votes = [Vote(person=one, verdict="yes", reason=f"{words}-vote", cast_at=at) for one in members]
    said = {"dimension": rubric_of(version).dimensions[0].id, "body": f"{words}-point"}
    db.session.add_all(
        [ballot, PointNote(packet_id=packet.id, rubric_version_id=version.id, by_id=members[0].id, at=at, **said)]
    )


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
    a_letter(application, at=NOW - DAY, words=f"CANARY-{key}-letter")
    db.session.add(Note(application_id=application.id, text=f"CANARY-{key}-note", by=by, at=NOW - DAY))
    file = _a_file(application, f"CANARY-{key}-file.pdf", f"{key}-on-disk", by_id=by.id)
    return {f"{key}-file": file.ref}


def _a_file(application: Application, name: str, stored_as: str, *, by_id: int | None) -> Attachment:
    """Without `by_id` the candidate's own."""
    file = Attachment(
        application=application,
        filename=name,
        media_type="application/pdf",
        size=len(PDF),
        sha256="0" * 64,
        stored_as=stored_as,
        by_id=by_id,
        at=NOW - DAY,
    )
    db.session.add(file)
    db.session.flush()
    return file


def _one(model: type[Base], ref: str) -> Any:
    return db.session.scalars(select(model).filter_by(ref=ref)).one()

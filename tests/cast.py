"""The cast: the people, openings and candidates that every test of the house finds there.

Rita recruits, Ines and Ivan interview, Cleo is the chief executive and hiring manager, Max chairs, Mona sits on the
committee, Priya guards privacy, Adam administers, Omar must never see a thing. Remy recruits for an opening of his own.

Casey is mid-loop: Ines has handed in, Ivan owes a card and has a draft. Dana stands before the committee with three
cards. Noel has only just been added; Omar is close to Noel, and does not know that Noel is here. Quinn is in Remy's
confidential opening. Priya has asked to read the other one in an emergency, and nobody has answered yet.
Rita has written a case for heads of engineering that nobody has read, and Remy writes another one.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from hiring import paths
from hiring.break_glass.actions import ask
from hiring.candidates.actions import NewCandidate, add_candidate
from hiring.conflicts.actions import name_conflict
from hiring.db import db
from hiring.models import Application, Capability, Opening, Person
from hiring.openings.actions import Charter, add_to_team, open_opening
from hiring.rubric import Library
from hiring.rubrics.actions import import_files
from hiring.rubrics.queries import by_reference
from hiring.workflow.plan import plans
from tests.factories import a_case, a_draft, a_packet, a_scorecard, an_interview, at_stage

NOW = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)  # a Tuesday
DAY = timedelta(days=1)

PEOPLE = {
    "rita": ("Rita Moreau", ("open_openings",)),
    "ines": ("Ines Calder", ()),
    "ivan": ("Ivan Petrov", ()),
    "cleo": ("Cleo Adeyemi", ()),
    "max": ("Max Oyelaran", ()),
    "mona": ("Mona Lindgren", ()),
    "priya": ("Priya Nair", ("privacy_officer", "group_reports")),
    "adam": ("Adam Lindqvist", ("user_admin",)),
    "omar": ("Omar Haddad", ()),
    "remy": ("Remy Laurent", ("open_openings",)),
}

Refs = dict[str, str]


def build() -> Refs:
    """Make everything, in the caller's transaction, and answer the refs of what tests ask for by name."""
    import_files(Library(paths.RUBRICS), now=NOW - 30 * DAY)
    people = {key: a_person(key, name, kinds) for key, (name, kinds) in PEOPLE.items()}
    db.session.flush()
    executive = an_opening(people, "rita", Charter("Chief technology officer"))
    for key, role in (("cleo", "hiring_manager"), ("max", "chair"), ("mona", "committee")):
        add_to_team(executive, people[key], role, by=people["rita"], now=NOW - 20 * DAY)
    heron = an_opening(
        people,
        "remy",
        Charter("Chief financial officer CANARY-title", codename="Project Heron", confidential=True),
    )
    refs = {key: person.ref for key, person in people.items()}
    refs |= {"executive": executive.ref, "heron": heron.ref}
    refs |= _casey(executive, people) | _dana(executive, people)
    refs |= _added(executive, people["rita"], "noel", "Noel Abara") | _added(
        heron, people["remy"], "quinn", "Quinn Sato"
    )
    refs |= _kept_apart(executive, people, refs["noel"])
    refs |= _cases(people)
    db.session.flush()
    return refs


def _kept_apart(opening: Opening, people: dict[str, Person], noel: str) -> Refs:
    """Omar is close to Noel, and Priya has asked to read the opening in an emergency."""
    application = db.session.scalars(select(Application).filter_by(ref=noel)).one()
    omar, rita = people["omar"], people["rita"]
    conflict = name_conflict(application, omar, kind="relation", reason="", by=rita, now=NOW - 9 * DAY)
    reason = "A complaint has to be answered today."
    glass = ask(opening, reason=reason, hours=4, by=people["priya"], now=NOW - timedelta(hours=1))
    return {"noel-conflict": conflict.ref, "glass": glass.ref}


def _cases(people: dict[str, Person]) -> Refs:
    at = NOW - 15 * DAY
    case = a_case(people["rita"], words="CANARY-exercise", at=at)
    sketch = a_case(people["remy"], words="CANARY-sketch", at=at, is_published=False)
    return {"case": case.ref, "sketch": sketch.ref}


def a_person(key: str, name: str, kinds: tuple[str, ...]) -> Person:
    person = Person(name=name, email=f"{key}@example.org", title="", zone="Europe/London", created_at=NOW - 30 * DAY)
    person.capabilities = [Capability(kind=kind, granted_at=NOW - 30 * DAY) for kind in kinds]
    db.session.add(person)
    return person


def an_opening(people: dict[str, Person], recruiter: str, charter: Charter) -> Opening:
    rubric = by_reference("engineering-executive@1")
    assert rubric is not None
    plan = plans(paths.PLANS)["executive@1"]
    return open_opening(charter, rubric=rubric, plan=plan, by=people[recruiter], now=NOW - 20 * DAY)


def a_candidate(opening: Opening, by: Person, name: str) -> Application:
    email = f"{name.split(maxsplit=1)[0].lower()}@example.net"
    new = NewCandidate(name=name, headline="Director of engineering, Brightwell", email=email)
    return add_candidate(opening, new, by=by, now=NOW - 10 * DAY)


def _added(opening: Opening, by: Person, key: str, name: str) -> Refs:
    return {key: a_candidate(opening, by, name).ref}


def _casey(opening: Opening, people: dict[str, Person]) -> Refs:
    application = a_candidate(opening, people["rita"], "Casey Morgan")
    at_stage(application, "deep-dives", by=people["cleo"], at=NOW - 5 * DAY)
    interview = an_interview(
        application, "deep-dives", [people["ines"], people["ivan"]], starts_at=NOW - DAY, by=people["rita"]
    )
    ines, ivan = interview.slots
    a_scorecard(ines, level=4, verdict="yes", words="CANARY-ines", at=NOW - timedelta(hours=20))
    a_draft(ivan, level=2, words="CANARY-ivan-draft", at=NOW - timedelta(hours=2))
    return {
        "casey": application.ref,
        "casey-interview": interview.ref,
        "casey-ines": ines.ref,
        "casey-ivan": ivan.ref,
    }


def _dana(opening: Opening, people: dict[str, Person]) -> Refs:
    application = a_candidate(opening, people["rita"], "Dana Whitfield")
    at_stage(application, "deep-dives", by=people["cleo"], at=NOW - 8 * DAY)
    interview = an_interview(
        application,
        "deep-dives",
        [people["ines"], people["ivan"], people["cleo"]],
        starts_at=NOW - 7 * DAY,
        by=people["rita"],
    )
    for slot, level, verdict in zip(interview.slots, (2, 4, 5), ("no", "yes", "strong_yes"), strict=True):
        a_scorecard(slot, level=level, verdict=verdict, words=f"CANARY-dana-{level}", at=NOW - 6 * DAY)
    at_stage(application, "committee", by=people["cleo"], at=NOW - 2 * DAY)
    packet = a_packet(application, by=people["rita"], at=NOW - 2 * DAY)
    return {"dana": application.ref, "dana-packet": packet.ref, "dana-ines": interview.slots[0].ref}

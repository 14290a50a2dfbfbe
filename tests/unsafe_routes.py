"""Every address that takes a post: a body it accepts, about what, and who of the cast sends it in tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import select, text

from hiring.ballots.actions import cast, close_ballot, open_ballot
from hiring.ballots.queries import points_to_note
from hiring.booking.meeting import Terms
from hiring.committee.actions import Resolution, decide
from hiring.coverage.queries import loop_of
from hiring.db import db
from hiring.meetings.actions import call_meeting
from hiring.models import (
    Absence,
    Adjustment,
    BusyFeed,
    CalendarFeed,
    CandidateQuestion,
    Deputy,
    Interview,
    Jotting,
    LetterTemplate,
    Meeting,
    Opening,
    Packet,
    Person,
    Proposal,
    Scorecard,
    Slot,
    Substitute,
    TimeOffer,
    Vote,
)
from hiring.models.application import Application
from hiring.models.written_case import WrittenCase
from hiring.plans.actions import remove_stage
from hiring.refs import new_ref
from hiring.scheduling.actions import offer
from hiring.scheduling.queries import Wanted
from hiring.stages.actions import CharterWords, put_off_limits, write_charter
from hiring.stages.queries import charter_of, record_of
from tests.answers.said import closed
from tests.candidates.pairs import casey_twice, the_twin
from tests.cast import NOW, PEOPLE
from tests.coverage.loops import DELIVERY, LEADERS, MONDAY, STRATEGY, a_talk
from tests.factories import a_proposal, stage_of
from tests.house import House
from tests.scorecards.cards import complete

LEADS = frozenset({"rita", "cleo"})
OPENERS = frozenset({"rita", "remy"})
EVERYBODY = frozenset(PEOPLE)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
RESOLUTION = Resolution("go_ahead_if", "She repairs systems.", ("strategy-and-focus",), condition="References hold.")
LETTER = {"subject": "Your application", "body": "Dear {name}"}
NOT_TOLD = frozenset({"reading", "session", "sign_in_attempt"})


def nothing(_house: House) -> None:
    """It can be sent as the cast stands."""


def nothing_more(_house: House) -> Mapping[str, str]:
    """Its fields are known beforehand."""
    return {}


@dataclass(frozen=True, slots=True)
class Sending:
    """`about` is the cast's name for the ref in the address, `part` what else stands there.

    `fields` may hold {"name": "@cleo"} for a ref of the cast and "#opening" for a row's version.
    """

    about: str | None
    who: frozenset[str]
    fields: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    before: Callable[[House], None] = nothing
    words: tuple[str, ...] = ()
    more: Callable[[House], Mapping[str, str]] = nothing_more
    part: Mapping[str, str] = field(default_factory=dict)


def finished_draft(house: House) -> None:
    with house.changing():
        slot = house.one(Slot, "casey-ivan")
        slot.draft.fields = complete(slot)


def ivans_card_is_late(house: House) -> None:
    with house.changing():
        house.one(Slot, "casey-ivan").due_at = NOW - timedelta(hours=3)


def omar_types(house: House) -> None:
    """For Ivan, whose ref the row carries too."""
    with house.changing():
        ivan, omar = house.one(Person, "ivan"), house.one(Person, "omar")
        db.session.add(Deputy(ref=ivan.ref, person=ivan, deputy=omar, may="types", granted_at=NOW))


def omar_typed(house: House) -> None:
    omar_types(house)
    with house.changing():
        house.one(Slot, "casey-ivan").draft.typed_by = house.one(Person, "omar")


def plan_changed(house: House) -> None:
    with house.changing():
        opening, rita = house.one(Opening, "executive"), house.one(Person, "rita")
        remove_stage(opening, "references", seen=1, reason="Not for this one.", by=rita, now=NOW)


def every_dimension_of_the_case(house: House) -> Mapping[str, str]:
    with house.app.app_context():
        asked = [one.dimension for one in house.one(WrittenCase, "case").agreed]
    levels = {f"{name}-level": "3" for name in asked}
    return levels | {f"{name}-evidence": "She says so in the second paragraph." for name in asked}


def the_rest_of_a_card(house: House) -> Mapping[str, str]:
    """Every level and its evidence, as the rubric asks."""
    with house.app.app_context():
        fields = complete(house.one(Slot, "casey-ines"))
    return {name: words for name, words in fields.items() if "-" in name}


def noted(house: House) -> None:
    with house.changing():
        db.session.add(Jotting(slot=house.one(Slot, "casey-ivan"), text="She rebuilt the rota.", saved_at=NOW))


def a_line_of_notes(house: House) -> Mapping[str, str]:
    """The first line, into the first box."""
    with house.app.app_context():
        return {"line-0": f"{house.one(Slot, 'casey-ivan').dimensions[0]}-situation"}


def ivan_away(house: House) -> None:
    """By a ref that the cast has a name for."""
    with house.changing():
        ivan = house.one(Person, "ivan")
        days = {"first_day": NOW.date(), "last_day": NOW.date()}
        db.session.add(Absence(ref=ivan.ref, person=ivan, by_id=ivan.id, added_at=NOW, **days))


def asked_of_casey(house: House) -> None:
    """A question Ivan owes the answer to, by a ref that the cast has a name for."""
    with house.changing():
        application, ivan = house.one(Application, "casey"), house.one(Person, "ivan")
        question = {"asked": "Why did the last one leave?", "asked_at": NOW, "state": "open"}
        db.session.add(
            CandidateQuestion(ref=house.ref("casey-ivan"), application=application, owner_id=ivan.id, **question)
        )


def charter_written(house: House) -> None:
    """With everything an approval asks for."""
    with house.changing():
        said = {"scope_in": "All of engineering.", "reports_to": "The chief executive", "why_open": "A new seat."}
        words = CharterWords(**said, held_by="Max")
        write_charter(house.one(Opening, "executive"), words, adviser=None, by=house.one(Person, "rita"), now=NOW)


def record_version(house: House) -> Mapping[str, str]:
    with house.app.app_context():
        record = record_of(house.one(Application, "casey"), "deep-dives")
        return {"version": "0" if record is None else str(record.version)}


def charter_version(house: House) -> Mapping[str, str]:
    with house.app.app_context():
        charter = charter_of(house.one(Opening, "executive"))
        return {"version": "0" if charter is None else str(charter.version)}


def brightwell_off_limits(house: House) -> None:
    with house.changing():
        put_off_limits(house.one(Opening, "executive"), "Brightwell", reason="", by=house.one(Person, "rita"), now=NOW)


def a_loop_ahead(house: House) -> None:
    """With Noel, held by those who know of him anyway."""
    with house.changing():
        a_talk(house, "rita", [STRATEGY, DELIVERY], at=MONDAY)
        a_talk(house, "cleo", [STRATEGY], at=MONDAY + timedelta(hours=2))


def a_place_in_the_loop(house: House) -> Mapping[str, str]:
    """A place that is empty, by the last seat of the loop; of no seat where there is no loop."""
    with house.app.app_context():
        loop = loop_of(house.one(Application, "noel"), None, now=NOW)
        last = max(loop.slots.values(), key=lambda slot: slot.id, default=None)
        cell = f"{LEADERS}.{'nobody' if last is None else last.ref}"
        return {"cell": cell, "part": "auto", "seen": loop.digest}


def all_of_the_loop(house: House) -> Mapping[str, str]:
    with house.app.app_context():
        return {"finding": "all", "seen": loop_of(house.one(Application, "noel"), None, now=NOW).digest}


def ines_stands_in_for_ivan(house: House) -> None:
    with house.changing():
        ivan, ines, rita = (house.one(Person, name) for name in ("ivan", "ines", "rita"))
        db.session.add(Substitute(person_id=ivan.id, substitute_id=ines.id, by_id=rita.id, at=NOW))


def both_seats_free(house: House) -> None:
    """The stage is a series of talks one to one."""
    with house.changing():
        for name in ("casey-ines", "casey-ivan"):
            house.one(Slot, name).declined_at = NOW


def times_offered(house: House) -> None:
    with house.changing():
        casey, rita, mona = house.one(Application, "casey"), house.one(Person, "rita"), house.one(Person, "mona")
        wanted = Wanted(stage_of(casey, "panel-peers"), [mona], 45, "Europe/London")
        starts = [NOW + timedelta(days=7), NOW + timedelta(days=8)]
        offer(casey, wanted, Terms(starts[0], "Europe/London", 45), starts, by=rita, now=NOW)


def the_offered_times(house: House) -> Mapping[str, str]:
    """Their ref, or that of none where none are offered."""
    with house.app.app_context():
        return {"offer": db.session.scalar(select(TimeOffer.ref)) or new_ref()}


def decided(house: House) -> None:
    with house.changing():
        packet, chair = house.one(Packet, "dana-packet"), house.one(Person, "max")
        decide(packet, RESOLUTION, by=chair, now=NOW)


def proposed(house: House) -> None:
    """Against the rule."""
    with house.changing():
        packet, chair = house.one(Packet, "dana-packet"), house.one(Person, "max")
        db.session.add(a_proposal(packet, by=chair, at=NOW))


def what_is_proposed(house: House) -> Mapping[str, str]:
    """The ref of a proposal, or of none where nothing is proposed."""
    with house.app.app_context():
        return {"proposal": db.session.scalar(select(Proposal.ref)) or new_ref()}


def ballot_open(house: House) -> None:
    """With a third place in it, so that the chair has something to close."""
    with house.changing():
        ballot = open_ballot(house.one(Packet, "dana-packet"), by=house.one(Person, "max"), now=NOW)
        ballot.votes.append(Vote(person=house.one(Person, "ines")))


def two_of_three_in(house: House) -> None:
    ballot_open(house)
    with house.changing():
        packet = house.one(Packet, "dana-packet")
        for name, verdict in (("max", "yes"), ("mona", "no")):
            cast(packet, verdict, reason="CANARY-sealed", has_read=True, by=house.one(Person, name), now=NOW)


def ballot_over(house: House) -> None:
    two_of_three_in(house)
    with house.changing():
        close_ballot(house.one(Packet, "dana-packet"), by=house.one(Person, "max"), now=NOW)


def a_dimension_of_dana(house: House) -> Mapping[str, str]:
    with house.app.app_context():
        return {"point": next(iter(points_to_note(house.one(Packet, "dana-packet"))))}


def what_ines_wrote(house: House) -> Mapping[str, str]:
    """The question about her card on Dana, answered."""
    with house.app.app_context():
        card = db.session.scalars(select(Scorecard).filter_by(slot_id=house.one(Slot, "dana-ines").id)).one()
        return {f"card-{card.ref}": "helped"}


def meeting_called(house: House) -> None:
    """About Dana, by the ref of her packet."""
    with house.changing():
        packet = house.one(Packet, "dana-packet")
        opening, rita = packet.application.opening, house.one(Person, "rita")
        call_meeting(opening, NOW + timedelta(days=7), [packet], by=rita, now=NOW).ref = packet.ref


def meeting_about_nobody(house: House) -> None:
    """With nobody left on its agenda."""
    meeting_called(house)
    with house.changing():
        meeting = house.one(Meeting, "dana-packet")
        meeting.agenda.clear()


def casey_asks(house: House) -> None:
    """For something that the cast has a name for."""
    with house.changing():
        casey = house.one(Application, "casey")
        db.session.add(Adjustment(ref=casey.ref, application=casey, asked="CANARY-need", asked_at=NOW))


def thanks_are_kept(house: House) -> None:
    """A letter to start from, by the ref of the opening it is not tied to."""
    with house.changing():
        by, ref = house.one(Person, "rita"), house.ref("executive")
        db.session.add(LetterTemplate(ref=ref, title="Thanks", by_id=by.id, at=NOW, **LETTER))


def everybody_has_withdrawn(house: House) -> None:
    """From the first opening."""
    with house.changing():
        for name in ("casey", "dana", "noel"):
            closed(house.one(Application, name), "withdrawn", by=house.one(Person, "rita"), at=NOW)


def is_closed(house: House) -> None:
    with house.changing():
        house.one(Opening, "executive").closed_at = NOW


def everybody_has_calendars(house: House) -> None:
    """An address of their interviews each, and one where their own appointments can be read."""
    with house.changing():
        for person in db.session.scalars(select(Person)):
            secret = person.ref.ljust(64, "0")
            db.session.merge(CalendarFeed(person_id=person.id, secret_sha256=secret, made_at=NOW))
            db.session.merge(BusyFeed(person_id=person.id, url="https://calendar.example/a.ics", added_at=NOW))


IN_THE_GUESTS_ZONE: dict[str, dict[str, str]] = {
    "guests.autosave": {"headline": "She repairs systems."},
    "guests.decline": {"reason": "I know her from before."},
    "guests.hand_in": {"version": "0"},
    "guests.save": {"headline": "She repairs systems.", "then": "close"},
}
"""What a guest posts from their own seat: nobody of the cast may, so `tests/guests` says who can."""
SENDINGS: dict[str, Sending] = {
    "answers.add_template": Sending(
        None,
        frozenset({"rita", "remy"}),
        LETTER | {"title": "Thanks", "opening": ""},
        words=(*LETTER, "title", "opening"),
    ),
    "answers.arrange": Sending(
        "casey",
        frozenset({"rita"}),
        {"arrangement": "A break after 30 minutes.", "version": "1"},
        before=casey_asks,
        words=("arrangement", "version"),
    ),
    "answers.change_template": Sending(
        "executive",
        frozenset({"rita", "remy"}),
        LETTER | {"title": "Thanks", "opening": "", "version": "1"},
        before=thanks_are_kept,
        words=(*LETTER, "title", "opening", "version"),
    ),
    "answers.close": Sending(
        "executive", LEADS, {"version": "#opening"}, before=everybody_has_withdrawn, words=("version",)
    ),
    "answers.promise": Sending("casey", LEADS, {"due_on": "2026-11-24", "what": ""}, words=("due_on", "what")),
    "answers.reopen": Sending("executive", LEADS, {"version": "#opening"}, before=is_closed, words=("version",)),
    "answers.retire_template": Sending("executive", frozenset({"rita", "remy"}), before=thanks_are_kept),
    "answers.send_to_many": Sending(
        None,
        LEADS,
        LETTER | {"to": "@noel", "closes_as": "rejected", "reason": "Another was stronger.", "hears_by": ""},
        words=(*LETTER, "to", "closes_as", "reason", "hears_by"),
    ),
    "answers.tell": Sending("casey", LEADS, {"how": "By phone", "said": "She knows."}, words=("how", "said")),
    "answers.write": Sending("casey", LEADS, LETTER | {"hears_by": "2026-11-24"}, words=(*LETTER, "hears_by")),
    "ballots.close_ballot": Sending("dana-packet", frozenset({"max"}), before=two_of_three_in),
    "ballots.note_point": Sending(
        "dana-packet",
        frozenset({"max", "mona"}),
        {"body": "The later episode outweighs the earlier one."},
        before=ballot_over,
        words=("point", "body"),
        more=a_dimension_of_dana,
    ),
    "ballots.open_ballot": Sending("dana-packet", frozenset({"max"})),
    "ballots.vote": Sending(
        "dana-packet",
        frozenset({"max", "mona"}),
        {"verdict": "yes", "reason": "She repairs systems.", "has_read": "1"},
        before=ballot_open,
        words=("verdict", "reason", "has_read"),
    ),
    "break_glass.approve": Sending("glass", frozenset({"adam"})),
    "break_glass.ask": Sending(
        None,
        frozenset({"priya"}),
        {"opening": "@heron", "hours": "4", "reason": "A complaint has to be answered today."},
        words=("opening", "hours", "reason"),
    ),
    "break_glass.end": Sending("glass", frozenset({"priya"})),
    "calendars.end_address": Sending(None, EVERYBODY, before=everybody_has_calendars),
    "calendars.forget_busy": Sending(None, EVERYBODY, before=everybody_has_calendars),
    "calendars.make_address": Sending(None, EVERYBODY),
    "calendars.name_busy": Sending(None, EVERYBODY, {"url": "https://calendar.example/private.ics"}, words=("url",)),
    "candidates.add_one": Sending(
        "executive",
        frozenset({"rita"}),
        {"name": "Sam Okoro", "email": "sam@example.net", "channel": "inbound"},
        words=("name", "headline", "email", "phone", "channel", "introduced_by", "line", "anyway"),
    ),
    "candidates.attach": Sending("casey", frozenset({"rita"}), files={"file": ("cv.pdf", PDF)}),
    "candidates.correct_source": Sending(
        "casey", LEADS, {"channel": "investor", "version": "#application"}, words=("channel", "version")
    ),
    "candidates.import_csv": Sending(
        "executive",
        frozenset({"rita"}),
        files={"file": ("all.csv", b"name,email\nSam Okoro,sam@example.net\n")},
    ),
    "candidates.merge": Sending("casey", frozenset({"rita"}), before=casey_twice, more=the_twin, words=("other",)),
    "candidates.move": Sending(
        "casey",
        LEADS,
        {"choice": "close:withdrawn", "reason": "Another offer.", "version": "#application"},
        words=("choice", "reason", "version"),
    ),
    "candidates.note": Sending("casey", LEADS, {"note": "Prefers mornings."}, words=("note",)),
    "candidates.send_portal_link": Sending("casey", LEADS),
    "candidates.undo": Sending("casey", LEADS, {"version": "#application"}, words=("version",)),
    "cases.hand_in": Sending("case", EVERYBODY - {"rita"}, more=every_dimension_of_the_case),
    "cases.retire": Sending("case", frozenset({"rita", "remy"})),
    "cases.save": Sending(
        "sketch",
        frozenset({"remy"}),
        {"title": "The night of the two restores", "body": "You asked about a failure.", "version": "#case"},
        words=("title", "body", "then", "version", "strategy-and-focus-level", "strategy-and-focus-because"),
    ),
    "cases.write": Sending(
        None,
        frozenset({"rita", "remy"}),
        {"rubric": "staff-engineer@1", "title": "The night of the two restores", "body": "You asked about a failure."},
        words=("rubric", "title", "body"),
    ),
    "committee.build": Sending("casey", frozenset({"rita"})),
    "committee.decide": Sending(
        "dana-packet",
        frozenset({"max"}),
        {
            "outcome": "go_ahead_if",
            "condition": "References hold.",
            "dimensions": "strategy-and-focus",
            "reasons": "She repairs systems.",
        },
        words=("outcome", "condition", "dimensions", "reasons", "against_rule"),
    ),
    "committee.dissent": Sending(
        "dana-packet",
        frozenset({"mona", "cleo"}),
        {"reason": "Nobody asked about money."},
        before=decided,
        words=("reason",),
    ),
    "committee.note": Sending(
        "dana-packet",
        frozenset({"rita", "cleo", "max", "mona"}),
        {"later_word": "She starts in March."},
        before=decided,
        words=("later_word",),
    ),
    "committee.second": Sending(
        "dana-packet",
        frozenset({"mona", "cleo"}),
        before=proposed,
        more=what_is_proposed,
        words=("proposal",),
    ),
    "committee.settle": Sending(
        "dana-packet",
        frozenset({"rita", "max"}),
        {"came_out": "yes", "finding": "Two of her peers said the same."},
        before=decided,
        words=("came_out", "finding"),
    ),
    "committee.withdraw": Sending(
        "dana-packet", frozenset({"max"}), before=proposed, more=what_is_proposed, words=("proposal",)
    ),
    "conflicts.declare": Sending(
        "casey", LEADS | {"ines", "ivan"}, {"reason": "We worked together."}, words=("reason",)
    ),
    "conflicts.end": Sending("noel-conflict", frozenset({"rita"})),
    "conflicts.name": Sending(
        "casey",
        frozenset({"rita"}),
        {"person": "@mona", "kind": "referrer", "reason": "She wrote to us about her."},
        words=("person", "kind", "reason"),
    ),
    "coverage.assign": Sending(
        "noel", LEADS, before=a_loop_ahead, words=("cell", "part", "asks", "seen"), more=a_place_in_the_loop
    ),
    "coverage.mend": Sending(
        "noel", LEADS, before=a_loop_ahead, words=("finding", "deed", "reason", "seen"), more=all_of_the_loop
    ),
    "coverage.end_substitute": Sending(
        "ivan", OPENERS, {"ended": "@ines"}, before=ines_stands_in_for_ivan, words=("ended",)
    ),
    "coverage.limit": Sending(
        "ivan",
        OPENERS,
        {"works_from": "08:00", "works_until": "16:30", "weekly_cap": "4"},
        words=("works_from", "works_until", "weekly_cap"),
    ),
    "coverage.name_substitute": Sending("ivan", OPENERS, {"substitute": "@ines"}, words=("substitute",)),
    "coverage.train": Sending(
        "ivan",
        OPENERS,
        {"rubric": "engineering-executive", "of-strategy-and-focus": "trained"},
        words=("rubric", "of-strategy-and-focus"),
    ),
    "coverage.send": Sending(
        "noel", LEADS, {"reason": "The founders ask about it."}, before=a_loop_ahead, words=("reason",)
    ),
    "loops.assign": Sending(
        "casey-interview",
        LEADS,
        {"person": "@omar", "perspective": "peer", "dimensions": "*"},
        before=both_seats_free,
        words=("person", "perspective", "dimensions", "anyway"),
    ),
    "loops.cancel": Sending("casey-interview", LEADS, {"version": "#interview"}, words=("version",)),
    "loops.decline": Sending(
        "casey-ivan", frozenset({"ivan"}), {"reason": "I know her from before."}, words=("reason",)
    ),
    "loops.move": Sending(
        "casey-interview",
        LEADS,
        {
            "date": "2026-11-24",
            "time": "14:30",
            "zone": "Europe/London",
            "minutes": "60",
            "place": "Room 2",
            "video_url": "https://calls.example/1",
            "version": "#interview",
        },
        words=("date", "time", "which", "zone", "minutes", "place", "video_url", "anyway", "version"),
    ),
    "loops.not_held": Sending("casey-ivan", frozenset({"ivan"}), {"reason": "She was not there."}, words=("reason",)),
    "loops.save_notes": Sending(
        "casey-ivan", frozenset({"ivan"}), {"text": "She rebuilt the rota.", "version": "0"}, words=("text", "version")
    ),
    "loops.schedule": Sending(
        "noel",
        LEADS,
        {
            "stage": "deep-dives",
            "date": "2026-11-24",
            "time": "14:30",
            "zone": "Europe/London",
            "minutes": "60",
            "place": "Room 2",
            "seat1-person": "@ines",
            "seat1-perspective": "peer",
            "seat1-dimensions": "*",
        },
        words=(
            "stage",
            "date",
            "time",
            "which",
            "zone",
            "minutes",
            "place",
            "video_url",
            "knows",
            "seat1-person",
            "seat1-perspective",
            "seat1-dimensions",
            "anyway",
        ),
    ),
    "loops.tell_met": Sending(
        "casey",
        frozenset({"rita", "cleo", "ines", "ivan"}),
        {"date": "2026-11-16", "time": "19:30", "minutes": "45", "place": "Dinner", "card": "short"},
        words=("date", "time", "minutes", "place", "card"),
    ),
    "mirror.rate": Sending("dana-packet", frozenset({"max", "mona"}), before=decided, more=what_ines_wrote),
    "meetings.call": Sending(
        "executive",
        frozenset({"rita", "max"}),
        {"date": "2026-11-24", "time": "16:00", "place": "Room 2", "packets": "@dana-packet"},
        words=("date", "time", "place", "packets"),
    ),
    "meetings.change_agenda": Sending(
        "dana-packet",
        frozenset({"rita", "max"}),
        {"packet": "@dana-packet", "step": "on"},
        before=meeting_about_nobody,
        words=("packet", "step"),
    ),
    "meetings.end": Sending("dana-packet", frozenset({"rita", "max"}), before=meeting_called),
    "selection.carry_out": Sending(
        None, LEADS, {"a": "@noel", "do": "tag", "word": "Board ready"}, words=("a", "do", "word", "q")
    ),
    "selection.remind": Sending("casey", LEADS, before=ivans_card_is_late),
    "openings.add_member": Sending(
        "executive",
        frozenset({"rita"}),
        {"person": "@omar", "email": "", "role": "committee", "version": "#opening"},
        words=("person", "email", "role", "version"),
    ),
    "openings.choose_case": Sending(
        "executive", LEADS, {"asks_case": "everybody", "version": "#opening"}, words=("asks_case", "version")
    ),
    "openings.choose_adjusted": Sending(
        "executive", LEADS, {"adjusted": "off", "version": "#opening"}, words=("adjusted", "version")
    ),
    "openings.choose_override": Sending(
        "executive", LEADS, {"override": "one", "version": "#opening"}, words=("override", "version")
    ),
    "openings.create": Sending(
        None,
        frozenset({"rita", "remy"}),
        {
            "title": "Head of data",
            "codename": "",
            "target_days": "90",
            "rubric": "staff-engineer@1",
            "plan": "executive@1",
        },
        words=("title", "codename", "target_days", "rubric", "plan"),
    ),
    "openings.remove_member": Sending(
        "executive", frozenset({"rita"}), {"person": "@mona", "role": "committee"}, words=("person", "role")
    ),
    "plans.add": Sending(
        "executive",
        LEADS,
        {
            "version": "1",
            "kind": "interview",
            "title": "Dinner",
            "purpose": "Meet outside the office.",
            "who": "executive",
            "minutes": "90",
            "limit_days": "5",
            "card": "none",
            "tells_candidate": "We meet over dinner.",
            "spot": "loop:deep-dives",
            "decides": "recruiter",
            "reason": "One of one.",
        },
        words=("version", "title", "purpose", "minutes", "limit_days", "card", "spot", "decides", "reason"),
    ),
    "plans.change": Sending(
        "executive",
        LEADS,
        {
            "version": "1",
            "title": "References",
            "purpose": "Ask people who have worked with this person.",
            "who": "recruiter",
            "minutes": "30",
            "limit_days": "12",
            "card": "none",
            "tells_candidate": "",
            "reason": "They travel.",
        },
        words=("version", "title", "purpose", "minutes", "limit_days", "card", "tells_candidate", "reason"),
        part={"stage": "references"},
    ),
    "plans.place": Sending(
        "executive",
        LEADS,
        {"version": "1", "spot": "loop:panel-peers", "reason": "Earlier."},
        words=("version", "spot", "reason"),
        part={"stage": "references"},
    ),
    "plans.remove": Sending(
        "executive",
        LEADS,
        {"version": "1", "reason": "Not for this one."},
        words=("version", "reason"),
        part={"stage": "references"},
    ),
    "plans.undo": Sending(
        "executive",
        LEADS,
        {"version": "2", "reason": "It was right before."},
        before=plan_changed,
        words=("version", "reason"),
    ),
    "people.add_absence": Sending(
        "ivan",
        frozenset({"ivan"}),
        {"first_day": "2026-11-18", "last_day": "2026-11-20", "cover": "@mona"},
        words=("first_day", "last_day", "cover"),
    ),
    "people.change_password": Sending(
        None, frozenset(), {"current": "", "password": "correct battery horse"}, words=("current", "password")
    ),
    "people.deactivate": Sending("omar", frozenset({"adam"})),
    "people.edit_account": Sending(
        None,
        EVERYBODY,
        {"name": "Another Name", "zone": "Europe/Paris", "locale": "en"},
        words=("name", "zone", "locale"),
    ),
    "people.end_deputy": Sending("ivan", frozenset({"ivan"}), before=omar_types),
    "people.name_deputy": Sending(None, EVERYBODY, {"deputy": "@omar", "may": "types"}, words=("deputy", "may")),
    "people.invite": Sending(
        None,
        frozenset({"adam"}),
        {"name": "Lee Novak", "email": "lee@example.org", "title": "Analyst", "zone": "Europe/London"},
        words=("name", "email", "title", "zone", "capabilities"),
    ),
    "people.remove_absence": Sending("ivan", frozenset({"ivan"}), before=ivan_away),
    "people.set_hours": Sending(
        None, EVERYBODY, {"works_from": "08:00", "works_until": "16:30"}, words=("works_from", "works_until")
    ),
    "people.sign_out_others": Sending(None, EVERYBODY),
    "scorecards.autosave": Sending(
        "casey-ivan",
        frozenset({"ivan"}),
        {
            "headline": "She repairs systems.",
            "version": "#draft",
            "page": "an-open-page-of-a-form",
            "client_seq": "1",
            "revs": "headline:1",
        },
        words=("headline", "private_note", "verdict", "sure", "version", "page", "client_seq", "revs"),
    ),
    "scheduling.offer": Sending(
        "noel",
        LEADS,
        {
            "stage": "deep-dives",
            "who1": "@ines",
            "minutes": "60",
            "pause": "15",
            "since": "2026-11-24",
            "span": "7",
            "zone": "Europe/London",
            "time": "2026-11-24T09:00Z",
            "place": "Room 2",
            "video_url": "https://calls.example/1",
            "then": "offer",
        },
        words=(
            "stage",
            "who1",
            "who2",
            "minutes",
            "pause",
            "since",
            "span",
            "zone",
            "time",
            "guest_name",
            "guest_email",
            "place",
            "video_url",
            "then",
            "knows",
        ),
    ),
    "scheduling.withdraw": Sending("casey", LEADS, before=times_offered, more=the_offered_times, words=("offer",)),
    "scorecards.amend": Sending(
        "casey-ines",
        frozenset({"ines"}),
        {"headline": "After a night's sleep.", "reason": "I slept on it.", "layers": "0", "verdict": "no"},
        words=("headline", "private_note", "verdict", "sure", "reason", "layers"),
        more=the_rest_of_a_card,
    ),
    "scorecards.hand_in": Sending(
        "casey-ivan", frozenset({"ivan"}), {"version": "#draft"}, before=finished_draft, words=("version",)
    ),
    "scorecards.put_notes": Sending(
        "casey-ivan", frozenset({"ivan"}), {"version": "1"}, before=noted, more=a_line_of_notes, words=("version",)
    ),
    "stages.answer_question": Sending(
        "casey-ivan",
        LEADS | {"ivan"},
        {"how": "answered", "answer": "She wanted to build something of her own.", "due_on": ""},
        before=asked_of_casey,
        words=("how", "answer", "due_on"),
    ),
    "stages.approve_charter": Sending(
        "executive", frozenset({"cleo"}), before=charter_written, more=charter_version, words=("version",)
    ),
    "stages.hand_over_question": Sending(
        "casey-ivan",
        LEADS,
        {"owner": "@cleo", "due_on": "2026-11-24"},
        before=asked_of_casey,
        words=("owner", "due_on"),
    ),
    "stages.note_expectation": Sending(
        "casey",
        LEADS,
        {"currency": "EUR", "low": "180,000", "high": ""},
        words=("currency", "low", "high"),
    ),
    "stages.note_question": Sending(
        "casey",
        LEADS | {"ines", "ivan"},
        {"asked": "Why did the last one leave?", "owner": "", "due_on": ""},
        words=("asked", "owner", "due_on"),
    ),
    "stages.put_off_limits": Sending(
        "executive", LEADS, {"company": "Castlemere", "reason": "A customer."}, words=("company", "reason")
    ),
    "stages.save_record": Sending(
        "casey",
        LEADS,
        {"theirs": "How the board decides.", "note": ""},
        more=record_version,
        part={"stage": "deep-dives"},
        words=("theirs", "note", "version"),
    ),
    "stages.take_off_limits_away": Sending(
        "executive", LEADS, {"company": "Brightwell"}, before=brightwell_off_limits, words=("company",)
    ),
    "stages.write_charter": Sending(
        "executive",
        LEADS,
        {"scope_in": "All of engineering.", "adviser": "@mona"},
        more=charter_version,
        words=("scope_in", "reports_to", "held_by", "adviser", "version"),
    ),
    "scorecards.typing.autosave": Sending(
        "casey-ivan",
        frozenset({"omar"}),
        {
            "headline": "She repairs systems.",
            "version": "#draft",
            "page": "an-open-page-of-a-form",
            "client_seq": "1",
            "revs": "headline:1",
        },
        before=omar_types,
        words=("headline", "private_note", "verdict", "sure", "version", "page", "client_seq", "revs"),
    ),
    "scorecards.typing.ready": Sending("casey-ivan", frozenset({"omar"}), before=omar_typed),
    "scorecards.typing.save": Sending(
        "casey-ivan",
        frozenset({"omar"}),
        {"headline": "She repairs systems.", "version": "#draft"},
        before=omar_types,
        words=("headline", "private_note", "verdict", "sure", "then", "version"),
    ),
    "scorecards.save": Sending(
        "casey-ivan",
        frozenset({"ivan"}),
        {"headline": "She repairs systems.", "version": "#draft"},
        words=("headline", "private_note", "verdict", "sure", "then", "version", "page", "client_seq", "revs", "was"),
    ),
}


def address(house: House, endpoint: str, ref: str | None = None) -> str:
    """Where to send it; with `ref` about something else."""
    rule = next(rule for rule in house.app.url_map.iter_rules(endpoint) if "POST" in (rule.methods or set()))
    sending = SENDINGS[endpoint]
    with house.app.test_request_context():
        about = ref or ("" if sending.about is None else house.ref(sending.about))
        built = rule.build({**dict.fromkeys(rule.arguments, about), **sending.part})
    assert built is not None
    return built[1]


def body(house: House, endpoint: str) -> dict[str, Any]:
    """The fields of a good request, with refs and versions filled in."""
    sending = SENDINGS[endpoint]
    given = {name: _filled(house, sending, value) for name, value in sending.fields.items()}
    return given | dict(sending.more(house)) | files(endpoint)


def files(endpoint: str) -> dict[str, Any]:
    """Its files, which a request reads once and which are made anew for each."""
    return {name: (BytesIO(content), called) for name, (called, content) in SENDINGS[endpoint].files.items()}


def _filled(house: House, sending: Sending, value: str) -> Any:
    if value.startswith("@"):
        return house.ref(value[1:])
    with house.app.app_context():
        if value == "*":
            return list(house.one(Slot, "casey-ines").dimensions)
        if value == "#draft":
            return str(house.one(Slot, str(sending.about)).draft.version)
        models = {"#application": Application, "#case": WrittenCase, "#interview": Interview, "#opening": Opening}
        model = models.get(value)
        return value if model is None else str(house.one(model, str(sending.about)).version)


def contents(house: House) -> dict[str, list[str]]:
    """Every row of every table, but for who looked and who is signed in."""
    with house.app.app_context():
        return {
            table.name: sorted(map(repr, db.session.execute(text(f'SELECT * FROM "{table.name}"')).all()))
            for table in db.metadata.tables.values()
            if table.name not in NOT_TOLD
        }

"""What happens to interviews: exactly these events, rows and mails."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from hiring.booking.meeting import Terms
from hiring.conflicts.actions import name_conflict
from hiring.db import db
from hiring.loops import actions
from hiring.loops.actions import Meeting, Seat
from hiring.models import Application, BusyTime, Event, Interview, Move, Outgoing, Person, Slot
from hiring.refusal import Refusal
from hiring.rubrics.queries import by_reference, rubric_of
from tests.cast import DAY, NOW
from tests.factories import a_scorecard, stage_of
from tests.house import House

AT = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)  # a Friday


def people(house: House, *names: str) -> list[Person]:
    return [house.one(Person, name) for name in names]


def meeting(application: Application, stage: str = "presentation", **changes: object) -> Meeting:
    asked: dict[str, object] = {"starts_at": AT, "zone": "Europe/London", "minutes": 60, "place": "Room 4", **changes}
    return Meeting(stage=stage_of(application, stage), **asked)  # type: ignore[arg-type]


def scheduled(house: House, *names: str, **options: object) -> Interview:
    application, rita = house.one(Application, "casey"), house.one(Person, "rita")
    seats = [Seat(person) for person in people(house, *names)]
    return actions.schedule(
        application,
        meeting(application),
        seats,
        by=rita,
        now=NOW,
        **options,  # type: ignore[arg-type]
    )


def told(house: House, since: int) -> list[tuple[str, str, dict[str, object]]]:
    found = db.session.scalars(select(Event).where(Event.seq > since).order_by(Event.seq))
    return [(one.kind, one.subject, one.facts) for one in found]


def last_event(house: House) -> int:
    return db.session.scalar(select(Event.seq).order_by(Event.seq.desc()).limit(1)) or 0


def mails(house: House) -> list[tuple[str, str]]:
    found = db.session.scalars(select(Outgoing).order_by(Outgoing.id))
    return [(one.kind, one.address) for one in found]


def test_an_interview_is_scheduled_with_its_seats_events_and_mails(house: House) -> None:
    with house.changing():
        before = last_event(house)
        interview = scheduled(house, "mona", "max")
        events, ids = told(house, before), [one.id for one in people(house, "mona", "max")]
        stage_id, ref = interview.stage_id, interview.ref
    assert events == [
        ("interview.scheduled", "interview", {"stage": stage_id, "minutes": 60}),
        ("slot.assigned", "slot", {"person": ids[0]}),
        ("slot.assigned", "slot", {"person": ids[1]}),
    ]
    with house.app.app_context():
        kept = db.session.scalars(select(Interview).filter_by(ref=ref)).one()
        assert (kept.starts_at, kept.zone, kept.minutes, kept.place) == (AT, "Europe/London", 60, "Room 4")
        assert mails(house) == [
            ("interview_assigned", "mona@example.org"),
            ("interview_assigned", "max@example.org"),
            ("candidate_interview", "casey@example.net"),
        ]


def test_a_seat_pins_what_it_will_be_asked(house: House) -> None:
    with house.app.app_context():
        (slot,) = scheduled(house, "mona").slots
        version = by_reference("presentation@1")
        assert version is not None
        shown = [one.id for one in rubric_of(version).dimensions]
        assert (slot.rubric_version, slot.rubric_sha256) == (version, version.sha256)
        assert (slot.round, slot.card, slot.collective, slot.perspective) == ("loop", "full", False, "executive")
        assert slot.dimensions == shown
        # Friday 15:00; the next working day is Monday
        assert slot.due_at == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def test_a_card_is_due_by_the_clock_of_whoever_writes_it(house: House) -> None:
    with house.app.app_context():
        house.one(Person, "mona").zone = "Pacific/Auckland"
        (slot,) = scheduled(house, "mona").slots
        # the interview ends on Saturday 04:00 there
        assert slot.due_at == datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def test_a_stage_without_a_rubric_asks_about_the_openings(house: House) -> None:
    with house.app.app_context():
        application, rita = house.one(Application, "casey"), house.one(Person, "rita")
        chosen = [one.id for one in rubric_of(application.opening.rubric_version).dimensions][3:1:-1]
        seat = Seat(house.one(Person, "mona"), perspective="adviser", dimensions=chosen)
        interview = actions.schedule(application, meeting(application, "panel-reports"), [seat], by=rita, now=NOW)
        (slot,) = interview.slots
        assert slot.rubric_version_id == application.opening.rubric_version_id
        assert slot.dimensions == chosen[::-1]  # in the rubric's order
        assert (slot.perspective, slot.collective) == ("adviser", True)


REFUSED: dict[str, tuple[list[str], dict[str, object], str]] = {
    "nobody": ([], {}, "Choose at least one interviewer."),
    "twice": (["mona", "mona"], {}, "Mona Lindgren has a seat in this interview already."),
    "series": (
        ["mona", "max"],
        {"stage": "deep-dives"},
        "“Deep-dives with the founders” is a series of talks one to one. Schedule one for each person.",
    ),
    "no time": (["mona"], {"minutes": 4}, "An interview takes 5 to 480 minutes."),
    "all day": (["mona"], {"minutes": 481}, "An interview takes 5 to 480 minutes."),
    "before it starts": (["mona"], {"minutes": -60}, "An interview takes 5 to 480 minutes."),
    "no zone": (
        ["mona"],
        {"zone": "../../etc/passwd"},
        "There is no time zone of that name. Write it like Europe/London.",
    ),
    "long ago": (["mona"], {"starts_at": NOW - 367 * DAY}, "Choose a day within the last year or the next two."),
    "far ahead": (["mona"], {"starts_at": NOW + 732 * DAY}, "Choose a day within the last year or the next two."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_scheduled_is_refused_with_a_sentence(house: House, case: str) -> None:
    names, asked, sentence = REFUSED[case]
    changes = dict(asked)
    with house.app.app_context():
        application, rita = house.one(Application, "casey"), house.one(Person, "rita")
        seats = [Seat(person) for person in people(house, *names)]
        stage = str(changes.pop("stage", "presentation"))
        before = last_event(house)
        with pytest.raises(Refusal) as refused:
            actions.schedule(application, meeting(application, stage, **changes), seats, by=rita, now=NOW)
        assert str(refused.value) == sentence
        assert (told(house, before), mails(house)) == ([], [])


def test_the_candidate_does_not_interview_themselves(house: House) -> None:
    with house.app.app_context():
        mona, casey = house.one(Person, "mona"), house.one(Application, "casey")
        name_conflict(casey, mona, kind="candidate", reason="", by=house.one(Person, "rita"), now=NOW)
        with pytest.raises(Refusal, match=r"^Mona Lindgren has a conflict of interest with this candidate\.$"):
            scheduled(house, "mona")


def test_somebody_without_an_account_is_not_asked(house: House) -> None:
    with house.app.app_context():
        house.one(Person, "mona").deactivated_at = NOW
        with pytest.raises(Refusal, match=r"^Mona Lindgren no longer has an account here\.$"):
            scheduled(house, "mona")


def test_dimensions_and_perspectives_of_another_rubric_are_refused(house: House) -> None:
    with house.app.app_context():
        mona = house.one(Person, "mona")
        application, rita = house.one(Application, "casey"), house.one(Person, "rita")
        for seat in (Seat(mona, dimensions=["strategy-of-nobody"]), Seat(mona, perspective="boss")):
            with pytest.raises(Refusal):
                actions.schedule(application, meeting(application), [seat], by=rita, now=NOW)


def test_another_openings_stage_is_refused(house: House) -> None:
    with house.app.app_context():
        application, rita = house.one(Application, "casey"), house.one(Person, "rita")
        theirs = meeting(house.one(Application, "quinn"))
        with pytest.raises(Refusal, match="not part of the opening's plan"):
            actions.schedule(application, theirs, [Seat(house.one(Person, "mona"))], by=rita, now=NOW)


@pytest.mark.parametrize(
    ("minutes_later", "is_refused"), [(-61, False), (-60, False), (-59, True), (0, True), (59, True), (60, False)]
)
def test_two_interviews_at_once_need_a_tick(house: House, minutes_later: int, is_refused: bool) -> None:
    with house.app.app_context():
        scheduled(house, "mona")
        application, rita = house.one(Application, "dana"), house.one(Person, "rita")
        other = meeting(application, starts_at=AT + timedelta(minutes=minutes_later))
        seats = [Seat(house.one(Person, "mona"))]
        if is_refused:
            with pytest.raises(Refusal) as refused:
                actions.schedule(application, other, seats, by=rita, now=NOW)
            assert str(refused.value) == (
                "Mona Lindgren has another interview at that time. Choose another time, or tick “Book them all the "
                "same”."
            )
        actions.schedule(application, other, seats, by=rita, now=NOW, anyway=is_refused)


def test_a_cancelled_or_declined_interview_leaves_the_time_free(house: House) -> None:
    with house.app.app_context():
        rita, mona = people(house, "rita", "mona")
        actions.cancel(scheduled(house, "mona"), by=rita, now=NOW)
        actions.decline(scheduled(house, "mona").slots[0], reason="Away.", by=mona, now=NOW)
        scheduled(house, "mona")


def test_the_candidate_is_not_in_two_interviews_at_once(house: House) -> None:
    with house.app.app_context():
        scheduled(house, "mona")
        with pytest.raises(Refusal, match=r"^Casey Morgan has another interview at that time\."):
            scheduled(house, "max")
        scheduled(house, "max", anyway=True)


def test_booking_over_something_is_recorded(house: House) -> None:
    with house.changing():
        scheduled(house, "mona")
        before = last_event(house)
        application, (rita, mona, max_) = house.one(Application, "dana"), people(house, "rita", "mona", "max")
        seats = [Seat(mona), Seat(max_)]
        interview = actions.schedule(application, meeting(application), seats, by=rita, now=NOW, anyway=True)
        assert [slot.anyway for slot in interview.slots] == [True, False]
        assert [facts for kind, _, facts in told(house, before) if kind == "slot.assigned"] == [
            {"person": mona.id, "anyway": True},
            {"person": max_.id},
        ]


def test_a_calendar_and_a_full_week_are_in_the_way_too(house: House) -> None:
    with house.app.app_context():
        mona, max_, ines = people(house, "mona", "max", "ines")
        db.session.add(BusyTime(person_id=mona.id, starts_at=AT, ends_at=AT + timedelta(minutes=15)))
        max_.weekly_cap = 0
        for name, sentence in (
            ("mona", r"^Mona Lindgren is taken then, says their calendar\."),
            ("max", r"^Max Oyelaran holds no more interviews that week\."),
        ):
            with pytest.raises(Refusal, match=sentence):
                scheduled(house, name)
        (slot,) = scheduled(house, "ines").slots
        for colleague in (mona, max_):
            with pytest.raises(Refusal, match="cannot take this seat"):
                actions.hand_over(slot, colleague, reason="Away.", by=ines, now=NOW)


def test_an_interview_that_is_moved_within_a_full_week_stays_in_it(house: House) -> None:
    with house.changing():
        house.one(Person, "mona").weekly_cap = 1
        interview, rita = scheduled(house, "mona"), house.one(Person, "rita")
        actions.move(interview, Terms(AT + timedelta(hours=1), "Europe/London", 60), by=rita, now=NOW)
        assert interview.starts_at == AT + timedelta(hours=1)


def test_a_crowd_does_not_interview_together(house: House) -> None:
    with house.app.app_context():
        crowd = [Person(name=f"N {n}", email=f"n{n}@example.org", created_at=NOW) for n in range(400)]
        db.session.add_all(crowd)
        db.session.flush()
        application, rita = house.one(Application, "casey"), house.one(Person, "rita")
        with pytest.raises(Refusal, match=r"^12 people at most hold an interview together\.$"):
            actions.schedule(application, meeting(application), [Seat(one) for one in crowd], by=rita, now=NOW)


LATER = AT + timedelta(days=3)


def test_an_interview_is_moved_with_its_seats(house: House) -> None:
    with house.changing():
        interview, rita = scheduled(house, "mona", "max"), house.one(Person, "rita")
        mona, max_ = interview.slots
        a_scorecard(max_, level=3, verdict="yes", words="x", at=NOW)
        due, before, sent = max_.due_at, last_event(house), len(mails(house))
        terms = Terms(LATER, "Europe/Berlin", 45, "Room 5", "https://calls.example/1")
        actions.move(interview, terms, by=rita, now=NOW)
        assert told(house, before) == [("interview.moved", "interview", {"minutes": 45})]
        assert (interview.starts_at, interview.zone, interview.minutes) == (LATER, "Europe/Berlin", 45)
        assert (interview.place, interview.video_url) == ("Room 5", "https://calls.example/1")
        assert interview.sequence == 1
        # Monday 14:45; whoever has handed in owes nothing anew
        assert (mona.due_at, max_.due_at) == (datetime(2026, 11, 24, 14, 45, tzinfo=UTC), due)
        assert mails(house)[sent:] == [
            ("interview_moved", "mona@example.org"),
            ("candidate_interview_moved", "casey@example.net"),
        ]


def test_a_move_that_moves_nothing_is_refused(house: House) -> None:
    with house.app.app_context():
        interview, rita = scheduled(house, "mona"), house.one(Person, "rita")
        with pytest.raises(Refusal, match=r"^That is when and where it is already\."):
            actions.move(interview, Terms(AT, "Europe/London", 60, "Room 4"), by=rita, now=NOW)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://", "https://me:secret@calls.example/", "calls.example"]
)
def test_a_call_is_on_the_web(house: House, url: str) -> None:
    with house.app.app_context():
        application, rita = house.one(Application, "casey"), house.one(Person, "rita")
        with pytest.raises(Refusal, match=r"^Write the address of the call with https:// in front\.$"):
            actions.schedule(
                application, meeting(application, video_url=url), [Seat(house.one(Person, "mona"))], by=rita, now=NOW
            )


def test_nobody_is_moved_onto_another_interview_without_a_tick(house: House) -> None:
    with house.changing():
        application, (rita, mona) = house.one(Application, "dana"), people(house, "rita", "mona")
        interview = scheduled(house, "mona")
        other = meeting(application, starts_at=LATER)
        actions.schedule(application, other, [Seat(mona)], by=rita, now=NOW)
        terms, ref = Terms(LATER + timedelta(minutes=30), "Europe/London", 60, "Room 4"), interview.ref
    with house.app.app_context():
        interview, rita = db.session.scalars(select(Interview).filter_by(ref=ref)).one(), house.one(Person, "rita")
        with pytest.raises(Refusal, match=r"^Mona Lindgren has another interview at that time\."):
            actions.move(interview, terms, by=rita, now=NOW)
    with house.changing():
        interview, rita = db.session.scalars(select(Interview).filter_by(ref=ref)).one(), house.one(Person, "rita")
        before = last_event(house)
        actions.move(interview, terms, by=rita, now=NOW, anyway=True)
        assert told(house, before) == [("interview.moved", "interview", {"minutes": 60, "anyway": True})]
        assert [slot.anyway for slot in interview.slots] == [True]
        actions.move(interview, replace(terms, starts_at=LATER + timedelta(days=1)), by=rita, now=NOW)
        assert [slot.anyway for slot in interview.slots] == [False]


def test_what_is_in_the_way_of_a_move_does_not_tell_whose_card_is_in(house: House) -> None:
    """Whoever owes a card in the round may move its interviews too."""
    said = []
    for is_in in (False, True):
        with house.app.app_context():
            interview, (rita, mona) = scheduled(house, "mona", "max"), people(house, "rita", "mona")
            actions.schedule(
                house.one(Application, "dana"),
                meeting(house.one(Application, "dana"), starts_at=LATER),
                [Seat(mona)],
                by=rita,
                now=NOW,
            )
            if is_in:
                a_scorecard(interview.slots[0], level=3, verdict="yes", words="x", at=NOW)
            with pytest.raises(Refusal) as refused:
                actions.move(interview, Terms(LATER, "Europe/London", 60, "Room 4"), by=rita, now=NOW)
            said.append(str(refused.value.reason))
    assert (
        said
        == ["Mona Lindgren has another interview at that time. Choose another time, or tick “Book them all the same”."]
        * 2
    )


def test_what_is_called_off_or_was_told_afterwards_is_not_moved(house: House) -> None:
    with house.app.app_context():
        interview, rita = scheduled(house, "mona"), house.one(Person, "rita")
        interview.unscheduled = True
        with pytest.raises(Refusal, match=r"^This meeting was told afterwards\."):
            actions.move(interview, Terms(LATER, "Europe/London", 60), by=rita, now=NOW)
        actions.cancel(interview, by=rita, now=NOW)
        with pytest.raises(Refusal, match=r"^This interview is cancelled\. Schedule another one\.$"):
            actions.move(interview, Terms(LATER, "Europe/London", 60), by=rita, now=NOW)


def test_one_more_seat(house: House) -> None:
    with house.changing():
        interview, rita = scheduled(house, "mona"), house.one(Person, "rita")
        before, max_ = last_event(house), house.one(Person, "max")
        slot = actions.add_seat(interview, Seat(max_), by=rita, now=NOW)
        assert told(house, before) == [("slot.assigned", "slot", {"person": max_.id})]
        assert [one.person_id for one in interview.slots][-1] == slot.person_id == max_.id
        with pytest.raises(Refusal, match=r"^Max Oyelaran has a seat in this interview already\.$"):
            actions.add_seat(interview, Seat(max_), by=rita, now=NOW)


def test_whoever_declined_may_be_asked_again(house: House) -> None:
    with house.changing():
        interview, (rita, mona) = scheduled(house, "mona", "max"), people(house, "rita", "mona")
        first = interview.slots[0]
        actions.decline(first, reason="Away.", by=mona, now=NOW)
        again = actions.add_seat(interview, Seat(mona), by=rita, now=NOW + DAY)
        assert (again.ref, again.owes_card, again.assigned_at) == (first.ref, True, NOW + DAY)


def test_a_talk_of_a_series_takes_one_person(house: House) -> None:
    with house.app.app_context():
        application, (rita, mona, max_) = house.one(Application, "casey"), people(house, "rita", "mona", "max")
        interview = actions.schedule(application, meeting(application, "panel-peers"), [Seat(mona)], by=rita, now=NOW)
        with pytest.raises(Refusal, match="series of talks one to one"):
            actions.add_seat(interview, Seat(max_), by=rita, now=NOW)
        actions.decline(interview.slots[0], reason="Away.", by=mona, now=NOW)
        actions.add_seat(interview, Seat(max_), by=rita, now=NOW)


def test_cancelling_frees_those_who_still_owe(house: House) -> None:
    with house.changing():
        interview, rita = scheduled(house, "mona", "max", "ines"), house.one(Person, "rita")
        mona, max_, ines = interview.slots
        a_scorecard(max_, level=3, verdict="yes", words="x", at=NOW)
        actions.decline(ines, reason="Away.", by=ines.person, now=NOW)
        before, sent = last_event(house), len(mails(house))
        actions.cancel(interview, by=rita, now=NOW)
        assert told(house, before) == [("interview.cancelled", "interview", {})]
        assert mails(house)[sent:] == [
            ("interview_cancelled", "mona@example.org"),
            ("candidate_interview_cancelled", "casey@example.net"),
        ]
        assert [one.cancelled_at for one in (mona, max_, ines)] == [NOW, None, None]
        with pytest.raises(Refusal, match=r"^This interview was cancelled already\.$"):
            actions.cancel(interview, by=rita, now=NOW)
        with pytest.raises(Refusal, match=r"^This interview is cancelled\. Schedule another one\.$"):
            actions.add_seat(interview, Seat(house.one(Person, "omar")), by=rita, now=NOW)


def test_declining_tells_the_recruiters_why(house: House) -> None:
    with house.changing():
        interview, mona = scheduled(house, "mona"), house.one(Person, "mona")
        before, sent = last_event(house), len(mails(house))
        actions.decline(interview.slots[0], reason="I used to manage her.", by=mona, now=NOW)
        assert told(house, before) == [("slot.declined", "slot", {})]
        assert mails(house)[sent:] == [
            ("interview_declined", "rita@example.org"),
            ("interview_given_back", "mona@example.org"),
        ]
        mail = db.session.scalars(select(Outgoing).filter_by(kind="interview_declined")).one()
        assert "I used to manage her." in mail.body
        assert f"/interviews/{interview.ref}" in mail.body
        with pytest.raises(Refusal, match=r"^This seat is no longer yours\.$"):
            actions.decline(interview.slots[0], reason="Again.", by=mona, now=NOW)


def test_what_was_handed_in_cannot_be_declined(house: House) -> None:
    with house.app.app_context():
        slot = house.one(Slot, "casey-ines")
        with pytest.raises(Refusal, match="can no longer be declined"):
            actions.decline(slot, reason="Too late.", by=slot.person, now=NOW)


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("casey", "Interview on Fri 20 Nov 2026, 14:00: Chief technology officer"),
        ("quinn", "Something in Hiring Loop waits for you"),
    ],
)
def test_no_mail_to_others_names_the_candidate(house: House, name: str, subject: str) -> None:
    with house.app.app_context():
        application, by = house.one(Application, name), house.one(Person, "remy")
        seats = [Seat(house.one(Person, "mona"))]
        interview = actions.schedule(application, meeting(application), seats, by=by, now=NOW)
        actions.decline(interview.slots[0], reason="Away.", by=seats[0].person, now=NOW)
        sent = db.session.scalars(select(Outgoing).order_by(Outgoing.id)).all()
        assert sent[0].subject == subject
        for mail in sent:
            said = f"{mail.subject}{mail.body}{mail.html}{mail.calendar}"
            assert "CANARY" not in said
            assert (application.candidate.name.split()[0] in said) == (mail.person_id is None)
        assert f"/slots/{interview.slots[0].ref}/brief" in sent[0].body


def test_a_closed_application_takes_no_interview(house: House) -> None:
    with house.app.app_context():
        application, rita = house.one(Application, "casey"), house.one(Person, "rita")
        closed = Move(number=9, kind="close", outcome="withdrawn", reason="Left.", by=rita, at=NOW)
        application.moves.append(closed)
        db.session.flush()
        application.current_move = closed
        with pytest.raises(Refusal, match=r"^This application is closed\."):
            scheduled(house, "mona")

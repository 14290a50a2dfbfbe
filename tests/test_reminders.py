"""Reminders of scorecards: each once, in working hours, to whoever may know, and none once there is nothing to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, text

from hiring import reminders, worker
from hiring.db import db
from hiring.loops import actions as loops
from hiring.mail.wire import Letter
from hiring.models import Absence, Application, Conflict, Draft, Move, Outgoing, Person, Reminder, Slot, TeamMember
from hiring.people import actions as people
from hiring.people.passwords import hashed
from tests.cast import DAY, NOW
from tests.factories import a_scorecard, an_interview
from tests.house import House

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ENDED = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # a Tuesday; the card is due on Wednesday at noon


def asked(house: House, who: str = "mona", about: str = "noel", hours: int = 0) -> str:
    """An interview that ends at ENDED, or so many hours later, with one seat; and the seat's ref."""
    with house.changing():
        application, person = house.one(Application, about), house.one(Person, who)
        starts_at = ENDED - HOUR + timedelta(hours=hours)
        interview = an_interview(application, "deep-dives", [person], starts_at=starts_at, by=house.one(Person, "rita"))
        return interview.slots[0].ref


def mails(house: House) -> list[tuple[str, str]]:
    """Kind and reader of every reminder promised so far."""
    with house.app.app_context():
        found = db.session.scalars(select(Outgoing).where(Outgoing.kind.startswith("reminder")).order_by(Outgoing.id))
        return [(one.kind.removeprefix("reminder_"), one.address.partition("@")[0]) for one in found]


def until(house: House, end: datetime, *, start: datetime = ENDED - HOUR) -> list[tuple[str, str]]:
    """What a worker promises that looks once an hour."""
    settle(house)
    moment = start
    while moment <= end:
        worker.remind(house.app, moment)
        moment += HOUR
    return mails(house)


def settle(house: House) -> None:
    """The cast's own card is not what is looked at."""
    with house.changing():
        house.one(Slot, "casey-ivan").declined_at = NOW


def the_slot(ref: str) -> Slot:
    return db.session.scalars(select(Slot).filter_by(ref=ref)).one()


def sent(house: House, now: datetime) -> list[str]:
    letters: list[Letter] = []
    worker.run_once(house.app, now, letters.append)
    return [letter.recipient.partition("@")[0] for letter in letters]


def test_one_card_has_four_reminders_each_once(house: House) -> None:
    ref = asked(house)
    everything = [("ended", "mona"), ("empty", "mona"), ("nearly_due", "mona"), ("overdue", "rita")]
    assert until(house, ENDED + 30 * HOUR) == everything
    with house.app.app_context():
        rows = db.session.execute(select(Reminder.kind, Reminder.at).order_by(Reminder.id)).all()
        slot_id = the_slot(ref).id
        assert set(db.session.scalars(select(Reminder.slot_id))) == {slot_id}
        assert set(db.session.scalars(select(Outgoing.slot_id).where(Outgoing.kind.startswith("rem")))) == {slot_id}
    assert [(kind, at) for kind, at in rows] == [
        ("ended", ENDED),
        ("empty", ENDED + 4 * HOUR),
        ("nearly_due", ENDED + DAY - 3 * HOUR),  # four hours before is too early in the morning
        ("overdue", ENDED + DAY),
    ]


def test_a_reminder_that_would_wake_somebody_waits_for_the_morning(house: House) -> None:
    asked(house, hours=6)  # ends at six in the evening
    assert until(house, ENDED + 6 * HOUR + 14 * HOUR) == []
    morning = ENDED.replace(hour=9) + DAY
    assert until(house, morning, start=morning) == [("empty", "mona")]


def test_whoever_has_begun_is_not_told_that_it_is_empty(house: House) -> None:
    ref = asked(house)
    with house.changing():
        db.session.add(Draft(slot=the_slot(ref), fields={"headline": "Good."}, saved_at=ENDED))
    assert until(house, ENDED + 30 * HOUR) == [("ended", "mona"), ("nearly_due", "mona"), ("overdue", "rita")]


def hand_in(house: House, slot: Slot) -> None:
    a_scorecard(slot, level=3, verdict="yes", words="Fine", at=ENDED)


def decline(house: House, slot: Slot) -> None:
    loops.decline(slot, reason="Ill.", by=slot.person, now=ENDED)


def cancel(house: House, slot: Slot) -> None:
    loops.cancel(slot.interview, by=house.one(Person, "rita"), now=ENDED)


def conflict(house: House, slot: Slot) -> None:
    application = slot.interview.application
    db.session.add(
        Conflict(
            person_id=slot.person_id,
            opening_id=application.opening_id,
            application_id=application.id,
            kind="declared",
            by_id=slot.person_id,
            at=ENDED,
        )
    )


def close(house: House, slot: Slot) -> None:
    application = slot.interview.application
    move = Move(number=9, kind="close", outcome="withdrawn", reason="Left.", by=slot.person, at=ENDED)
    application.moves.append(move)
    db.session.flush()
    application.current_move, application.due_at, application.entered_at = move, None, None


STOPS = {one.__name__: one for one in (hand_in, decline, cancel, conflict, close)}


@pytest.mark.parametrize("stop", STOPS)
def test_nothing_is_asked_of_somebody_who_owes_nothing(house: House, stop: str) -> None:
    ref = asked(house)
    with house.changing():
        STOPS[stop](house, the_slot(ref))
    assert until(house, ENDED + 30 * HOUR) == []


@pytest.mark.parametrize("stop", [name for name in STOPS if name != "close"])
def test_a_promised_reminder_stays_here_when_there_is_nothing_to_ask_any_more(house: House, stop: str) -> None:
    ref = asked(house)
    assert until(house, ENDED) == [("ended", "mona")]
    with house.changing():
        STOPS[stop](house, the_slot(ref))
    assert [who for who in sent(house, ENDED + MINUTE) if stop in ("hand_in", "conflict") or who == "mona"] == (
        ["mona"] if stop == "cancel" else []
    )
    with house.app.app_context():
        row = db.session.scalars(select(Outgoing).where(Outgoing.kind == "reminder_ended")).one()
        assert (row.sent_at, row.parked_at) == (None, ENDED + MINUTE)


def test_the_recruiters_reminder_stays_here_when_the_card_came_meanwhile(house: House) -> None:
    ref = asked(house)
    assert until(house, ENDED + DAY)[-1] == ("overdue", "rita")
    with house.changing():
        hand_in(house, the_slot(ref))
    assert sent(house, ENDED + DAY) == []


def test_a_recruiter_who_owes_a_card_in_the_round_is_not_told_who_is_late(house: House) -> None:
    asked(house)
    asked(house, who="rita")
    assert ("overdue", "rita") not in until(house, ENDED + 30 * HOUR)


def test_a_recruiter_who_comes_to_owe_one_is_not_told_either(house: House) -> None:
    asked(house)
    assert until(house, ENDED + DAY)[-1] == ("overdue", "rita")
    asked(house, who="rita")
    assert "rita" not in sent(house, ENDED + DAY + MINUTE)


def test_every_recruiter_of_the_opening_is_told_and_nobody_else(house: House) -> None:
    with house.changing():
        opening_id = house.one(Application, "noel").opening_id
        for who in ("priya", "omar"):
            db.session.add(
                TeamMember(
                    opening_id=opening_id,
                    person_id=house.one(Person, who).id,
                    role="recruiter",
                    added_by_id=house.one(Person, "rita").id,
                    added_at=NOW,
                    removed_at=NOW if who == "omar" else None,
                )
            )
    asked(house)
    assert [one for one in until(house, ENDED + 30 * HOUR) if one[0] == "overdue"] == [
        ("overdue", "rita"),
        ("overdue", "priya"),
    ]


def test_somebody_away_is_left_in_peace(house: House) -> None:
    ref = asked(house)
    with house.changing():
        slot, mona = the_slot(ref), house.one(Person, "mona")
        absence = Absence(
            person=mona, first_day=date(2026, 11, 25), last_day=date(2026, 11, 26), by_id=mona.id, added_at=NOW
        )
        db.session.add(absence)
        slot.due_at = ENDED + 3 * DAY
    assert until(house, ENDED + 2 * DAY + 5 * HOUR) == [("ended", "mona"), ("empty", "mona")]
    friday = ENDED + 3 * DAY
    assert until(house, friday, start=ENDED + 2 * DAY)[2:] == [("nearly_due", "mona"), ("overdue", "rita")]


def test_nobody_is_reminded_on_a_public_holiday(house: House) -> None:
    with house.changing():
        house.one(Person, "mona").region = "DE-BE"
        ref = asked_at(house, datetime(2026, 12, 24, 10, 0, tzinfo=UTC))
        the_slot(ref).due_at = datetime(2026, 12, 28, 11, 0, tzinfo=UTC)
    settle(house)
    christmas = datetime(2026, 12, 25, 9, 0, tzinfo=UTC)
    worker.remind(house.app, datetime(2026, 12, 24, 11, 0, tzinfo=UTC))
    assert mails(house) == [("ended", "mona")]
    assert until(house, christmas + 14 * HOUR, start=christmas) == [("ended", "mona"), ("empty", "mona")]


def asked_at(house: House, starts_at: datetime) -> str:
    application, person = house.one(Application, "noel"), house.one(Person, "mona")
    interview = an_interview(application, "deep-dives", [person], starts_at=starts_at, by=house.one(Person, "rita"))
    return interview.slots[0].ref


def test_a_worker_that_stood_for_days_says_only_what_is_news(house: House) -> None:
    asked(house)
    settle(house)
    worker.remind(house.app, ENDED + 3 * DAY)
    assert mails(house) == [("overdue", "rita")]


def test_an_old_card_is_not_chased_by_a_house_that_has_just_learned_to(house: House) -> None:
    asked(house)
    assert until(house, ENDED + 9 * DAY, start=ENDED + 8 * DAY + HOUR) == []


def test_who_was_asked_afterwards_is_not_told_what_was_due_before(house: House) -> None:
    ref = asked(house)
    with house.changing():
        the_slot(ref).assigned_at = ENDED + 5 * HOUR
    assert until(house, ENDED + 30 * HOUR) == [("nearly_due", "mona"), ("overdue", "rita")]


def test_two_workers_promise_each_reminder_once(house: House) -> None:
    ref = asked(house)
    settle(house)
    with house.app.app_context():
        (slot_id,) = reminders.waiting(ENDED)
        assert slot_id == the_slot(ref).id
    for _ in range(2):
        with house.changing():
            reminders.remind(slot_id, ENDED)
    assert mails(house) == [("ended", "mona")]


def test_what_is_asked_of_the_database_does_not_grow(house: House) -> None:
    settle(house)
    for number in (1, 12):
        for _ in range(number):
            asked(house)
        with house.counting() as statements, house.app.app_context():
            assert len(reminders.waiting(ENDED)) > number - 1
        assert len(statements) == 3


def test_cards_that_are_out_are_found_by_their_index(house: House) -> None:
    with house.app.app_context():
        found = str(reminders._out(NOW).compile(db.engine, compile_kwargs={"literal_binds": True}).string)
        if house.dialect == "sqlite":
            plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {found}")).all()
        else:
            db.session.execute(text("SET LOCAL enable_seqscan = off"))
            plan = db.session.execute(text(f"EXPLAIN {found}")).all()
    assert re.search("ix_slot_owed", str(plan)), plan


def test_no_reminder_names_the_candidate(house: House) -> None:
    asked(house)
    until(house, ENDED + 30 * HOUR)
    with house.app.app_context():
        bodies = db.session.scalars(select(Outgoing.subject + Outgoing.body).where(Outgoing.kind.startswith("rem")))
        assert [body for body in bodies if "Noel" in body or "Abara" in body] == []


def test_a_confidential_opening_is_not_named_in_a_subject(house: House) -> None:
    asked(house, who="remy", about="quinn")
    until(house, ENDED)
    with house.app.app_context():
        row = db.session.scalars(select(Outgoing).where(Outgoing.kind == "reminder_ended")).one()
        assert row.subject == "Something in Hiring Loop waits for you"
        assert "Project Heron" in row.body
        assert "CANARY-title" not in row.body


@contextmanager
def mailed_link(house: House) -> Iterator[str]:
    """The link of a reminder that was just written, without the house's address; the clock stands where it was."""
    asked(house)
    until(house, ENDED)
    with house.app.app_context():
        body = db.session.scalars(select(Outgoing.body).where(Outgoing.kind == "reminder_ended")).one()
    found = re.search(r"http://localhost(/scorecards/\S+)", body)
    assert found is not None
    with time_machine.travel(ENDED, tick=False):
        yield found[1]


def test_the_link_leads_through_sign_in_to_the_next_empty_dimension(house: House) -> None:
    with house.changing():
        house.one(Person, "mona").password_hash = hashed("correct battery horse")
    with mailed_link(house) as link:
        visitor = house.visitor()
        door = visitor.get(link)
        assert (door.status_code, door.headers["Location"]) == (303, f"/sign-in?next={link}")
        fields = {"email": "mona@example.org", "password": "correct battery horse", "next": link}
        assert visitor.get(door.headers["Location"]).text.count(f'name="next" value="{link}"') == 1
        onward = visitor.post("/sign-in", fields)
        assert (onward.status_code, onward.headers["Location"]) == (303, link)
        there = visitor.get(link)
        with house.app.app_context():
            first = db.session.scalars(select(Slot).order_by(Slot.id.desc())).first()
            assert first is not None
            where = f"/scorecards/{first.ref}?area={first.dimensions[0]}#{first.dimensions[0]}"
        assert (there.status_code, there.headers["Location"]) == (302, where)
        page = visitor.get(where.partition("#")[0])
        assert page.status_code == 200
        assert re.findall(r"<details class=\"card dim\" open>", page.text) == ['<details class="card dim" open>']


def test_the_link_of_a_reminder_is_no_use_to_anybody_else(house: House) -> None:
    with mailed_link(house) as link:
        for who in ("omar", "rita", "ivan"):
            with house.changing():
                people.sign_out_others(house.one(Person, who), session_id=0, now=ENDED)
            assert house.visitor(who).get(link).status_code in (303, 404)

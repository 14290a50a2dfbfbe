"""Sharing a loop out: what is written down, what is refused, and what cards and blindness have to do with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hiring.coverage.actions import accept, send_briefs, share_out, take_up, with_place
from hiring.coverage.queries import Loop, loop_of
from hiring.db import db
from hiring.models import Absence, Application, Event, Note, Outgoing, Person, Slot, Training
from hiring.refusal import Refusal
from hiring.workflow.coverage import findings
from hiring.workflow.coverage_fix import smallest_fix
from tests.cast import DAY, NOW
from tests.coverage.loops import BUILDING, DELIVERY, LEADERS, MONDAY, STRATEGY, a_loop, a_talk
from tests.factories import a_scorecard
from tests.house import House, World


@pytest.fixture
def world(sqlite_world: World) -> World:
    """Nothing here rests on the database; a sample on the other one is in test_both.py."""
    return sqlite_world


def loop(house: House, name: str = "noel", reader: str | None = None) -> Loop:
    return loop_of(house.one(Application, name), None if reader is None else house.one(Person, reader), now=NOW)


TOLD = ("slot.shared_out", "briefs.sent", "coverage.accepted", "coverage.taken_up")


def told(house: House) -> list[tuple[str, str]]:
    events = db.session.scalars(select(Event).where(Event.kind.in_(TOLD)).order_by(Event.seq))
    return [(event.kind, event.subject) for event in events]


def test_nobody_has_said_who_leads_so_whoever_comes_first_does(house: House) -> None:
    seats = a_loop(house)
    with house.app.app_context():
        leading = {place for place, cell in loop(house).matrix.cells.items() if cell.leads}
    assert leading == {(STRATEGY, seats["ines"]), (BUILDING, seats["ines"]), (DELIVERY, seats["mona"])}


def test_a_fix_is_written_into_the_seats_it_changes_and_nowhere_else(house: House) -> None:
    seats = a_loop(house)
    with house.changing():
        found = loop(house)
        after = smallest_fix(found.matrix).after
        share_out(found, after, by=house.one(Person, "rita"), now=NOW)
    with house.app.app_context():
        matrix = loop(house).matrix
        assert matrix.cells == after.cells
        assert [one.kind for one in findings(matrix) if one.kind == "repeated"] == []
        assert smallest_fix(matrix).steps == ()
        assert told(house) == [("slot.shared_out", "slot")] * 2
        slot = db.session.scalars(select(Slot).filter_by(ref=seats["ines"])).one()
        assert (slot.dimensions, slot.seconds) == ([STRATEGY, BUILDING], None)


def test_whoever_is_made_to_lead_leads_alone_and_keeps_the_rubrics_order(house: House) -> None:
    seats = a_loop(house)
    with house.changing():
        found = loop(house)
        after = with_place(found, (STRATEGY, seats["mona"]), "leads", ["what-you-stopped"])
        share_out(found, after, by=house.one(Person, "rita"), now=NOW)
    with house.app.app_context():
        found = loop(house)
        assert [(seat.name, cell.leads) for seat, cell in found.matrix.row(STRATEGY)] == [
            ("Ines Calder", False),
            ("Ivan Petrov", False),
            ("Mona Lindgren", True),
        ]
        mona = found.slots[seats["mona"]]
        assert (mona.dimensions, mona.seconds) == ([STRATEGY, DELIVERY], [])
        assert [one for one in mona.questions or () if one == "what-you-stopped"] == ["what-you-stopped"]


def test_what_would_leave_nothing_or_change_nothing_or_touches_a_begun_talk_is_refused(house: House) -> None:
    seats = a_loop(house)
    with house.changing():
        begun = a_talk(house, "max", [LEADERS], at=NOW - timedelta(hours=1)).slots[0].ref
    with house.app.app_context():
        found, rita = loop(house), house.one(Person, "rita")
        for after, words in (
            (with_place(found, (STRATEGY, seats["ivan"]), "none", []), "Ivan Petrov would have nothing to ask about."),
            (found.matrix, "The loop stands like that already."),
            (with_place(found, (LEADERS, begun), "second", []), "The talk with Max Oyelaran has begun."),
        ):
            with pytest.raises(Refusal) as refused:
                share_out(found, after, by=rita, now=NOW)
            assert str(refused.value.reason).startswith(words)
        for place in (("no-such", seats["ivan"]), (STRATEGY, "nobody")):
            with pytest.raises(Refusal):
                with_place(found, place, "leads", [])


def test_nobody_away_is_given_anything(house: House) -> None:
    seats = a_loop(house)
    with house.changing():
        mona = house.one(Person, "mona")
        days = {"first_day": MONDAY.date(), "last_day": MONDAY.date()}
        db.session.add(Absence(person=mona, by_id=mona.id, added_at=NOW, **days))
    with house.app.app_context():
        found = loop(house)
        after = smallest_fix(found.matrix).after
        assert [area.id for area in after.column(seats["mona"])] == [DELIVERY]
        with pytest.raises(Refusal):
            with_place(found, (STRATEGY, seats["mona"]), "auto", [])


def test_training_counts_once_anybody_is_trained_and_whoever_is_watched_may_learn(house: House) -> None:
    seats = a_loop(house)
    with house.changing():
        rita, ivan = house.one(Person, "rita"), house.one(Person, "ivan")
        for person, state in (("mona", "trained"), ("ivan", "is_shadowed")):
            known = {"rubric": "engineering-executive", "dimension": STRATEGY, "state": state}
            db.session.add(Training(person_id=house.one(Person, person).id, by_id=rita.id, at=NOW, **known))
        assert ivan.weekly_cap is None
    with house.app.app_context():
        untrained = [one.seat for one in findings(loop(house).matrix) if one.kind == "untrained"]
        assert untrained == [seats["ines"], seats["ivan"]]
    with house.changing():
        db.session.scalars(select(Slot).filter_by(ref=seats["ivan"])).one().part = "is_shadowed"
    with house.app.app_context():
        untrained = [one.seat for one in findings(loop(house).matrix) if one.kind == "untrained"]
        assert untrained == [seats["ines"]]


def test_two_loops_on_one_day_and_a_full_week_are_found(house: House) -> None:
    seats = a_loop(house)
    with house.changing():
        house.one(Person, "ines").weekly_cap = 1
        a_talk(house, "ines", [STRATEGY], at=MONDAY + timedelta(hours=6), of="casey")
        # of a confidential opening: a fuller week would tell of it
        a_talk(house, "ines", [STRATEGY], at=MONDAY + timedelta(hours=8), of="quinn")
    with house.app.app_context():
        seat = loop(house).matrix.seat(seats["ines"])
        assert (seat.loops_that_day, seat.talks_that_week, seat.weekly_cap) == (1, 2, 1)


def test_those_who_answer_as_a_group_or_only_watch_stand_beside_the_matrix(house: House) -> None:
    a_loop(house)
    with house.changing():
        a_talk(house, "max", [LEADERS], at=MONDAY + timedelta(hours=6)).slots[0].collective = True
        a_talk(house, "omar", [LEADERS], at=MONDAY + timedelta(hours=6)).slots[0].part = "shadows"
    with house.app.app_context():
        found = loop(house)
        assert (len(found.matrix.seats), found.grouped, found.watching) == (3, 1, ["Omar Haddad"])
        assert found.matrix.views(LEADERS) == 0


def over(house: House, *, is_practice: bool = False) -> None:
    """Max has met Noel, and his card left the development of leaders open."""
    with house.changing():
        slot = a_talk(house, "max", [LEADERS, DELIVERY], at=NOW - DAY).slots[0]
        a_scorecard(slot, level=4, verdict="yes", words="CANARY-max", at=NOW, leaves=[LEADERS], is_practice=is_practice)


def test_what_a_card_left_open_is_handed_to_the_next_talk_for_whoever_may_read_it(house: House) -> None:
    seats = a_loop(house)
    over(house)
    with house.app.app_context():
        read, planned = loop(house, reader="rita").matrix, loop(house).matrix
        assert (read.views(LEADERS), planned.views(LEADERS)) == (0, 1)
        assert (read.views(DELIVERY), planned.views(DELIVERY)) == (2, 2)
        assert [area for area, seat in smallest_fix(read).after.cells if area == LEADERS and seat in seats.values()]


def test_a_card_that_is_practice_covers_nothing(house: House) -> None:
    a_loop(house)
    over(house, is_practice=True)
    with house.app.app_context():
        assert loop(house, reader="rita").matrix.views(DELIVERY) == 1


def test_whoever_owes_a_card_of_the_round_reads_none(house: House) -> None:
    """Asked as somebody who may not, the same query finds nothing."""
    a_loop(house)
    over(house)
    with house.changing():
        a_talk(house, "rita", [STRATEGY], at=MONDAY + timedelta(hours=8))
    with house.app.app_context():
        assert loop(house, reader="rita").matrix.views(LEADERS) == 1


def test_briefs_go_to_whoever_has_still_to_come_and_a_gap_needs_a_reason(house: House) -> None:
    a_loop(house)
    with house.changing():
        a_talk(house, "max", [LEADERS], at=NOW - DAY)
    with house.app.app_context(), pytest.raises(Refusal) as refused:
        send_briefs(loop(house), reason=" ", by=house.one(Person, "rita"), now=NOW)
    words = (
        "Nobody covers Partnering with the CEO and peers, Candour under pressure. Give it to somebody, or say why not."
    )
    assert str(refused.value.reason) == words
    with house.changing():
        send_briefs(loop(house), reason="The founders do.", by=house.one(Person, "rita"), now=NOW)
    with house.app.app_context():
        mails = db.session.scalars(select(Outgoing).filter_by(kind="brief_ready").order_by(Outgoing.id)).all()
        assert [mail.address for mail in mails] == ["ines@example.org", "ivan@example.org", "mona@example.org"]
        assert told(house) == [("briefs.sent", "application")]
        assert db.session.scalars(select(Note.text).order_by(Note.id.desc())).first() == "The founders do."


def test_what_is_accepted_is_no_more_to_mend_and_once_taken_up_it_is_again(house: House) -> None:
    a_loop(house)
    with house.changing():
        found, rita = loop(house), house.one(Person, "rita")
        before = [one.id for one in found.unsettled]
        accept(found, key_of(found, f"repeated-{STRATEGY}"), reason="", by=rita, now=NOW)
    with house.app.app_context():
        found = loop(house)
        assert [one.id for one in found.settled] == [f"repeated-{STRATEGY}"]
        assert [one.id for one in found.unsettled] == [one for one in before if one != f"repeated-{STRATEGY}"]
        steps = smallest_fix(found.matrix, found.settled).steps
        assert [step for step in steps if (step.kind, step.area) == ("asks_not", STRATEGY)] == []
        assert told(house) == [("coverage.accepted", "application")]
    with house.changing():
        take_up(loop(house), key_of(loop(house), f"repeated-{STRATEGY}"), by=house.one(Person, "cleo"), now=NOW)
    with house.app.app_context():
        assert [one.id for one in loop(house).unsettled] == before
        assert told(house) == [("coverage.accepted", "application"), ("coverage.taken_up", "application")]


def test_an_acceptance_falls_away_when_its_facts_change_and_stands_again_when_they_are_the_same(house: House) -> None:
    seats = a_loop(house)
    with house.changing():
        found, rita = loop(house), house.one(Person, "rita")
        accept(found, key_of(found, f"repeated-{STRATEGY}"), reason="", by=rita, now=NOW)
    for questions, settled in ((["what-you-stopped"], []), (None, [f"repeated-{STRATEGY}"])):
        with house.changing():
            db.session.scalars(select(Slot).filter_by(ref=seats["ivan"])).one().questions = questions
        with house.app.app_context():
            assert [one.id for one in loop(house).settled] == settled


def test_what_is_not_found_or_said_without_a_reason_is_not_accepted(house: House) -> None:
    a_loop(house)
    with house.app.app_context():
        found, rita = loop(house), house.one(Person, "rita")
        for key, words in (
            ("no-such", "There is nothing left to accept there. Look at it again."),
            (key_of(found, f"uncovered-{LEADERS}"), "Say why nobody need cover Hiring and developing leaders."),
        ):
            with pytest.raises(Refusal) as refused:
                accept(found, key, reason=" ", by=rita, now=NOW)
            assert str(refused.value.reason) == words
        with pytest.raises(Refusal):
            take_up(found, key_of(found, f"uncovered-{LEADERS}"), by=rita, now=NOW)


def test_briefs_ask_no_second_reason_for_what_was_accepted_with_one(house: House) -> None:
    a_loop(house)
    with house.changing():
        found, rita = loop(house), house.one(Person, "rita")
        for finding in [one for one in found.unsettled if one.is_bad]:
            accept(found, finding.key, reason="The founders do.", by=rita, now=NOW)
    with house.changing():
        notes = db.session.scalars(select(Note.id)).all()
        send_briefs(loop(house), reason="", by=house.one(Person, "rita"), now=NOW)
        assert db.session.scalars(select(Note.id)).all() == notes


def key_of(found: Loop, finding: str) -> str:
    return next(one.key for one in found.found if one.id == finding)

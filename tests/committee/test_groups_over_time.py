"""Those who answer as a group, against somebody who reads again and again, or is one of them, and subtracts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from hiring import invariants
from hiring.committee import queries, together
from hiring.committee.together import Group
from hiring.db import db
from hiring.loops.actions import Meeting, Seat, add_seat, cancel, decline, hand_over, schedule
from hiring.models import Application, Opening, Packet, Person, Slot
from hiring.openings.queries import current_revision
from hiring.plans.actions import change_stage
from hiring.refusal import Refusal
from hiring.scorecards.actions import hand_in
from hiring.scorecards.amending import amend
from hiring.scorecards.layers import current_answers
from hiring.scorecards.queries import answers_of, own_card, sheet_of
from tests.cast import NOW
from tests.committee.loops import a_group, in_committee, some_people
from tests.factories import stage_of
from tests.house import ON_SQLITE, House
from tests.scorecards.cards import complete

pytestmark = ON_SQLITE

READERS = ("rita", "max", "mona")
CLOSED = "people answer as a group, and the committee can read its answers by now"
Seen = dict[str, tuple[tuple[str, int], ...]]


def groups_for(house: House, reader: str) -> tuple[Group, ...]:
    """What the packet on Casey shows this reader of groups."""
    person = house.one(Person, reader)
    packet = db.session.scalars(select(Packet).filter_by(application_id=house.one(Application, "casey").id)).one()
    material = queries.material(packet, person)
    return together.groups(material.group_cards, material.rubrics, person.id)


def seen_by(house: House, reader: str) -> Seen:
    """Every number by what it is about."""
    with house.app.test_request_context():
        return {
            about: tuple((str(share.words), share.number) for share in shares)
            for group in groups_for(house, reader)
            for about, shares in [
                *((answered.title, answered.shares) for answered in group.answers),
                ("verdicts", group.verdicts),
            ]
        }


def ask(house: House, person: Person) -> Slot:
    """One talk more with one of the future reports, which has begun."""
    casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
    stage = stage_of(casey, "panel-reports")
    plan = Meeting(stage, NOW - timedelta(hours=2), "Europe/London", 30)
    (slot,) = schedule(casey, plan, [Seat(person, "report")], by=rita, now=NOW, anyway=True).slots
    return slot


def answer(slot: Slot, chance: Random) -> None:
    sheet, fields = sheet_of(slot), complete(slot, words=f"Seat {slot.id} saw it.")
    fields["verdict"] = chance.choice(("no", "yes", "strong_yes"))
    fields |= {f"{dimension}-level": str(chance.randint(1, 5)) for dimension in slot.dimensions}
    hand_in(slot, answers_of(sheet, fields), by=slot.person, now=NOW)


def change(slot: Slot, chance: Random) -> None:
    answers = current_answers(own_card(slot, slot.person))
    one = slot.dimensions[0]
    changed = replace(answers.dimensions[one], level=chance.randint(1, 5))
    answers = replace(answers, dimensions={**answers.dimensions, one: changed})
    amend(slot, answers, reason="I thought again.", by=slot.person, now=NOW)


def revise(house: House, *, minutes: int) -> None:
    """The plan is changed: whoever is asked next is asked by another row of the same stage."""
    opening, rita = house.one(Opening, "executive"), house.one(Person, "rita")
    seen = current_revision(opening.id).number
    change_stage(opening, "panel-reports", {"minutes": minutes}, seen=seen, reason="Longer.", by=rita, now=NOW)


def something_happens(house: House, chance: Random, people: list[Person]) -> None:
    slots = db.session.scalars(
        select(Slot).where(Slot.collective.is_(True), Slot.application_id == house.one(Application, "casey").id)
    ).all()
    owed, given = [slot for slot in slots if slot.owes_card], [slot for slot in slots if slot.handed_in_at is not None]
    what = chance.choice(
        ("ask", "answer", "answer", "answer", "change", "decline", "hand over", "cancel", "again", "revise")
    )
    if what == "ask":
        ask(house, chance.choice(people))
    elif what == "answer" and owed:
        answer(chance.choice(owed), chance)
    elif what == "change" and given:
        change(chance.choice(given), chance)
    elif what == "decline" and owed:
        slot = chance.choice(owed)
        decline(slot, reason="No time.", by=slot.person, now=NOW)
    elif what == "hand over" and owed:
        slot = chance.choice(owed)
        hand_over(slot, chance.choice(people), reason="No time.", by=slot.person, now=NOW)
    elif what == "cancel" and owed:
        cancel(chance.choice(owed).interview, by=house.one(Person, "rita"), now=NOW)
    elif what == "revise":
        revise(house, minutes=chance.randint(1, 90))
    elif what == "again" and given:
        slot = chance.choice(given)
        add_seat(
            slot.interview, Seat(chance.choice(people), "report"), by=house.one(Person, "rita"), now=NOW, anyway=True
        )


@pytest.mark.parametrize("seed", range(10))
def test_whatever_happens_what_a_group_once_showed_it_shows_for_good(house: House, seed: int) -> None:
    """So there is nothing to subtract, whoever reads and however often."""
    chance, seen = Random(seed), defaultdict[str, list[Seen]](list)
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        names = [one.ref for one in [*some_people(6, "report"), house.one(Person, "max")]]
        asked = db.session.scalars(select(Person).where(Person.ref.in_(names[:5]))).all()
        for slot in [ask(house, one) for one in asked][:4]:
            answer(slot, chance)
        in_committee(casey, by=rita)
    for _ in range(14):
        try:
            with house.changing():
                people = list(db.session.scalars(select(Person).where(Person.ref.in_(names)).order_by(Person.id)))
                something_happens(house, chance, people)
        except Refusal:
            pass
        for reader in READERS:
            seen[reader].append(seen_by(house, reader))
    for reader in READERS:
        shown = [one for one in seen[reader] if one]
        assert all(one == shown[0] for one in shown)
    assert {max(map(len, seen[reader])) for reader in ("rita", "mona")} <= {0, 9}


@pytest.fixture
def four(house: House) -> list[str]:
    """A group of four in Casey's packet; the refs of its seats."""
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        slots = a_group(casey, some_people(4, "report"), [4, 2, 5, 3], by=rita)
        in_committee(casey, by=rita)
        return [slot.ref for slot in slots]


def test_nobody_joins_a_group_that_can_be_read(house: House, four: list[str]) -> None:
    with pytest.raises(Refusal, match=CLOSED), house.changing():
        ask(house, house.one(Person, "omar"))
    with house.app.app_context():
        interview = db.session.scalars(select(Slot).filter_by(ref=four[0])).one().interview
        seat, rita = Seat(house.one(Person, "omar"), "report"), house.one(Person, "rita")
        with pytest.raises(Refusal, match=CLOSED):
            add_seat(interview, seat, by=rita, now=NOW, anyway=True)


@pytest.mark.parametrize("levels", [[4, 2, 5], [4, 2, 5, 3, None]])
def test_a_group_that_cannot_be_read_yet_takes_more(house: House, levels: list[int | None]) -> None:
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        a_group(casey, some_people(len(levels), "report"), levels, by=rita)
        in_committee(casey, by=rita)
    with house.changing():
        assert ask(house, house.one(Person, "omar")).owes_card


def test_nor_is_anybody_kept_out_before_there_is_a_packet(house: House) -> None:
    with house.changing():
        a_group(house.one(Application, "casey"), some_people(4, "report"), [4, 2, 5, 3], by=house.one(Person, "rita"))
    with house.changing():
        assert ask(house, house.one(Person, "omar")).owes_card


@pytest.mark.parametrize(("others", "is_shown"), [(3, False), (4, True)])
def test_who_answered_too_and_reads_needs_four_others(house: House, others: int, is_shown: bool) -> None:
    """They would take their own answer off, and be left with three."""
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        people = [house.one(Person, "max"), *some_people(others, "report")]
        a_group(casey, people, [1, 4, 2, 5, 3][: len(people)], by=rita)
        in_committee(casey, by=rita)
    assert (bool(seen_by(house, "max")), bool(seen_by(house, "mona"))) == (is_shown, True)


def test_of_a_dimension_that_three_others_rated_they_are_told_nothing(house: House) -> None:
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        people = [house.one(Person, "max"), *some_people(4, "report")]
        a_group(casey, people, [1, 4, 2, 5, 3], by=rita, skips_first=1)
        in_committee(casey, by=rita)
    assert len(seen_by(house, "mona")) - len(seen_by(house, "max")) == 1


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        ([1, 1, 1, 1], (("1 Well below to 2 Below", 4), ("3 Meets to 5 Exceptional", 0))),
        ([2, 2, 2, 2], (("1 Well below to 2 Below", 4), ("3 Meets to 5 Exceptional", 0))),
        ([5, 5, 5, 5], (("1 Well below to 2 Below", 0), ("3 Meets to 5 Exceptional", 4))),
    ],
)
def test_where_all_chose_one_level_only_the_half_of_the_scale_is_told(
    house: House, levels: list[int | None], shown: tuple[tuple[str, int], ...]
) -> None:
    """A count of four at one level says what each of the four answered."""
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        a_group(casey, some_people(4, "report"), levels, by=rita)
        in_committee(casey, by=rita)
    seen = seen_by(house, "mona")
    assert {shares for about, shares in seen.items() if about != "verdicts"} == {shown}
    assert seen["verdicts"] == (("Strong no to No", 0), ("Yes to Strong yes", 4))


def test_nor_is_it_told_to_the_one_who_answered_otherwise(house: House) -> None:
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        people = [house.one(Person, "max"), *some_people(4, "report")]
        a_group(casey, people, [1, 4, 4, 4, 4], by=rita)
        in_committee(casey, by=rita)
    told = {
        reader: {shares for about, shares in seen_by(house, reader).items() if about != "verdicts"}
        for reader in ("max", "mona")
    }
    assert told["max"] == {(("1 Well below to 2 Below", 1), ("3 Meets to 5 Exceptional", 4))}
    assert [len(shares) for shares in told["mona"]] == [5]


def test_future_reports_answer_as_a_group_in_every_stage_they_score(house: House) -> None:
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        plan = Meeting(stage_of(casey, "presentation"), NOW + timedelta(days=1), "Europe/London", 60)
        seats = [Seat(one, "report") for one in some_people(4, "report")]
        interview = schedule(casey, plan, [*seats, Seat(house.one(Person, "omar"), "peer")], by=rita, now=NOW)
        assert [slot.collective for slot in interview.slots] == [True] * 4 + [False]
    with house.app.app_context():
        assert [result.sentence for result in invariants.check(now=NOW) if result.count] == []


def test_nor_does_a_future_report_join_in_another_stage_once_they_can_be_read(house: House) -> None:
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        plan = Meeting(stage_of(casey, "presentation"), NOW - timedelta(hours=2), "Europe/London", 60)
        for slot in schedule(casey, plan, [Seat(one, "report") for one in some_people(4)], by=rita, now=NOW).slots:
            answer(slot, Random(1))
        in_committee(casey, by=rita)
    with house.changing():
        casey, omar, rita = house.one(Application, "casey"), house.one(Person, "omar"), house.one(Person, "rita")
        plan = Meeting(stage_of(casey, "presentation"), NOW - timedelta(hours=2), "Europe/London", 60)
        with pytest.raises(Refusal, match=CLOSED):
            schedule(casey, plan, [Seat(omar, "report")], by=rita, now=NOW, anyway=True)
        assert schedule(casey, plan, [Seat(omar, "peer")], by=rita, now=NOW, anyway=True).slots


def test_answers_by_two_plans_are_one_group(house: House) -> None:
    """Two of them were asked before the plan changed: apart, neither two would ever be shown."""
    with house.changing():
        casey, rita, chance = house.one(Application, "casey"), house.one(Person, "rita"), Random(0)
        people = some_people(4, "report")
        for place, person in enumerate(people):
            if place == 2:
                revise(house, minutes=50)
            answer(ask(house, person), chance)
        in_committee(casey, by=rita)
    with house.app.test_request_context():
        (group,) = groups_for(house, "max")
        assert group.people == 4
    with pytest.raises(Refusal, match=CLOSED), house.changing():
        ask(house, house.one(Person, "mona"))
